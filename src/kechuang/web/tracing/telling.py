"""What entries and changes of rows say, in the words of whoever is looking: names for numbers of rows, words for codes and columns."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation

from django.utils import timezone

from kechuang.domain.masking import masked_name
from kechuang.web.journal.telling import hidden_in_words, loaded, table_in_words
from kechuang.web.journal.watched import WATCHED, Watch
from kechuang.web.tracing.meaning import (
    Coded,
    Keyed,
    Names,
    Plain,
    Row,
    meaning_of_column,
    meaning_of_detail,
    table_of,
)
from kechuang.web.tracing.naming import Naming
from kechuang.web.words import active_words, say
from kechuang.web.words.templatetags.numbers import written

_LONGEST = 300
_MOST = 200  # of a list
_NOTHING = "—"


@dataclass(frozen=True)
class Piece:
    """A stretch of what is shown, and where it leads; "" for nowhere."""

    text: str
    link: str = ""


@dataclass(frozen=True)
class Told:
    """One thing that changed: what it is, and its lines before and after, each a list of pieces; ``raw`` is what the database calls it."""

    what: list[Piece]
    raw: str
    before: list[list[Piece]]
    after: list[list[Piece]]


def changes_told(changes, *, names=True):
    """For each change of a row the name of its row and its columns; told twice, so that all names are asked for together."""
    naming = Naming()
    for _ in range(2):
        found = [(naming.name(one.table_name, one.row_key)[0], _columns(one, naming, names=names)) for one in changes]
        naming.load()
    return found


def in_lines(changes, words=""):
    """Each change in one line, for the command line, personal data masked; ``words`` other than those of a change made outside."""
    changes = list(changes)
    told = changes_told(changes, names=False)
    return [_in_a_line(one, columns, words) for one, (_, columns) in zip(changes, told, strict=True)]


def _in_a_line(change, columns, words):
    held = [
        say(
            "rows.held-in",
            what=_text_of([one.what]),
            raw=one.raw,
            before=_text_of(one.before),
            after=_text_of(one.after),
        )
        for one in columns
    ]
    return say(
        words or f"rows.{change.done}",
        at=change.at[:19],
        table=table_in_words(change.table_name),
        name=change.table_name,
        key=change.row_key,
        columns=say("told.and").join(held),
    )


def _text_of(lines):
    return say("told.list").join("".join(piece.text for piece in line) for line in lines) or _NOTHING


def entry_told(entry, before, after):
    """Name and trace of the row an entry is about, and what it says of it, part by part."""
    naming = Naming()
    for _ in range(2):
        subject = naming.name(table_of(entry.kind), entry.subject) if table_of(entry.kind) else ("", "")
        told = _parts(entry, before, after, naming)
        naming.load()
    return subject, told


def _columns(change, naming, *, names):
    watch, table = WATCHED.get(change.table_name, Watch()), change.table_name
    before, after = loaded(change.before), loaded(change.after)
    hidden = (*watch.secret, *watch.long) if names else (*watch.secret, *watch.long, *watch.personal)
    return [
        Told(
            [Piece(column_in_words(table, column))],
            column,
            *(_lines_of(side, table, column, watch, hidden, naming) for side in (before, after)),
        )
        for column in (before if change.after == "" else after)
    ]


def _lines_of(side, table, column, watch, hidden, naming):
    if column not in side:
        return []
    value = side[column]
    if column in hidden and value is not None:
        return [[Piece(masked_name(str(value)) if column in watch.personal else hidden_in_words(watch, column, value))]]
    return lines(_read(value), meaning_of_column(table, column), naming)


def _read(value):
    """JSON columns are text on SQLite."""
    if isinstance(value, str) and value[:1] in ("[", "{"):
        try:
            return json.loads(value, parse_float=Decimal)
        except ValueError:
            return value
    return value


def _parts(entry, before, after, naming):
    whole = meaning_of_detail(entry.deed, entry.kind, "*")
    if not isinstance(before, dict | None) or not isinstance(after, dict | None):
        return [Told([], "", lines(before, whole, naming), lines(after, whole, naming))]
    sides = before or {}, after or {}
    keyed = whole if isinstance(whole, Keyed) else None
    found = []
    for key in sorted({*sides[0], *sides[1]}):
        if keyed:
            what, meaning = _one(key, keyed.key, naming), keyed.value
        else:
            what = [Piece(part_in_words(entry.deed, entry.kind, key))]
            meaning = meaning_of_detail(entry.deed, entry.kind, key)
        told = [lines(side[key], meaning, naming) if key in side else [] for side in sides]
        found.append(Told(what, key, *told))
    return found


def column_in_words(table, column):
    """What a column is called; its own name where there are no words."""
    return _first_said(f"held.{table}.{column}", f"held.{column}") or column


def part_in_words(deed, kind, key):
    """What a part of what a deed says is called; its own name where there are no words."""
    plain, table = key.replace(" ", "-"), table_of(kind)
    asked = [f"told.{deed}.{plain}", f"told.{plain}", f"item-field.{plain}"]
    for column in (plain, f"{plain}_id"):
        asked += [f"held.{table}.{column}", f"held.{column}"]
    return _first_said(*asked) or key


def _first_said(*keys):
    known = active_words().wordings
    return next((known[key] for key in keys if key in known), "")


def lines(value, meaning, naming):
    """What a value says, a line for each of many."""
    if value is None or value in ("", [], {}):
        return [[Piece(_NOTHING)]]
    if isinstance(value, dict):
        return [_entry_of(key, one, meaning, naming) for key, one in list(value.items())[:_MOST]]
    if isinstance(value, list) and not (isinstance(meaning, Row) and not isinstance(value[0], list)):
        return [_one(one, meaning, naming) for one in value[:_MOST]]
    return [_one(value, meaning, naming)]


def _entry_of(key, value, meaning, naming):
    if isinstance(meaning, Keyed):
        head, inside = _one(key, meaning.key, naming), meaning.value
    else:
        head, inside = [Piece(part_in_words("", "", key))], meaning_of_detail("", "", key)
    return [*head, Piece(say("told.is")), *_one(value, inside, naming)]


def _one(value, meaning, naming):
    """What one value says, in one line."""
    if isinstance(value, dict):
        told = [_entry_of(key, one, meaning, naming) for key, one in value.items()]
        return _joined(told, "told.and")
    if isinstance(value, list):
        each = meaning.places if isinstance(meaning, Row) else [meaning] * len(value)
        told = [_one(one, inside, naming) for one, inside in zip(value, each, strict=False) if _says(one, inside)]
        return _joined(told, "told.beside" if isinstance(meaning, Row) else "told.list")
    if isinstance(meaning, Names):
        name, link = naming.name(meaning.table, value, meaning.by)
        return [Piece(name or str(value), link)]
    return [Piece(_text(value, meaning)[:_LONGEST])]


def _says(value, meaning):
    """Whether a place of a list says something: that a number is one, the number says."""
    return value not in (None, "", {}) and not (isinstance(meaning, Coded) and value == "value")


def _joined(many, between):
    found = []
    for one in many:
        found += [Piece(say(between)), *one] if found else one
    return found or [Piece(_NOTHING)]


def _text(value, meaning):
    if value is None or value == "":
        return _NOTHING
    if isinstance(value, bool) or meaning is Plain.TRUTH:
        return say("rows.yes" if value else "rows.no")
    if isinstance(meaning, Coded):
        code = str(value).replace(":", ".")
        return _first_said(f"{meaning.prefix}.{code}" if meaning.prefix else code) or str(value)
    match meaning:
        case Plain.FIGURE:
            return _figure(value)
        case Plain.DAY:
            return _day(value)
        case Plain.MOMENT:
            return _moment(value)
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def _figure(value):
    try:
        return written(Decimal(str(value)))
    except InvalidOperation:
        return str(value)


def _day(value):
    try:
        return date.fromisoformat(str(value)).isoformat()
    except ValueError:
        return str(value)


def _moment(value):
    """A moment in the site's time; on SQLite it stands there without its zone, which is UTC."""
    try:
        read = datetime.fromisoformat(str(value))
    except ValueError:
        return str(value)
    return timezone.localtime(read if read.tzinfo else read.replace(tzinfo=UTC)).strftime("%Y-%m-%d %H:%M:%S")
