"""How the triggers stand (触发器状况), on record: whoever takes them away for a while and puts them back leaves other ones behind.

An entry says of each table what marks its triggers; what holds is compared with the last such entry. What the site itself
does to triggers (upgrading, moving, restoring, parting) is followed by an entry that says so.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.db import connection, transaction

from kechuang.web.journal import standing_postgresql, standing_sqlite
from kechuang.web.journal.actions import record
from kechuang.web.journal.models import Entry

_ENGINES = {"sqlite": standing_sqlite, "postgresql": standing_postgresql}
STAND, TOUCHED = "triggers.stand", "triggers.touched"


class Because(StrEnum):
    """Why triggers are other ones than before, and nobody is to be asked for it."""

    BEGUN = "begun"
    UPGRADED = "upgraded"
    MENDED = "mended"
    MOVED = "moved"
    RESTORED = "restored"
    PARTED = "parted"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True)
class Difference:
    """How triggers differ from what entry ``since`` says. ``tables`` are those whose triggers are other ones; there are none where only
    the place is another: a database restored or copied, or on SQLite a schema that anything was done to, ``VACUUM`` included.
    """

    since: int
    tables: tuple[str, ...]


def stands() -> Mapping[str, object]:
    """What an entry says of triggers: engine, place, and a mark for each table that has any."""
    place, marks = _ENGINES[connection.vendor].standing(connection)
    return {"engine": connection.vendor, "place": place, "marks": marks}


def is_on_record() -> bool:
    """Whether some entry says how triggers stand."""
    return _last() is not None


def difference() -> Difference | None:
    """How triggers differ from what was last put on record; None where they do not, or nothing was.

    On record and triggers change in one transaction: what was put on record while they were looked at is asked again.
    """
    while True:
        last, now = _last(), stands()
        if _last() == last:
            return _compared(last, now) if last else None


def keep(because: Because) -> None:
    """Put on record that triggers stand otherwise than the last entry says, and why; where none says anything, ``begin`` does.

    It stands in the transaction that changed them, so that nobody sees one without the other.
    """
    last, now = _last(), stands()
    if last and now != _said(last):
        _write_down(STAND, because, now)


def begin() -> None:
    """Put on record how triggers stand where no entry says so; a journal that holds nothing stays so."""
    if not is_on_record() and Entry.objects.exists():
        _write_down(STAND, Because.BEGUN, stands())


@transaction.atomic
def hold() -> Difference | None:
    """Put on record what differs and nothing of the site's has explained; answers it."""
    found = difference()
    if found is None:
        begin()
    elif found.tables:
        _write_down(TOUCHED, None, stands(), tables=found.tables)
    else:
        _write_down(STAND, Because.ELSEWHERE, stands())
    return found


def _write_down(deed, because, now, *, tables=()):
    told = {"because": because, "tables": list(tables)}
    record(deed, after={**{name: value for name, value in told.items() if value}, **now}, rows=())


def _last():
    return Entry.objects.filter(deed__in=(STAND, TOUCHED)).order_by("-number").first()


def _said(entry):
    told = json.loads(entry.after)
    return {name: told[name] for name in ("engine", "place", "marks")}


def _compared(last, now):
    said = _said(last)
    if said == now:
        return None
    tables = ()
    if said["engine"] == now["engine"]:
        sides = [(one["place"], one["marks"]) for one in (said, now)]
        tables = _ENGINES[connection.vendor].other_tables(*sides)
    return Difference(last.number, tuple(tables))
