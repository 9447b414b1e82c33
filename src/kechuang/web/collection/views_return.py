"""One return: filling it in, its history, the steps of approval, and its evidence."""

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kechuang.domain.collection.lifecycle import OPEN, UNAPPROVED, NoSuchStep, Stage
from kechuang.readers.errors import Unreadable
from kechuang.web.collection import actions, approval, evidence, queries
from kechuang.web.collection.access import APPROVES, UNAPPROVES, evidence_visible_to
from kechuang.web.collection.forms import SheetForm, read_filling
from kechuang.web.collection.layout import lines_of
from kechuang.web.collection.views import by, visible_return, why
from kechuang.web.organisations import access as organisations
from kechuang.web.plans.originals import look_at, path_of
from kechuang.web.words import say

_EXPECTED = (
    NoSuchStep,
    approval.BelowNotApproved,
    approval.AboveRestsOnIt,
    approval.ReasonMissing,
    actions.ChangedMeanwhile,
    actions.NotOpen,
)


@require_http_methods(["GET", "HEAD", "POST"])
def fill(request, pk):
    """The form of a return: kept as it is filled in, handed in when nothing stands in the way."""
    filed = visible_return(request, pk)
    organisations.require(request.user, "return.fill", filed.organisation_id)
    cells = _cells(filed)
    if Stage(filed.stage) not in OPEN:
        messages.warning(request, say("return.not-open"))
        return redirect("collection:return", pk=pk)
    if request.method != "POST":
        return _form(request, filed, lines_of(filed, cells))
    filling, unfit = read_filling(cells, request.POST)
    if unfit:
        lines = lines_of(filed, cells, filling, unfit)
        wrong = [line for line in lines if line.cell.asked_id in unfit]
        return _form(request, filed, lines, status=422, wrong=wrong, count=len(unfit), kept=False)
    return _kept(request, filed, cells, filling)


def _kept(request, filed, cells, filling):
    edition = _edition(request)
    try:
        changed = actions.fill(filed, filling, edition=edition, **by(request))
        if request.POST.get("action") != "submit":
            messages.success(request, say("return.kept", count=changed))
            return redirect("collection:fill", pk=filed.pk)
        actions.submit(filed, edition=edition + bool(changed), **by(request))
    except actions.NotReady as not_ready:
        filed = visible_return(request, filed.pk)
        lines = lines_of(filed, _cells(filed), missing=True)
        wrong = [line for line in lines if line.stands_in_the_way]
        return _form(request, filed, lines, status=422, wrong=wrong, count=len(not_ready.findings))
    except (actions.ChangedMeanwhile, actions.NotOpen) as problem:
        messages.error(request, why(problem))
        return _form(request, filed, lines_of(filed, cells, filling), status=409)
    messages.success(request, say("return.was-submitted"))
    return redirect("collection:return", pk=filed.pk)


def _form(request, filed, lines, *, status=200, wrong=(), count=0, kept=True):
    context = {
        "filed": filed,
        "lines": lines,
        "cells": [line.cell for line in lines],
        "wrong": wrong,
        "count": count,
        "kept": kept,
        "empty": sum(line.entry.state == "blank" for line in lines),
        "evidence": queries.evidence_of(filed),
        "form": SheetForm(),
    }
    return render(request, "collection/fill.html", context, status=status)


@require_POST
def check(request, pk):
    """What the checks say of the form as it stands in the browser; nothing is kept."""
    filed = visible_return(request, pk)
    organisations.require(request.user, "return.fill", filed.organisation_id)
    cells = _cells(filed)
    lines = lines_of(filed, cells, *read_filling(cells, request.POST))
    return render(request, "collection/said.html", {"lines": lines, "alone": True})


@require_safe
def filed_return(request, pk):
    """One return as it was filed, what became of it, and the verbs open to whoever looks."""
    filed = visible_return(request, pk)
    stage = Stage(filed.stage)
    cells = _cells(filed)
    may_approve = stage in APPROVES and _may(request, filed, APPROVES[stage])
    context = {
        "filed": filed,
        "lines": lines_of(filed, cells, missing=stage not in OPEN),
        "steps": queries.steps_of(filed, cells),
        "evidence": queries.evidence_of(filed),
        "may_fill": stage in OPEN and _may(request, filed, "return.fill"),
        "may_approve": may_approve,
        "own_hands": may_approve and bool(approval.hands_in(filed) & organisations.hands_of(request.user)),
        "may_unapprove": stage in UNAPPROVED and _may(request, filed, UNAPPROVES[stage]),
        "may_lock": stage is Stage.BUREAU_APPROVED and _may(request, filed, "return.approve"),
    }
    return render(request, "collection/return.html", context)


