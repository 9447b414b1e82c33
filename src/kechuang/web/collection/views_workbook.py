"""The workbook of a round or of one return: exported; imported whole or not at all; returned with its mistakes marked."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from kechuang.domain.collection.lifecycle import OPEN
from kechuang.readers.errors import Unreadable
from kechuang.web.collection import actions, books, queries
from kechuang.web.collection.access import rounds_visible_to
from kechuang.web.collection.forms import SheetForm
from kechuang.web.collection.models import MarkedBook
from kechuang.web.collection.views import by, visible_return, why
from kechuang.web.collection.workbook import Refused, read_book
from kechuang.web.collection.workbook_written import write_book
from kechuang.web.organisations import access as organisations
from kechuang.web.plans.originals import path_of
from kechuang.web.words import say

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SHOWN = 200


@require_safe
def round_book(request, pk):
    """The workbook of every return of a round one may see."""
    round_ = get_object_or_404(rounds_visible_to(request.user), pk=pk)
    returns = list(queries.returns_for_page(request.user).filter(round=round_).order_by("organisation__code"))
    return _given(request, round_, returns)


@require_safe
def return_book(request, pk):
    """The workbook of one return."""
    filed = visible_return(request, pk)
    return _given(request, filed.round, [filed], one=filed)


def _given(request, round_, returns, one=None):
    data = write_book(round_, returns, one=one)
    books.given_out(round_, len(returns), **by(request))
    name = f"{round_.title}-{one.organisation.name}.xlsx" if one else f"{round_.title}.xlsx"
    headers = {"Content-Disposition": content_disposition_header(as_attachment=True, filename=name)}
    return HttpResponse(data, content_type=_XLSX, headers=headers)


@require_POST
def take_in_round(request, pk):
    """Take in a workbook of many returns: all of it or, where a cell is wrong, none."""
    round_ = get_object_or_404(rounds_visible_to(request.user), pk=pk)
    mine = organisations.reach(request.user, "return.fill")
    returns = queries.returns_for_page(request.user).filter(round=round_, organisation__in=mine)
    if not returns:
        raise PermissionDenied("return.fill")
    return _taken(request, round_, returns.filter(stage__in=list(OPEN)), redirect("collection:round", pk=pk))


@require_POST
def take_in_return(request, pk):
    """Take in the workbook of one return."""
    filed = visible_return(request, pk)
    organisations.require(request.user, "return.fill", filed.organisation_id)
    returns = queries.returns_for_page(request.user).filter(pk=pk, stage__in=list(OPEN))
    return _taken(request, filed.round, returns, redirect("collection:fill", pk=pk), one=filed)


def _taken(request, round_, returns, after, one=None):
    form = SheetForm(request.POST, request.FILES)
    if not form.is_valid():
        return _refused(request, round_, one, say("workbook.no-file"))
    file = form.cleaned_data["sheet"]
    returns = list(returns.order_by("organisation__code"))
    try:
        taken, changed, marked = books.bring_in(
            round_, returns, read_book(file.read()), name=file.name, one=one, **by(request)
        )
    except Unreadable as problem:
        return _refused(request, round_, one, say(problem.code, **problem.details))
    except Refused as problem:
        return _refused(request, round_, one, say(problem.code))
    except (actions.ChangedMeanwhile, actions.NotOpen) as problem:
        return _refused(request, round_, one, why(problem))
    if marked is not None:
        return _refused(request, round_, one, "", taken=taken, marked=marked)
    messages.success(request, say("workbook.done", fields=changed, asked=taken.asked_back))
    return after


def _refused(request, round_, one, words, *, taken=None, marked=None):
    mistakes = taken.mistakes if taken else ()
    context = {
        "round": round_,
        "filed": one,
        "refused": words,
        "count": len(mistakes),
        "mistakes": mistakes[:_SHOWN],
        "marked": marked,
    }
    return render(request, "collection/refused.html", context, status=422)


@require_safe
def marked_book(request, pk):
    """The workbook with what is wrong in it, for whoever sent it."""
    found = get_object_or_404(MarkedBook.objects.select_related("original"), pk=pk, by=request.user)
    file = path_of(found.original.sha256).open("rb")
    return FileResponse(
        file, as_attachment=True, filename=say("workbook.marked-name", name=found.name), content_type=_XLSX
    )
