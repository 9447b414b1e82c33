"""How the public site answers: in the language of the address, without cookies, with an ETag."""

import functools
import hashlib

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.views.decorators.http import require_safe

from kechuang.web.publication import queries
from kechuang.web.publication.composing import read_content

_MINUTES = 300
_YEAR = 365 * 24 * 3600


def public(view):
    """A view of the public site: open to everybody, in Chinese unless the address says ``?language=en``."""

    @require_safe
    @login_not_required
    @functools.wraps(view)
    def shown(request, *args, **kwargs):
        language = "en" if request.GET.get("language") == "en" else settings.LANGUAGE_CODE
        with translation.override(language):
            response = view(request, *args, **kwargs)
        response["Content-Language"] = language
        return response

    return shown


def page(request, template, context, *, tag, changed=None, status=200, seconds=_MINUTES):
    """A page of the public site; answers 304 where the reader has it already."""
    language = translation.get_language()
    etag = quote_etag(hashlib.sha256(f"{tag}:{language}:{request.path}:{_VERSION}".encode()).hexdigest()[:32])
    held = _held(request, etag, changed) if status == 200 else None
    response = held or HttpResponse(
        render_to_string(template, {**context, **_around(request, language)}), status=status
    )
    return _tagged(response, etag, changed, f"max-age={seconds}")


def file(request, found, *, changed):
    """A released file: its bytes never change, so its hash is its tag and it may be kept for a year."""
    etag = quote_etag(found.sha256)
    held = _held(request, etag, changed)
    response = held or HttpResponse(bytes(found.content), content_type=found.media_type)
    _for_pages_of_others(response)
    return _tagged(response, etag, changed, f"max-age={_YEAR}, immutable")


def listing(request, content, *, media_type, changed=None):
    """A list for machines: a reader that has it already is told so."""
    etag = quote_etag(hashlib.sha256(content).hexdigest()[:32])
    held = _held(request, etag, changed)
    response = held or HttpResponse(content, content_type=f"{media_type}; charset=utf-8")
    _for_pages_of_others(response)
    return _tagged(response, etag, changed, f"max-age={_MINUTES}")


def _held(request, etag, changed):
    """304 or 412 where the reader's conditions ask for it."""
    moment = None if changed is None else int(changed.timestamp())
    return get_conditional_response(request, etag=etag, last_modified=moment)


def _tagged(response, etag, changed, kept):
    response["ETag"], response["Cache-Control"] = etag, f"public, {kept}"
    if changed is not None:
        response["Last-Modified"] = http_date(changed.timestamp())
    return response


def _for_pages_of_others(response):
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"


def release_or_gone(view):
    """Give the view the release at an address and its content; one that was withdrawn answers 410 with the reason."""

    @public
    @functools.wraps(view)
    def shown(request, slug, number, *args, **kwargs):
        found = queries.release_of(slug, number)
        if found is None:
            raise Http404
        withdrawal = getattr(found, "withdrawal", None)
        if withdrawal is not None:
            context = {"release": found, "withdrawal": withdrawal, "slug": slug}
            return page(request, "public/gone.html", context, tag=found.sha256, status=410, seconds=0)
        return view(request, found, read_content(found.content), *args, **kwargs)

    return shown


def _around(request, language):
    """What every public page shows around its content."""
    other = "" if language == "en" else "?language=en"
    return {
        "language": "en" if language == "en" else "zh-hans",
        "keep": "?language=en" if language == "en" else "",
        "other": request.path + other,
        "other_name": next(name for code, name in settings.LANGUAGES if (code == "en") == bool(other)),
        "home": reverse("public:home"),
    }


_VERSION = "2"  # of the templates: pages that were kept are asked for anew when it changes
