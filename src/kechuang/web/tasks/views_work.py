"""Work on one task: reporting, instructing, moving, and the evidence."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from kechuang.domain.tasks.life import NoSuchStep
from kechuang.readers.errors import Unreadable
from kechuang.web.journal.actions import record
from kechuang.web.plans.originals import look_at, path_of
from kechuang.web.tasks import access, actions
from kechuang.web.tasks.forms import InstructionForm, MoveForm, ReportForm
from kechuang.web.tasks.views import by, get_task, show_task
from kechuang.web.words import say


@require_POST
def report(request, pk):
    """Take in what the lead organisation says."""
    task = get_task(request, pk)
    access.require(request.user, "task.report", task)
    form = ReportForm(task, request.POST, request.FILES)
    if form.is_valid():
        given = {name: form.cleaned_data.get(name) for name in form.fields}
        try:
            given["evidence"] = _evidence(given["evidence"])
            actions.report(task, **given, **by(request))
        except Unreadable as unreadable:
            form.add_error("evidence", say(unreadable.code, **unreadable.details))
        except (actions.NotOpen, NoSuchStep):
            form.add_error(None, say("task-form.not-open"))
        else:
            messages.success(request, say("task-form.reported"))
            return _back(task)
    return show_task(request, task, "progress", status=422, report_form=form)


def _evidence(file):
    """The name and bytes of a file, looked at by the gate in a process of its own; raises Unreadable."""
    if file is None:
        return None
    data = file.read()
    look_at(data, file.name)
    return file.name, data


@require_POST
def instruct(request, pk):
    """Say something to a task from above."""
    task = get_task(request, pk)
    access.require(request.user, "task.instruct", task)
    form = InstructionForm(request.POST)
    if form.is_valid():
        actions.instruct(task, **form.cleaned_data, **by(request))
        messages.success(request, say("task-form.instructed"))
        return _back(task)
    return show_task(request, task, "progress", status=422, instruction_form=form)


@require_POST
def move(request, pk):
    """Stop a task, or take it up again."""
    task = get_task(request, pk)
    access.require(request.user, "task.assign", task)
    form = MoveForm(task, request.POST)
    if form.is_valid():
        try:
            actions.move(task, **form.cleaned_data, **by(request))
        except (NoSuchStep, actions.ChangedMeanwhile):
            form.add_error(None, say("task-sheet.changed-meanwhile"))
        else:
            return _back(task)
    return show_task(request, task, "progress", status=422, move_form=form)


@require_safe
def evidence(request, pk):
    """The file a report rests on, to be kept and not to be opened in the page."""
    if not request.user.is_authenticated:
        raise PermissionDenied("task.see")
    found = get_object_or_404(access.reports_visible_to(request.user).select_related("evidence", "task"), pk=pk)
    original = found.evidence
    path = path_of(original.sha256) if original else None
    if path is None or not path.is_file():
        return redirect(reverse("tasks:task", args=[found.task_id]) + "?tab=attachments")
    record("task.evidence-opened", found.task, after={"sha256": original.sha256}, **by(request))
    return FileResponse(
        path.open("rb"), as_attachment=True, filename=found.evidence_name, content_type="application/octet-stream"
    )


def _back(task):
    return redirect(reverse("tasks:task", args=[task.pk]) + "?tab=progress")