@require_POST
def approve(request, pk):
    """Approve a return."""
    return _go(request, pk, approval.approve, said="return.was-approved")


@require_POST
def send_back(request, pk):
    """Send a return back, saying why."""
    return _go(request, pk, approval.send_back, said="return.was-sent-back", reason=request.POST.get("reason", ""))


@require_POST
def unapprove(request, pk):
    """Take an approval back, saying why."""
    return _go(request, pk, approval.unapprove, said="return.was-unapproved", reason=request.POST.get("reason", ""))


@require_POST
def lock(request, pk):
    """Close an approved return."""
    return _go(request, pk, approval.lock, said="return.was-locked")


def _go(request, pk, verb, *, said, **details):
    filed = visible_return(request, pk)
    try:
        verb(filed, **details, **by(request))
    except _EXPECTED as problem:
        messages.error(request, why(problem))
    else:
        messages.success(request, say(said))
    return redirect("collection:return", pk=pk)


@require_POST
def attach(request, pk):
    """Attach evidence to a return or to one of its fields."""
    filed = visible_return(request, pk)
    organisations.require(request.user, "return.fill", filed.organisation_id)
    file, asked = request.FILES.get("file"), request.POST.get("asked", "")
    cell = filed.cells.filter(asked=int(asked)).first() if asked.isascii() and asked.isdigit() else None
    if file is None or file.size > settings.LARGEST_UPLOAD or file.size == 0:
        return _evidence(request, filed, say("evidence.no-file", megabytes=settings.LARGEST_UPLOAD >> 20))
    try:
        data = file.read()
        look_at(data, file.name)
        evidence.add(filed, data, name=file.name, cell=cell, **by(request))
    except Unreadable as problem:
        return _evidence(request, filed, say(problem.code, **problem.details))
    except actions.NotOpen as problem:
        return _evidence(request, filed, why(problem))
    return _evidence(request, filed, say("evidence.attached", name=file.name), messages.SUCCESS)


@require_POST
def detach(request, pk):
    """Take evidence off a return."""
    found = get_object_or_404(evidence_visible_to(request.user).select_related("in_return__round", "original"), pk=pk)
    try:
        evidence.remove(found, **by(request))
    except actions.NotOpen as problem:
        return _evidence(request, found.in_return, why(problem))
    return _evidence(request, found.in_return, say("evidence.was-removed", name=found.name), messages.SUCCESS)


def _evidence(request, filed, said, level=messages.ERROR):
    """The evidence as it stands, with what became of it: a part of the form, so that figures being typed stay where they are."""
    if not request.htmx:
        messages.add_message(request, level, said)
        return redirect("collection:fill", pk=filed.pk)
    context = {"filed": filed, "cells": _cells(filed), "evidence": queries.evidence_of(filed), "open": True}
    context |= {"said": said, "went_well": level == messages.SUCCESS}
    return render(request, "collection/evidence.html", context)


@require_safe
def evidence_file(request, pk):
    """A file of evidence, to be kept and not to be shown by the browser: whatever it holds, it runs nothing here."""
    found = get_object_or_404(evidence_visible_to(request.user).select_related("in_return", "original"), pk=pk)
    kept = path_of(found.original.sha256)
    if not kept.is_file():
        messages.error(request, say("evidence.gone"))
        return redirect("collection:return", pk=found.in_return_id)
    evidence.opened(found, **by(request))
    return FileResponse(
        kept.open("rb"), as_attachment=True, filename=found.name, content_type="application/octet-stream"
    )


def _cells(filed):
    return queries.cells_for_form(filed)


def _may(request, filed, verb):
    return organisations.may(request.user, verb, filed.organisation_id)


def _edition(request):
    text = request.POST.get("edition", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
