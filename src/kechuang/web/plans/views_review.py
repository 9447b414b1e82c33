"""The review: the document beside what was read, and the verbs on its items."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kechuang.web.organisations import access as organisations
from kechuang.web.organisations.queries import names_of
from kechuang.web.origin import origin_of
from kechuang.web.plans import actions, queries, reviewing
from kechuang.web.plans.access import items_visible_to
from kechuang.web.plans.findings import unlabelled_errors
from kechuang.web.plans.forms import ItemForm
from kechuang.web.plans.layout import blocks_of
from kechuang.web.plans.states import KINDS, Stage, Standing
from kechuang.web.plans.summary import summarise
from kechuang.web.words import say

_A_PAGE = 60
_MISSED = "missed"


@require_safe
def version(request, pk):
    """One version: its progress while it is read, the review while it is open, what it says once it is adopted."""
    found = _version(request, pk)
    if found.stage in (Stage.READING, Stage.UNREADABLE):
        context = {"version": found, "problem": _problem(found), "may_upload": _may(request, found, "plan.upload")}
        return render(request, "plans/reading.html", context)
    tally = queries.tally(found)
    kind = _kind(request, tally)
    shown = _missed(request, found) if kind == _MISSED else _items(request, found, kind)
    context = {
        "version": found,
        "kind": kind,
        "standing": request.GET.get("standing", ""),
        "tally": tally,
        "blocks": blocks_of(found.original.text, tables=found.original.tables, page_starts=found.original.page_starts),
        "open": found.stage == Stage.REVIEW and _may(request, found, "plan.review"),
        "may_adopt": found.stage == Stage.REVIEW and _may(request, found, "plan.adopt"),
        "may_see_findings": _may(request, found, "plan.see-draft"),
        "errors": unlabelled_errors(found) if _may(request, found, "plan.see-draft") else 0,
        "may_discard": found.stage == Stage.REVIEW and _may(request, found, "plan.upload"),
        **shown,
    }
    return render(request, "plans/review.html", context)


def _kind(request, tally):
    asked = request.GET.get("kind", "")
    present = [kind for kind, _ in tally["kinds"]]
    return asked if asked in (*present, _MISSED) else (present or [_MISSED])[0]


def _items(request, found, kind):
    standing = request.GET.get("standing", "")
    items = queries.items_to_review(found, kind, standing=standing if standing in set(Standing) else "")
    page = Paginator(items, _A_PAGE).get_page(request.GET.get("page"))
    for one in page:
        one.line_of = summarise(one.kind, one.values)
    return {"page": page, "names": names_of({one.changed_by for one in page}, request.user)}


def _missed(request, found):
    return {"page": Paginator(found.missed, _A_PAGE).get_page(request.GET.get("page")), "kinds": KINDS}


@require_safe
def progress(request, pk):
    """How far the reading is; once it is over, the page is loaded anew."""
    found = _version(request, pk)
    if found.stage != Stage.READING:
        return HttpResponse(headers={"HX-Redirect": reverse("plans:version", args=[pk])})
    return render(request, "plans/progress.html", {"version": found})


@require_safe
def item(request, pk):
    """One item, as a part of the page."""
    return _answer(request, _item(request, pk))


@require_POST
def accept(request, pk):
    """Accept one item, those that were ticked, or all of a kind that nothing makes doubtful."""
    found = _version(request, pk)
    chosen = [int(one) for one in request.POST.getlist("item") if one.isascii() and one.isdigit()]
    if request.POST.get("all-sure") in KINDS:
        sure = found.items.filter(kind=request.POST["all-sure"], weight=0, standing=Standing.PENDING)
        chosen = list(sure.values_list("pk", flat=True))
    try:
        reviewing.accept(found, chosen, **_by(request))
    except actions.NotOpen:
        return _refused(request, say("review.not-open"))
    if request.htmx and len(chosen) == 1:
        return _answer(request, _item(request, chosen[0]))
    return _back(request, found)


@require_POST
def reject(request, pk):
    """Strike one item."""
    return _change(request, pk, reviewing.reject, reason=request.POST.get("reason", "").strip()[:500])


@require_POST
def put_back(request, pk):
    """Undo what was said of one item."""
    return _change(request, pk, reviewing.put_back)


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request, pk):
    """The form for one item, and what was put in."""
    found = _item(request, pk)
    actions.access.require(request.user, "plan.review", found.version)
    form = ItemForm(found.kind, request.POST or None, values=found.values)
    if request.method == "POST" and form.is_valid():
        values, reason = form.values, form.cleaned_data["reason"]
        return _change(request, pk, reviewing.correct, values, reason=reason)
    found.line_of = summarise(found.kind, found.values)
    page = "plans/item_form.html" if request.htmx else "plans/correct.html"
    context = {"item": found, "form": form, "version": found.version, "plan": found.version.plan}
    return render(request, page, context, status=200 if request.htmx or not form.errors else 422)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request, pk):
    """Add what was missed, at the place in the document that was marked."""
    found = _version(request, pk)
    actions.access.require(request.user, "plan.review", found)
    asked = request.POST if request.method == "POST" else request.GET
    kind = asked.get("kind") if asked.get("kind") in KINDS else "commitments"
    start, end = _offset(asked.get("start")), _offset(asked.get("end"))
    quote = found.original.text[start:end]
    form = ItemForm(kind, request.POST or None, reason_required=False)
    if request.method == "POST" and form.is_valid():
        try:
            made = reviewing.add(
                found, kind, form.values, start=start, end=end, reason=form.cleaned_data["reason"], **_by(request)
            )
        except reviewing.NotInDocument:
            form.add_error(None, say("add.mark-first"))
        except actions.NotOpen:
            form.add_error(None, say("review.not-open"))
        else:
            return redirect(f"{reverse('plans:version', args=[pk])}?kind={kind}#item-{made.pk}")
    context = {"version": found, "form": form, "kind": kind, "kinds": KINDS, "start": start, "end": end, "quote": quote}
    return render(request, "plans/add.html", context, status=422 if form.errors else 200)


def _change(request, pk, verb, *values, **details):
    found = _item(request, pk)
    edition = _offset(request.POST.get("edition"))
    try:
        verb(found, *values, edition=edition, **details, **_by(request))
    except reviewing.ChangedMeanwhile:
        return _refused(request, say("review.changed-meanwhile"))
    except actions.NotOpen:
        return _refused(request, say("review.not-open"))
    found = _item(request, pk)
    return _answer(request, found) if request.htmx else _back(request, found.version, found)


def _answer(request, found):
    """The item as it stands now, and the counts."""
    found.line_of = summarise(found.kind, found.values)
    is_open = found.version.stage == Stage.REVIEW and _may(request, found.version, "plan.review")
    context = {"item": found, "version": found.version, "kind": found.kind, "open": is_open, "alone": True}
    context["names"] = names_of({found.changed_by}, request.user)
    return render(request, "plans/item.html", {**context, "tally": queries.tally(found.version)})


def _refused(request, message):
    return render(request, "plans/refused.html", {"message": message}, status=409)


def _back(request, found, item=None):
    kind = item.kind if item else request.POST.get("kind", "")
    place = f"#item-{item.pk}" if item else ""
    return redirect(f"{reverse('plans:version', args=[found.pk])}?kind={kind if kind in KINDS else ''}{place}")


def _version(request, pk):
    return get_object_or_404(queries.versions_for_page(request.user, on=timezone.localdate()), pk=pk)


def _item(request, pk):
    visible = items_visible_to(request.user, on=timezone.localdate())
    return get_object_or_404(visible.select_related("version__plan__organisation", "version__original"), pk=pk)


def _may(request, found, verb):
    return organisations.may(request.user, verb, found.plan.organisation_id)


def _problem(found):
    return say(found.problem, **found.identity.get("details", {})) if found.problem else ""


def _offset(text):
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


def _by(request):
    return {"actor": request.user, "origin": origin_of(request), "at": timezone.now()}
