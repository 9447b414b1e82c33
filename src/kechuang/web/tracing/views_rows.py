"""Pages on changes of rows: those made outside the site, and all that became of one row."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kechuang.web.journal.rows import changes_of_row, changes_outside
from kechuang.web.journal.telling import table_in_words
from kechuang.web.journal.watched import WATCHED
from kechuang.web.organisations import access
from kechuang.web.tracing.moments import when
from kechuang.web.tracing.telling import changes_told

_A_PAGE = 20


@require_safe
def outside(request):
    """What was changed outside the site, the newest first."""
    access.require(request.user, "journal.read")
    return render(request, "tracing/outside.html", {"page": page_of(request, changes_outside(), _A_PAGE)})


@require_safe
def row(request, table, key):
    """What became of a row, the newest first, by deeds and from outside."""
    access.require(request.user, "journal.read")
    found = changes_of_row(table, key)
    if table not in WATCHED or not found.exists():
        raise Http404
    page = page_of(request, found, _A_PAGE)
    context = {"page": page, "table": table_in_words(table), "name": page[0].row, "key": key}
    return render(request, "tracing/row.html", context)


def page_of(request, changes, size):
    """A page of changes, each as whoever is looking may read it."""
    page = Paginator(changes, size).get_page(request.GET.get("page"))
    names = access.needs_names(request.user)
    for one, (row, columns) in zip(page, changes_told(list(page), names=names), strict=True):
        one.when, one.table, one.row, one.columns = when(one.at), table_in_words(one.table_name), row, columns
    return page
