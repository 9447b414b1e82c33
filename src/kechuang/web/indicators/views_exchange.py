"""Workbooks: the break-down of a plan out and in, values of the past out and in; what is wrong comes back with the workbook."""

from functools import partial

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kechuang.readers.errors import Unreadable
from kechuang.web.indicators import access, actions, exchange, history, sheet
from kechuang.web.journal.actions import record
from kechuang.web.organisations.origin import origin_of
from kechuang.web.plans.access import plans_visible_to
from kechuang.web.words import say
from kechuang.writers.returned import write_returned
from kechuang.writers.template import Column, write_template

_LARGEST = 8 * 2**20
_SHOWN = 200
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class WorkbookForm(forms.Form):
    """A workbook or a CSV."""

    sheet = forms.FileField(widget=forms.ClearableFileInput({"accept": ".xlsx,.csv"}))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sheet"].label = say("field.sheet")


@require_safe
def export(request, pk):
    """The break-down of a plan as a workbook that can be taken in again."""
    plan = _plan(request, pk)
    divided = exchange.divided_of(plan)
    years, words = sheet.years_of(divided), exchange.words_out(say)
    rows = [row for one in divided for row in sheet.rows_of(one, years, words)]
    choices = {kind: tuple(word for key, word in words.items() if key.startswith(kind)) for kind in ("part", "shape")}
    columns = [
        Column(
            say(f"break-down-column.{name}"),
            say(f"break-down-hint.{name}"),
            choices.get(name, ()),
            number=name in ("base", "weight", "target"),
            locked=name in sheet.FIXED,
        )
        for name in sheet.COLUMNS
    ] + [Column(str(year), say("break-down-hint.year"), number=True) for year in years]
    return _workbook(request, plan, columns, rows, "break-down")


@require_safe
def export_history(request, pk):
    """What is known of the past as a table that can be taken in again."""
    plan = _plan(request, pk)
    indicators = exchange.followed_of(plan)
    values = exchange.values_of(indicators)
    years = exchange.years_of_history(indicators, values)
    rows = list(history.history_rows(indicators, exchange.organisations_of(plan), values, years))
    columns = [
        Column(say(f"history-column.{name}"), say(f"history-hint.{name}"), locked=True)
        for name in ("region", "name", "indicator", "unit")
    ] + [Column(str(year), say("history-hint.year"), number=True) for year in years]
    return _workbook(request, plan, columns, rows, "history")


def _workbook(request, plan, columns, rows, name):
    book = write_template(
        columns,
        rows,
        sheet=say(f"{name}-sheet.name"),
        instructions=[say(f"{name}-sheet.instructions")],
        instructions_sheet=say("import.instructions-sheet"),
        version=f"{name} 1",
    )
    record(f"indicators.{name}-exported", plan, after={"rows": len(rows)}, **_by(request))
    headers = {"Content-Disposition": f'attachment; filename="{name}-{plan.pk}.xlsx"'}
    return HttpResponse(book, content_type=_XLSX, headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
def take_in(request, pk):
    """Take in a break-down: all of it or, where a cell is wrong, none."""
    return _take_in(request, _plan(request, pk), "break-down", _break_down)


@require_http_methods(["GET", "HEAD", "POST"])
def take_in_history(request, pk):
    """Take in values of the past: all of them or, where a cell is wrong, none."""
    return _take_in(request, _plan(request, pk), "history", _history)


def _take_in(request, plan, name, take):
    form = WorkbookForm(request.POST or None, request.FILES or None)
    mistakes, refused, cells = [], "", []
    if request.method == "POST":
        file = request.FILES.get("sheet")
        if file is None or not file.size or file.size > _LARGEST:
            refused = say("import.no-file", megabytes=_LARGEST >> 20)
        else:
            try:
                cells = sheet.read_sheet(file.read())
                count, mistakes = take(request, plan, cells, file.name)
            except Unreadable as unreadable:
                refused = say(unreadable.code, **unreadable.details)
            except actions.ChangedMeanwhile:
                refused = say("break-down-sheet.changed-meanwhile")
        if not (refused or mistakes):
            messages.success(request, say(f"{name}-sheet.done", count=count))
            return redirect("indicators:list")
    if mistakes:
        _give_back(request.user, cells, mistakes, name)
    shown = [(one, _column(one.column, name)) for one in mistakes[:_SHOWN]]
    context = {"plan": plan, "form": form, "name": name, "mistakes": shown, "all": len(mistakes), "refused": refused}
    return render(request, "indicators/import.html", context, status=422 if refused or mistakes else 200)


def _break_down(request, plan, cells, name):
    divided = {one.indicator.pk: one for one in exchange.divided_of(plan)}
    changes, mistakes = sheet.check_rows(cells, divided=divided, words=exchange.words_in())
    if mistakes:
        return 0, mistakes
    return actions.take_in_break_down(plan, changes, reason=name[:200], **_by(request)), []


def _history(request, plan, cells, name):
    heading, mistakes = history.read_heading(cells, exchange.headings)
    if mistakes:
        return 0, mistakes
    values, mistakes = history.check_history(cells, heading, exchange.known_of(plan), file=name)
    if mistakes:
        return 0, mistakes
    return actions.take_in_history(plan, values, **_by(request)), []


def _column(column, name):
    return column if column.isdigit() else say(f"{name}-column.{column}")


def _give_back(person, cells, mistakes, name):
    """Keep the workbook with its mistakes for whoever sent it, in place of the last one."""
    places = _places(cells, name)
    wrong = [(one.row, places(one.column), f"{_column(one.column, name)}: {say(one.code)}") for one in mistakes]
    book = write_returned(cells, wrong, sheet=say(f"{name}-sheet.name"), heading=say("column.mistake"))
    path = _path_of_returned(person, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(book)


def _places(cells, name):
    heading = [text.strip() for text in (cells[0] if cells else [])]
    if name == "break-down":
        known = {column: at for at, column in enumerate(sheet.COLUMNS)}
    else:
        found, _ = history.read_heading(cells, exchange.headings)
        known = dict(found.places) if found is not None else {}
    years = {text[:4]: at for at, text in enumerate(heading) if text[:4].isdigit()}
    return partial(_place, {**years, **known})


def _place(known, column):
    return known.get(column, 0)


@require_safe
def returned(request, name):
    """The workbook one sent last that was not taken in, with what is wrong with it."""
    path = _path_of_returned(request.user, name)
    if not access.may_break_down(request.user) or not path.is_file():
        raise Http404
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"{name}-returned.xlsx", content_type=_XLSX)


def _path_of_returned(person, name):
    return settings.MEDIA_ROOT / "returned" / f"indicators-{name}-{person.pk}.xlsx"


def _plan(request, pk):
    plan = get_object_or_404(plans_visible_to(request.user, on=timezone.localdate()), pk=pk)
    access.require_break_down(request.user, plan)
    return plan


def _by(request):
    return {"actor": request.user, "origin": origin_of(request), "at": timezone.now()}
