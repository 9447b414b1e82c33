"""The tree of organisations, and the workbook it comes from."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from kechuang.readers.errors import Unreadable
from kechuang.readers.words import LANGUAGES, read_words
from kechuang.web.organisations import access, actions
from kechuang.web.organisations.forms import SheetForm
from kechuang.web.organisations.importing import COLUMNS, KINDS, check_rows, read_sheet
from kechuang.web.organisations.models import Placement
from kechuang.web.organisations.origin import origin_of
from kechuang.web.organisations.queries import organisations_for_tree
from kechuang.web.words import say
from kechuang.writers.template import Column, write_template

_LARGEST_SHEET = 4 * 2**20
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
    standing = Placement.objects.filter(ends_on=None).select_related("organisation", "parent")
    rows = [
        (
            one.organisation.code,
            one.name,
            say(f"organisation-kind.{one.organisation.kind}"),
            one.parent.code if one.parent else "",
            one.starts_on.isoformat(),
        )
        for one in standing.order_by("organisation__code")
    ]
    kinds = tuple(say(f"organisation-kind.{kind}") for kind in KINDS)
    columns = [
        Column(say(f"import.column.{name}"), say(f"import.hint.{name}"), kinds if name == "kind" else ())
        for name in COLUMNS
    ]
    book = write_template(
        columns,
        rows,
        sheet=say("import.sheet"),
        instructions=[say("import.instructions")],
        instructions_sheet=say("import.instructions-sheet"),
        version="organisations 1",
    )
    headers = {"Content-Disposition": 'attachment; filename="organisations.xlsx"'}
    return HttpResponse(book, content_type=_XLSX, headers=headers)


@require_POST
def take_in(request):
    """Take in a filled-in workbook: all of it or, where a cell is wrong, none."""
    access.require(request.user, "organisation.manage")
    form = SheetForm(request.POST, request.FILES)
    mistakes, refused = [], ""
    if not form.is_valid() or form.cleaned_data["sheet"].size > _LARGEST_SHEET:
        refused = say("import.no-file", megabytes=_LARGEST_SHEET >> 20)
    else:
        try:
            rows, mistakes = check_rows(
                read_sheet(form.cleaned_data["sheet"].read()), known=_known_parents(), kinds=_kinds()
            )
        except Unreadable as unreadable:
            refused = say(unreadable.code, **unreadable.details)
    if refused or mistakes:
        context = {"mistakes": mistakes, "refused": refused, "form": SheetForm()}
        return render(request, "organisations/import.html", context, status=422)
    count = actions.import_organisations(rows, actor=request.user, origin=origin_of(request), at=timezone.now())
    messages.success(request, say("import.done", count=count))
    return redirect("organisations:list")


def _known_parents():
    standing = Placement.objects.filter(ends_on=None).values_list("organisation__code", "parent__code")
    return {code: parent or "" for code, parent in standing}


def _kinds():
    words = [read_words(language) for language in LANGUAGES]
    return {one.say(f"organisation-kind.{kind}").lower(): kind for one in words for kind in KINDS}
