"""Workbooks: break-down and historical values exported and imported; mistakes come back in the workbook."""

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kechuang.readers.errors import Unreadable
from kechuang.web.indicators import access, actions, books, sheet
from kechuang.web.origin import origin_of
from kechuang.web.plans.access import plans_visible_to
from kechuang.web.words import say
from kechuang.web.words.forms import Form

_SHOWN = 200
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class WorkbookForm(Form):
    """A workbook or a CSV."""

    sheet = forms.FileField(widget=forms.ClearableFileInput({"accept": ".xlsx,.csv"}))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sheet"].label = say("field.sheet")


@require_safe
def export(request, pk):
    """The break-down of a plan as a workbook that can be taken in again."""
    return _workbook(request, pk, books.BREAK_DOWN)


@require_safe
def export_history(request, pk):
    """What is known of the past as a table that can be taken in again."""
    return _workbook(request, pk, books.HISTORY)


def _workbook(request, pk, name):
    book = books.give_out(_plan(request, pk), name, **_by(request))
    headers = {"Content-Disposition": f'attachment; filename="{name}-{pk}.xlsx"'}
    return HttpResponse(book, content_type=_XLSX, headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
def take_in(request, pk):
    """Take in a break-down: all of it or, where a cell is wrong, none."""
    return _take_in(request, _plan(request, pk), books.BREAK_DOWN)


@require_http_methods(["GET", "HEAD", "POST"])
def take_in_history(request, pk):
    """Take in values of the past: all of them or, where a cell is wrong, none."""
    return _take_in(request, _plan(request, pk), books.HISTORY)


def _take_in(request, plan, name):
    form = WorkbookForm(request.POST or None, request.FILES or None)
    mistakes, refused = [], ""
    if request.method == "POST":
        file = request.FILES.get("sheet")
        if file is None or not file.size or file.size > books.LARGEST:
            refused = say("import.no-file", megabytes=books.LARGEST >> 20)
        else:
            try:
                cells = sheet.read_sheet(file.read())
                count, mistakes = books.bring_in(plan, name, cells, file.name, **_by(request))
            except Unreadable as unreadable:
                refused = say(unreadable.code, **unreadable.details)
            except actions.ChangedMeanwhile:
                refused = say("break-down-sheet.changed-meanwhile")
        if not (refused or mistakes):
            messages.success(request, say(f"{name}-sheet.done", count=count))
            return redirect("indicators:list")
    shown = [(one, books.column_in_words(one.column, name)) for one in mistakes[:_SHOWN]]
    context = {"plan": plan, "form": form, "name": name, "mistakes": shown, "all": len(mistakes), "refused": refused}
    return render(request, "indicators/import.html", context, status=422 if refused or mistakes else 200)


@require_safe
def returned(request, name):
    """The workbook one sent last that was not taken in, with what is wrong with it."""
    path = books.path_of_returned(request.user, name)
    if not access.may_break_down(request.user) or name not in books.NAMES or not path.is_file():
        raise Http404
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"{name}-returned.xlsx", content_type=_XLSX)


def _plan(request, pk):
    plan = get_object_or_404(plans_visible_to(request.user, on=timezone.localdate()), pk=pk)
    access.require_break_down(request.user, plan)
    return plan


def _by(request):
    return {"actor": request.user, "origin": origin_of(request), "at": timezone.now()}
