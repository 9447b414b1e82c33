"""The public site: what was released, and nothing else. Every page is made from the content of one release."""

from functools import partial

from django.core.paginator import Paginator
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from kechuang.web.publication import queries, serving, showing
from kechuang.web.publication.access import released
from kechuang.web.publication.composing import read_content

_PLANS = 12  # at a glance on the first page; older releases are in the list


@serving.public
def home(request):
    """Every plan with its newest release, and what was released lately."""
    found = Paginator(queries.releases_for_public(), 30).get_page(request.GET.get("page"))
    latest = queries.releases_for_public().first()
    tag = f"{latest.pk if latest else 0}:{queries.releases_for_public().count()}:{found.number}"
    shown = showing.newest_of_each(queries.releases_for_public())[:_PLANS]
    context = {"page": found, "glances": partial(_glances, shown)}
    return serving.page(request, "public/home.html", context, tag=tag, changed=latest.at if latest else None)


def _glances(releases):
    """Read when the page is written, not for a reader who has it already."""
    contents = queries.contents_of(releases)
    read = [(one, read_content(contents[one.pk])) for one in releases]
    return [showing.glance_of(one, content) for one, content in read if "dataset" in content]


@serving.public
def newest(request, slug):
    """The newest release of a plan that was not withdrawn."""
    found = released().filter(publication__slug=slug).order_by("-number").only("number").first()
    if found is None:
        raise Http404
    address = reverse("public:plan", args=[slug, found.number])
    query = request.META.get("QUERY_STRING", "")
    response = HttpResponseRedirect(f"{address}?{query}" if query == "language=en" else address)
    response["Cache-Control"] = "public, max-age=60"
    return response


@serving.release_or_gone
def plan(request, release, content):
    """The plan as it was released: its indicators, number first, and its key tasks."""
    context = {**_of(release, content), "rows": showing.rows_of(content), "tasks": content["dataset"]["tasks"]}
    return serving.page(request, "public/plan.html", context, tag=_tag(release), changed=release.at)


@serving.release_or_gone
def indicator(request, release, content, code):
    """One indicator: the number first, its definition, its course, every figure with its source."""
    shown = showing.indicator_of(content, code)
    if shown is None:
        raise Http404
    return serving.page(
        request, "public/indicator.html", {**_of(release, content), **shown}, tag=_tag(release), changed=release.at
    )


@serving.release_or_gone
def evaluation(request, release, content):
    """The evaluation that was released: verdicts with odds, the county index, what the third party said, the report."""
    if content["evaluation"] is None:
        raise Http404
    context = {**_of(release, content), **showing.evaluation_of(content), "reports": _files(release, "report-")}
    return serving.page(request, "public/evaluation.html", context, tag=_tag(release), changed=release.at)


@serving.release_or_gone
def data(request, release, content):
    """The open data of a release: what each file is, how large, with which hash."""
    context = {
        **_of(release, content),
        "files": showing.in_order([one for one in _files(release) if not one["name"].startswith("report-")]),
    }
    return serving.page(request, "public/data.html", context, tag=_tag(release), changed=release.at)


@serving.release_or_gone
def file(request, release, content, name):
    """One file of a release."""
    return serving.file(request, get_object_or_404(release.files, name=name), changed=release.at)


def _of(release, content):
    return {
        "release": release,
        "content": content,
        "dataset": content["dataset"],
        "slug": release.publication.slug,
        "versions": queries.versions_of(release.publication),
    }


def _files(release, prefix=""):
    return list(release.files.filter(name__startswith=prefix).order_by("name").values("name", "size", "sha256"))


def _tag(release):
    """The release, and what else there is by now: the page names its other versions."""
    versions = queries.versions_of(release.publication)
    return f"{release.sha256}:{len(versions)}:{sum(hasattr(one, 'withdrawal') for one in versions)}"
