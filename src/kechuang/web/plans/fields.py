"""What of an item can be corrected, kind by kind: one table for the form, the checks and the difference."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum

MOST_DIGITS = 18


class Type(StrEnum):
    """What goes into a field."""

    TEXT = "text"
    NUMBER = "number"
    YEAR = "year"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its place in the item's JSON (``target.value``), its type, and the values to choose from."""

    path: str
    type: Type = Type.TEXT
    choices: tuple[str, ...] = ()
    required: bool = False


class Unfit(Exception):
    """A value that does not fit its field; ``code`` has words."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


BOUNDS = ("=", ">=", ">", "<=", "<", "~", "range")
_BASES = ("level", "increment", "annual_growth", "per_year", "share")
_QUANTITY = (
    Field("bound", Type.CHOICE, BOUNDS),
    Field("low", Type.NUMBER),
    Field("high", Type.NUMBER),
    Field("unit"),
    Field("year", Type.YEAR),
)
FIELDS: dict[str, tuple[Field, ...]] = {
    "indicators": (
        Field("name", required=True),
        Field("unit"),
        Field("category"),
        Field("binding", Type.CHOICE, ("", "obligatory", "anticipatory")),
        Field("baseline.year", Type.YEAR),
        Field("baseline.value", Type.NUMBER),
        Field("target.year", Type.YEAR),
        Field("target.bound", Type.CHOICE, BOUNDS),
        Field("target.value", Type.NUMBER),
    ),
    "commitments": (Field("measure", required=True), *_QUANTITY, Field("basis", Type.CHOICE, _BASES)),
    "statements": (Field("measure", required=True), *_QUANTITY),
    "tasks": (Field("number"), Field("title", required=True), Field("lead"), Field("deadline")),
    "projects": (
        Field("number"),
        Field("name", required=True),
        Field("builder"),
        Field("content"),
        Field("start", Type.YEAR),
        Field("end", Type.YEAR),
        Field("investment.value", Type.NUMBER),
        Field("investment.unit"),
        Field("lead"),
    ),
    "series": (
        Field("measure", required=True),
        Field("unit"),
        Field("region"),
        Field("column"),
        Field("year", Type.YEAR),
        Field("value", Type.NUMBER),
    ),
}


def parse(field, text):
    """What ``text`` puts into the field, None for nothing; raises Unfit."""
    text = text.strip()
    if not text:
        if field.required:
            raise Unfit("field.required")
        return None
    if field.type is Type.NUMBER:
        return _number(text)
    if field.type is Type.YEAR:
        return _year(text)
    if field.type is Type.CHOICE and text not in field.choices:
        raise Unfit("field.not-a-choice")
    if len(text) > 2_000:
        raise Unfit("field.too-long")
    return text


def _number(text):
    try:
        value = Decimal(text.replace(",", "").replace("，", ""))
    except InvalidOperation:
        raise Unfit("field.not-a-number") from None
    if not value.is_finite() or value.adjusted() >= MOST_DIGITS or value.as_tuple().exponent < -MOST_DIGITS:
        raise Unfit("field.not-a-number")
    return int(value) if value == value.to_integral_value() else float(value)


def _year(text):
    if not (text.isascii() and text.isdigit() and 1900 <= int(text) <= 2100):
        raise Unfit("field.not-a-year")
    return int(text)


def get(values, path):
    """What stands at ``target.value`` in an item's JSON; None where nothing does."""
    for key in path.split("."):
        if not isinstance(values, dict):
            return None
        values = values.get(key)
    return values


def put(values, path, value):
    """The item's JSON with ``value`` at ``path``; what it was made from stays as it is."""
    key, _, rest = path.partition(".")
    if not rest:
        return {**values, key: value}
    inner = values.get(key)
    if inner is None and value is None:
        return values
    return {**values, key: put(inner if isinstance(inner, dict) else {}, rest, value)}


def changes(kind, before, after):
    """What differs between two states of an item: path -> (before, after)."""
    pairs = {field.path: (get(before, field.path), get(after, field.path)) for field in FIELDS[kind]}
    return {path: pair for path, pair in pairs.items() if pair[0] != pair[1]}


def subject_of(kind, values):
    """What an item is about, to find it again in another version: name and unit, or measure, year and place."""
    if kind in ("indicators", "projects"):
        return (kind, values.get("name"), "")
    if kind == "tasks":
        return (kind, values.get("title"), "")
    return (
        kind,
        values.get("measure"),
        values.get("year") or "",
        values.get("region") or "",
        values.get("column") or "",
    )
