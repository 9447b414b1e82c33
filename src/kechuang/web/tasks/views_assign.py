"""Assigning many tasks at once: in a grid on the page, and by workbook."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kechuang.domain.tasks.checks import check_task
from kechuang.readers.errors import Unreadable
from kechuang.web.organisations import access as organisations
from kechuang.web.tasks import access, actions, assigning, books, queries
from kechuang.web.tasks.facts import followed_task, with_facts
from kechuang.web.tasks.forms import SheetForm
from kechuang.web.tasks.names import Names
from kechuang.web.tasks.preview import as_assigned
from kechuang.web.tasks.sheet import EDITABLE, milestones_text, read_assignment, read_sheet
from kechuang.web.tasks.views import asked_of, by, number_of, query_of
from kechuang.web.tasks.wording import worded
from kechuang.web.words import say

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_A_PAGE = 30


@require_http_methods(["GET", "HEAD", "POST"])
def assign(request):
    """The grid, and what was put in: all of it or, where a cell is wrong, none."""
    organisations.require(request.user, "task.assign")
    if request.method == "POST":
        return _assign(request)
    found = queries.tasks_to_assign(request.user, asked_of(request), day=timezone.localdate())
    page = Paginator(found, _A_PAGE).get_page(request.GET.get("page"))
    rows = [_shown(one, _texts(one.row), []) for one in page]
    return _grid(request, rows, page=page, status=200)


def _assign(request):
    chosen = [number_of(text) for text in request.POST.getlist("task")][:500]
    judged = queries.judge(access.tasks_assignable_by(request.user).filter(pk__in=chosen), timezone.localdate())
    judged.sort(key=lambda one: chosen.index(one.row.pk))
    names = books.names_by_owner(timezone.localdate())
    assignments, wrong = [], {}
    for one in judged:
        given, mistakes = read_assignment(one.row.pk, _sent(request, one.row), one.row, names(one.row))
        assignments.append(given)
        if mistakes:
            wrong[one.row.pk] = mistakes
    refused = ""
    if not wrong:
        try:
            count = assigning.assign(assignments, **by(request))
        except actions.ChangedMeanwhile as meanwhile:
            refused = say("task-grid.changed-meanwhile", task=meanwhile.task)
        except assigning.Reached:
            refused = say("task-sheet.reached")
        else:
            messages.success(request, say("task-grid.done", count=count))
            return redirect(_back_to(request))
    rows = [_shown(one, _sent(request, one.row), wrong.get(one.row.pk, [])) for one in judged]
    return _grid(request, rows, page=None, status=409 if refused else 422, refused=refused)


def _back_to(request):
    only = request.POST.get("only", "")
    if only.isdecimal():
        return reverse("tasks:task", args=[only]) + "?tab=milestones"
    return f"{reverse('tasks:assign')}?{query_of(request)}"


def _grid(request, rows, *, page, status, refused=""):
    names = _standing(request, rows)
    context = {"rows": rows, "page": page, "names": names, "query": query_of(request), "refused": refused}
    return render(request, "tasks/assign.html", context, status=status)


def _standing(request, rows):
    owners = {row["one"].row.plan.organisation_id: row["one"].row.plan.organisation for row in rows}
    found = (Names(owner, timezone.localdate()).standing.values() for owner in owners.values())
    return sorted({name for names in found for name in names})


@require_POST
def check(request):
    """What would not add up in one row of the grid, as a part of the page; nothing is kept."""
    organisations.require(request.user, "task.assign")
    row = with_facts(access.tasks_assignable_by(request.user)).filter(pk=number_of(request.POST.get("task"))).first()
    if row is None:
        raise Http404
    day, names = timezone.localdate(), books.names_by_owner(timezone.localdate())
    given, mistakes = read_assignment(row.pk, _sent(request, row), row, names(row))
    standing = names(row).standing
    findings = check_task(as_assigned(followed_task(row, standing), given, standing))
    return render(
        request, "tasks/row_check.html", {"findings": worded(findings), "mistakes": mistakes, "pk": row.pk, "day": day}
    )


def _texts(row):
    return {
        "edition": str(row.edition),
        "lead": row.lead.name if row.lead else "",
        "supporting": "、".join(one.name for one in row.supporting.all()),
        "deadline": row.deadline.isoformat() if row.deadline else "",
        "milestones": milestones_text(row.milestones.all()),
    }


def _sent(request, row):
    sent = {name: request.POST.get(f"{name}-{row.pk}", "").strip()[:8_000] for name in ("edition", *EDITABLE)}
    return {**sent, "edition": str(number_of(sent["edition"])), "milestones": sent["milestones"].replace("\r\n", "\n")}


def _shown(one, texts, wrong):
    return {"one": one, "texts": texts, "mistakes": wrong}


@require_safe
def export(request):
    """The tasks of the list one may assign, with its filters, as a workbook that can be taken in again."""
    organisations.require(request.user, "task.assign")
    book = books.give_out(asked_of(request), **by(request))
    return HttpResponse(book, content_type=_XLSX, headers={"Content-Disposition": 'attachment; filename="tasks.xlsx"'})


@require_http_methods(["GET", "HEAD", "POST"])
def take_in(request):
    """Take in a filled-in workbook: all of it or, where a cell is wrong, none."""
    organisations.require(request.user, "task.assign")
    if request.method != "POST":
        return render(request, "tasks/import.html", {"form": SheetForm()})
    form = SheetForm(request.POST, request.FILES)
    mistakes, refused, count = [], "", 0
    if not form.is_valid() or form.cleaned_data["sheet"].size > books.LARGEST:
        refused = say("import.no-file", megabytes=books.LARGEST >> 20)
    else:
        try:
            count, mistakes = books.bring_in(read_sheet(form.cleaned_data["sheet"].read()), **by(request))
        except Unreadable as unreadable:
            refused = say(unreadable.code, **unreadable.details)
        except (actions.ChangedMeanwhile, assigning.Reached):
            refused = say("task-sheet.changed-meanwhile")
    if refused or mistakes:
        context = {"form": SheetForm(), "mistakes": mistakes[:200], "all": len(mistakes), "refused": refused}
        return render(request, "tasks/import.html", context, status=422)
    messages.success(request, say("task-grid.done", count=count))
    return redirect("tasks:list")


@require_safe
def returned(request):
    """The workbook one sent last that was not taken in, with what is wrong with it."""
    organisations.require(request.user, "task.assign")
    path = books.path_of_returned(request.user)
    if not path.is_file():
        raise Http404
    return FileResponse(path.open("rb"), as_attachment=True, filename="tasks-returned.xlsx", content_type=_XLSX)
