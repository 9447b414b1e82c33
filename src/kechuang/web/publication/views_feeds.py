"""For machines: the feed of releases (Atom), the site map, and robots.txt."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from lxml import etree

from kechuang.web.publication import queries
from kechuang.web.publication.serving import listing, public
from kechuang.web.words import say

_GOOD_FOR = timedelta(days=90)  # what is older should be asked for anew
_MAP = "http://www.sitemaps.org/schemas/sitemap/0.9"


@public
def feed(request):
    """Releases as Atom, the newest first."""
    base, found = _base(request), list(queries.releases_for_public()[:50])
    made = Atom1Feed(
        title=say("public.feed"),
        link=base + reverse("public:home"),
        feed_url=base + reverse("public:feed"),
        description=say("public.about"),
        language="zh-CN",
    )
    for one in found:
        address = base + reverse("public:plan", args=[one.publication.slug, one.number])
        title = say("public.feed-title", plan=one.publication.plan.title, number=one.number)
        words = say(f"release-kind.{one.kind}")
        made.add_item(
            title,
            address,
            f"{words}. {one.reason}",
            unique_id=address,
            pubdate=one.at,
            updateddate=one.at,
            author_name=one.publication.plan.organisation.name,
        )
    text = made.writeString("utf-8").encode()
    return listing(request, text, media_type="application/atom+xml", changed=found[0].at if found else None)


@public
def sitemap(request):
    """Every page of every release that stands."""
    base = _base(request)
    root = etree.Element(f"{{{_MAP}}}urlset", nsmap={None: _MAP})
    _put(root, base + reverse("public:home"), None)
    for one in queries.releases_for_public()[:5_000]:
        place = [one.publication.slug, one.number]
        pages = ["public:plan", "public:data"] + (["public:evaluation"] if one.kind == "evaluation" else [])
        for name in pages:
            _put(root, base + reverse(name, args=place), one.at)
    text = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return listing(request, text, media_type="application/xml")


@require_safe
@login_not_required
@cache_control(public=True, max_age=3_600)
def robots(request):
    """The public site and nothing else."""
    lines = ("User-agent: *", "Disallow: /", "Allow: /public/", "Allow: /static/")
    text = "\n".join((*lines, f"Sitemap: {_base(request)}{reverse('public:sitemap')}", ""))
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@require_safe
@login_not_required
@cache_control(public=True, max_age=86_400)
def favicon(request):
    """The site's sign, where a browser looks for one that no page names."""
    return HttpResponseRedirect(static("kechuang/icon.svg"))


@require_safe
@login_not_required
def security(request):
    """Whom to tell of a weakness (RFC 9116), where the place named somebody."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    until = (timezone.now() + _GOOD_FOR).replace(microsecond=0).isoformat()
    lines = (f"Contact: {settings.SECURITY_CONTACT}", f"Expires: {until}", "Preferred-Languages: zh, en")
    text = "\n".join((*lines, f"Canonical: {_base(request)}{reverse('security')}", ""))
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def _put(root, address, changed):
    entry = etree.SubElement(root, f"{{{_MAP}}}url")
    etree.SubElement(entry, f"{{{_MAP}}}loc").text = address
    if changed is not None:
        etree.SubElement(entry, f"{{{_MAP}}}lastmod").text = changed.date().isoformat()


def _base(request):
    return settings.SITE_ADDRESS or request.build_absolute_uri("/").rstrip("/")
