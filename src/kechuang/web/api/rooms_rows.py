"""Changes of rows, as triggers wrote them down: of an entry of the journal, of one row, or made outside the site."""

from ninja import Query, Router
from pydantic import Field

from kechuang.web.api.answering import PAGE, SIZE, paged
from kechuang.web.api.shapes import Page, Plain, Shown
from kechuang.web.journal.rows import changes_matching
from kechuang.web.journal.telling import values_of
from kechuang.web.organisations import access

router = Router()


class ChangeRow(Shown):
    """A change of a row. ``entry`` is the entry of the journal that binds it, null for none."""

    id: int = Field(examples=[1])
    at: str = Field(examples=["2027-01-05T01:00:00.000000+00:00"])
    table: str = Field(examples=["collection_cell"])
    key: str = Field(examples=["17"])
    done: str = Field(examples=["changed"])
    before: Plain | None = Field(examples=[{"value": 12.5}])
    after: Plain | None = Field(examples=[{"value": 99}])
    entry: int | None = Field(examples=[1])
    outside: bool = Field(examples=[False])


@router.get("/row-changes", response=Page[ChangeRow], operation_id="row-changes-list")
def changes(
    request,
    entry: int | None = Query(None, ge=1, le=2**53 - 1, examples=[1]),
    table: str = Query("", max_length=63, examples=[""]),
    key: str = Query("", max_length=64, examples=[""]),
    outside: bool = Query(False, examples=[False]),
    page: int = PAGE,
    size: int = SIZE,
):
    """Changes of rows, the newest first; every condition that is given holds."""
    access.require(request.user, "journal.read")
    names = access.needs_names(request.user)
    found = changes_matching(entry=entry, table=table, key=key, outside=outside)
    return paged(found, page, size, lambda row: _change(row, names=names))


def _change(row, *, names):
    before, after = values_of(row, names=names)
    told = {"id": row.pk, "at": row.at, "table": row.table_name, "key": row.row_key, "done": row.done}
    outside = row.entry is None or bool(row.outside)
    return {**told, "before": before, "after": after, "entry": row.entry, "outside": outside}
