"""Releasing and withdrawing, and the list of what was released."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kechuang.web.organisations import access as organisations
from kechuang.web.origin import origin_of
from kechuang.web.publication import access, actions, queries
from kechuang.web.publication.forms import ReleaseEvaluationForm, ReleaseForm, WithdrawForm
from kechuang.web.words import say


@require_safe
def releases(request):
    """Releases one may see."""
    organisations.require(request.user, "publication.see")
    page = Paginator(queries.releases_for_list(request.user), 30).get_page(request.GET.get("page"))
    may_release = organisations.may(request.user, "publication.release")
    return render(request, "publication/list.html", {"page": page, "may_release": may_release})


@require_http_methods(["GET", "HEAD", "POST"])
def release(request):
    """Release a plan, or how it goes."""
    organisations.require(request.user, "publication.release")
    versions = access.versions_to_release(request.user).order_by("plan__title", "-number")
    form = ReleaseForm(versions, request.POST or None, initial={"version": versions.first()})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made = _made(form, lambda: actions.release(given.pop("version"), **given, **_by(request)))
        if made is not None:
            return _released(request, made)
    context = {"form": form, "nothing": not versions.exists()}
    return render(request, "publication/release.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def release_evaluation(request, pk):
    """Release a signed evaluation."""
    found = get_object_or_404(access.evaluations_to_release(request.user).select_related("plan", "snapshot"), pk=pk)
    form = ReleaseEvaluationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = _made(form, lambda: actions.release_evaluation(found, **form.cleaned_data, **_by(request)))
        if made is not None:
            return _released(request, made)
    context = {"form": form, "evaluation": found, "kind_words": say(f"evaluation-kind.{found.kind}")}
    return render(request, "publication/release.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request, pk):
    """Take a release back, saying why."""
    found = get_object_or_404(queries.releases_for_list(request.user), pk=pk)
    organisations.require(request.user, "publication.release", found.publication.plan.organisation_id)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw(found, reason=form.cleaned_data["reason"], **_who(request))
            messages.success(request, say("release.withdrawn-now"))
        except actions.AlreadyWithdrawn:
            messages.error(request, say("release.already-withdrawn"))
        return redirect("publication:list")
    context = {"form": form, "release": found}
    return render(request, "publication/withdraw.html", context, status=422 if form.errors else 200)


def _made(form, act):
    """What the action made; None where the address did not fit, which the form then says."""
    try:
        return act()
    except actions.SlugTaken:
        form.add_error("slug", say("release.slug-taken"))
    except actions.BadSlug:
        form.add_error("slug", say("release.bad-slug"))
    except actions.NotSigned:
        form.add_error(None, say("release.not-signed"))
    return None


def _released(request, made):
    messages.success(request, say("release.made-now", number=made.number))
    return redirect("publication:list")


def _by(request):
    base = settings.SITE_ADDRESS or request.build_absolute_uri("/")
    return {"base": base, **_who(request)}


def _who(request):
    return {"actor": request.user, "origin": origin_of(request), "at": timezone.now()}
