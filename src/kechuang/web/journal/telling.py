"""A change of a row in words: its table, and of each column from what to what."""

import json
from dataclasses import dataclass
from decimal import Decimal

from kechuang.domain.masking import masked_name
from kechuang.web.journal.watched import WATCHED, Watch
from kechuang.web.words import active_words, say

_LONGEST = 300
_NOTHING = "—"


@dataclass(frozen=True)
class ColumnChange:
    """What one column held before and after, as people read it; "" where the row was not there."""

    column: str
    before: str
    after: str


def table_in_words(table):
    """What a table holds, in the language of whoever is looking."""
    return active_words().wordings.get(f"table.{table}", table)


def columns_of(change, *, names=True):
    """The columns of a change; without ``names`` personal data is masked."""
    watch = WATCHED.get(change.table_name, Watch())
    before, after = loaded(change.before), loaded(change.after)
    return [
        ColumnChange(
            column,
            _shown(before, column, watch, names=names),
            _shown(after, column, watch, names=names),
        )
        for column in (before if change.after == "" else after)
    ]


def values_of(change, *, names=True):
    """What the columns of a change held before and after, as plain data; without ``names`` personal data is masked."""
    hidden = () if names else WATCHED.get(change.table_name, Watch()).personal
    return [
        {
            column: masked_name(str(value)) if column in hidden and value else value
            for column, value in loaded(text).items()
        }
        if text
        else None
        for text in (change.before, change.after)
    ]


def in_a_line(change, words=""):
    """A change in one line, for the command line; ``words`` other than those of a change made outside."""
    told = [
        f"{one.column}: {one.before or _NOTHING} → {one.after or _NOTHING}" for one in columns_of(change, names=False)
    ]
    return say(
        words or f"rows.{change.done}",
        at=change.at[:19],
        table=table_in_words(change.table_name),
        name=change.table_name,
        key=change.row_key,
        columns="; ".join(told),
    )


def _shown(values, column, watch, *, names):
    if column not in values:
        return ""
    value = values[column]
    if value is None:
        return _NOTHING
    if column in (*watch.secret, *watch.long):
        return hidden_in_words(watch, column, value)
    if column in watch.personal and not names:
        return masked_name(str(value))
    return _plain(value)[:_LONGEST]


def hidden_in_words(watch, column, value):
    """What stands for a value that is not written down: for a long one its length."""
    return say("rows.secret") if column in watch.secret else say("rows.long", length=value)


def _plain(value):
    match value:
        case bool():
            return say("rows.yes" if value else "rows.no")
        case Decimal():
            return f"{value.normalize():f}"
        case dict() | list():
            return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)


def loaded(text):
    """The columns a change names; what is not as a trigger writes it is shown as it stands."""
    try:
        found = json.loads(text, parse_float=Decimal) if text else {}
    except ValueError:
        found = None
    return found if isinstance(found, dict) else {"": text}
