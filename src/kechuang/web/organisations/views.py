"""The tree of organisations, and the workbook it comes from."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from kechuang.readers.errors import Unreadable
from kechuang.web.organisations import access, actions, books
from kechuang.web.organisations.forms import SheetForm
from kechuang.web.organisations.importing import read_sheet
from kechuang.web.organisations.queries import organisations_for_tree
from kechuang.web.origin import origin_of
from kechuang.web.words import say

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def organisations(request):
    """The tree of organisations as it stands today."""
    access.require(request.user, "organisation.manage")
    rows = organisations_for_tree(request.user, actions.current_tree())
    return render(request, "organisations/list.html", {"rows": rows, "form": SheetForm()})


@require_safe
def template(request):
    """The workbook to fill in, with what is already there."""
    access.require(request.user, "organisation.manage")
    headers = {"Content-Disposition": 'attachment; filename="organisations.xlsx"'}
    return HttpResponse(books.give_out(), content_type=_XLSX, headers=headers)


@require_POST
def take_in(request):
    """Take in a filled-in workbook: all of it or, where a cell is wrong, none."""
    access.require(request.user, "organisation.manage")
    form = SheetForm(request.POST, request.FILES)
    mistakes, refused, count = [], "", 0
    if not form.is_valid() or form.cleaned_data["sheet"].size > books.LARGEST:
        refused = say("import.no-file", megabytes=books.LARGEST >> 20)
    else:
        by = {"actor": request.user, "origin": origin_of(request), "at": timezone.now()}
        try:
            count, mistakes = books.bring_in(read_sheet(form.cleaned_data["sheet"].read()), **by)
        except Unreadable as unreadable:
            refused = say(unreadable.code, **unreadable.details)
    if refused or mistakes:
        context = {"mistakes": mistakes, "refused": refused, "form": SheetForm()}
        return render(request, "organisations/import.html", context, status=422)
    messages.success(request, say("import.done", count=count))
    return redirect("organisations:list")
