"""Plans: the list, upload, one plan with its versions, adoption and adjustment."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kechuang.web.organisations import access as organisations
from kechuang.web.origin import origin_of
from kechuang.web.plans import actions, queries
from kechuang.web.plans.access import plans_seen, plans_visible_to
from kechuang.web.plans.difference import compare
from kechuang.web.plans.forms import AdjustmentForm, UploadForm, checked_file, written_fields
from kechuang.web.plans.states import OPEN, NoSuchStep, Stage
from kechuang.web.plans.summary import summarise
from kechuang.web.words import say


@require_safe
def plans(request):
    """Plans one may see."""
    organisations.require(request.user, "plan.see")
    on = timezone.localdate()
    page = Paginator(sorted(plans_seen(request.user, on), reverse=True), 30).get_page(request.GET.get("page"))
    page.object_list = queries.plans_shown(request.user, page.object_list, on=on)
    may_upload = organisations.may(request.user, "plan.upload")
    return render(request, "plans/list.html", {"page": page, "may_upload": may_upload})


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request):
    """Upload a document; it is read in the background."""
    organisations.require(request.user, "plan.upload")
    own = {"organisation": request.user.organisation_id}
    reach = organisations.reach(request.user, "plan.upload")
    form = UploadForm(reach, request.POST or None, request.FILES or None, initial=own)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["document"]
        version = actions.upload(
            file.read(), name=file.name, organisation=form.cleaned_data["organisation"], **_by(request)
        )
        return redirect("plans:version", pk=version.pk)
    return render(request, "plans/upload.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
def plan(request, pk):
    """One plan and its versions."""
    found = get_object_or_404(queries.plans_for_list(request.user, on=timezone.localdate()), pk=pk)
    may_upload = organisations.may(request.user, "plan.upload", found.organisation_id)
    adopted = any(version.stage == Stage.ADOPTED for version in found.shown)
    under_way = any(version.stage in OPEN for version in found.shown)
    context = {"plan": found, "is_adopted": adopted, "may_adjust": may_upload and adopted and not under_way}
    return render(request, "plans/plan.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def adjust(request, pk):
    """Propose the next version: from what holds now, or from a new text."""
    found = get_object_or_404(plans_visible_to(request.user, on=timezone.localdate()), pk=pk)
    organisations.require(request.user, "plan.upload", found.organisation_id)
    form = AdjustmentForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("plans:version", pk=_adjusted(request, found, form.cleaned_data).pk)
        except actions.AlreadyOpen:
            form.add_error(None, say("adjust.already-open"))
        except actions.NotOpen:
            form.add_error(None, say("adjust.nothing-adopted"))
        except ValidationError as error:
            form.add_error("document", error)
    return render(request, "plans/adjust.html", {"form": form, "plan": found}, status=422 if form.errors else 200)


def _adjusted(request, found, given):
    file = given["document"]
    why = {"reason": given["reason"], "basis": given["basis"]}
    if file is None:
        return actions.propose_adjustment(found, **why, **_by(request))
    data = checked_file(file).read()
    return actions.upload(data, name=file.name, organisation=found.organisation, plan=found, **why, **_by(request))


@require_POST
def adopt(request, pk):
    """Adopt a reviewed version."""
    version = _version(request, pk)
    try:
        actions.adopt(version, despite=request.POST.get("despite", "").strip()[:500], **_by(request))
    except actions.Unlabelled as unlabelled:
        return render(request, "plans/adopt.html", {"version": version, "errors": unlabelled.errors}, status=422)
    except actions.NotReady as not_ready:
        messages.error(request, say("adopt.not-ready", count=not_ready.pending))
        return redirect("plans:version", pk=pk)
    except NoSuchStep:
        messages.error(request, say("adopt.not-open"))
        return redirect("plans:version", pk=pk)
    messages.success(request, say("adopt.done", plan=version.plan.title, number=version.number))
    return redirect("plans:plan", pk=version.plan_id)


@require_http_methods(["GET", "HEAD", "POST"])
def discard(request, pk):
    """Give up a version, saying why."""
    version = _version(request, pk)
    organisations.require(request.user, "plan.upload", version.plan.organisation_id)
    reason = request.POST.get("reason", "").strip()[:2_000]
    if request.method == "POST" and reason:
        try:
            actions.discard(version, reason=reason, **_by(request))
        except NoSuchStep:
            messages.error(request, say("adopt.not-open"))
        return redirect("plans:list")
    context = {"version": version, "missing": request.method == "POST"}
    return render(request, "plans/discard.html", context, status=422 if context["missing"] else 200)


@require_POST
def read_again(request, pk):
    """Have a version read once more."""
    version = _version(request, pk)
    try:
        actions.read_again(version, **_by(request))
    except NoSuchStep:
        messages.error(request, say("adopt.not-open"))
    return redirect("plans:version", pk=pk)


@require_safe
def difference(request, pk):
    """What a version changes against the adopted one before it."""
    version = _version(request, pk)
    before = queries.version_before(version)
    changes = compare(queries.rows_of(before) if before else [], queries.rows_of(version))
    shown = [(one, summarise(one.kind, one.values), list(written_fields(one))) for one in changes]
    return render(request, "plans/difference.html", {"version": version, "before": before, "changes": shown})


def _version(request, pk):
    return get_object_or_404(queries.versions_for_page(request.user, on=timezone.localdate()), pk=pk)


def _by(request):
    return {"actor": request.user, "origin": origin_of(request), "at": timezone.now()}
