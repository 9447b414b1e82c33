"""Frequent queries: the statement is compiled once and run with other values each time (decision 12).

Making a statement of a queryset takes Django several times as long as the database takes to answer it. So what every page
asks, and what the pages ask that people open all day, is made once a process; what is asked now and then stays a queryset.

    _ROLES = Question(lambda slot: HeldRole.objects.filter(person=slot.number("person")))
    _ROLES.rows(person=7)
"""

import json
from collections.abc import Callable, Collection
from datetime import UTC, date, datetime
from typing import Any

from django.db import connections, router
from django.db.models import BooleanField, F, Func, QuerySet, prefetch_related_objects
from django.db.models.query import FlatValuesListIterable, ModelIterable, ValuesListIterable, get_related_populators

_FIRST = 31_071  # what stands in for a number while the statement is made: small enough for every column, and in no statement of ours
_YEAR = 9_000
_LAST = 2**63 - 1
_TEXT = "\ufdd0"  # no character: no text of ours begins with it


class Among(Func):
    """A condition: a column of numbers is one of ``numbers``, which are one value of the statement however many they are."""

    def __init__(self, column: str, numbers: "Collection[int] | Several") -> None:
        super().__init__(F(column), output_field=BooleanField())
        self.numbers = numbers

    def as_sql(self, compiler: Any, connection: Any, **_: object) -> tuple[str, list[object]]:
        """The condition, as PostgreSQL and SQLite say it."""
        column, values = compiler.compile(self.source_expressions[0])
        listed = "ANY(%s::bigint[])" if connection.vendor == "postgresql" else "(SELECT value FROM json_each(%s))"
        says = "=" if connection.vendor == "postgresql" else "IN"
        return f"{column} {says} {listed}", [*values, _fit(self.numbers, connection)]


class Several(str):
    """What stands in a statement for several numbers."""

    __slots__ = ()


class Slots:
    """What stands in a statement for the values that are given when it is asked; each may stand in several places."""

    def __init__(self) -> None:
        self.names: dict[object, str] = {}

    def number(self, name: str) -> int:
        """A whole number."""
        return self._keep(_FIRST + len(self.names), name)

    def day(self, name: str) -> date:
        """A day."""
        return self._keep(date(_YEAR + len(self.names), 1, 1), name)

    def moment(self, name: str) -> datetime:
        """A moment, with its time zone."""
        return self._keep(datetime(_YEAR + len(self.names), 1, 1, tzinfo=UTC), name)

    def text(self, name: str) -> str:
        """A text."""
        return self._keep(_TEXT + name, name)

    def numbers(self, name: str) -> Several:
        """Whole numbers, for ``Among``."""
        return self._keep(Several(_TEXT + name), name)

    def _keep(self, stands: Any, name: str) -> Any:
        self.names[stands] = name
        return stands


class Given:
    """Values in place of ``Slots``: what builds the queryset of a question builds with it one that is asked once."""

    def __init__(self, values: dict[str, Any]) -> None:
        self.values = values

    def number(self, name: str) -> Any:
        """The value of that name, as ``Slots`` have something stand for it."""
        return self.values[name]

    day = moment = text = numbers = number


class Question:
    """A question to the database; ``build`` makes the queryset from slots, every part of which is the same each time."""

    def __init__(self, build: Callable[[Slots], QuerySet[Any]]) -> None:
        self._build = build
        self._made: dict[str, _Statement] = {}

    def rows(self, **given: object) -> list[Any]:
        """What the queryset holds with the values ``given``: as it would, with what it fetches beside its rows."""
        known = next(iter(self._made.values()), None) or self._statement("default")
        return self._statement(router.db_for_read(known.queryset.model)).rows(given)

    def _statement(self, using: str) -> "_Statement":
        if using not in self._made:
            self._made[using] = _Statement(self._build, using)
        return self._made[using]


class _Statement:
    """The statement of a question in one database, with the places of its values and how its rows are made."""

    def __init__(self, build: Callable[[Slots], QuerySet[Any]], using: str) -> None:
        slots, connection = Slots(), connections[using]
        self.using, self.queryset = using, build(slots).using(using)
        compiler = self.queryset.query.get_compiler(using)
        self.sql, values = compiler.as_sql()
        names = {_fit(stands, connection): name for stands, name in slots.names.items()}
        self.places = [(names.get(value) if isinstance(value, int | str | date) else None, value) for value in values]
        lost = set(names.values()) - {name for name, _ in self.places}
        if lost:
            raise ValueError(f"a statement without {', '.join(sorted(lost))}: {self.sql}")
        shown = [column for column, *_ in compiler.select[: compiler.col_count]]
        self.converted = list(compiler.get_converters(shown).items())
        self.make = _maker(self.queryset, compiler)
        self.beside = self.queryset._prefetch_related_lookups

    def rows(self, given: dict[str, object]) -> list[Any]:
        connection = connections[self.using]
        fit = {name: _fit(value, connection) for name, value in given.items()}
        with connection.cursor() as cursor:
            cursor.execute(self.sql, [value if name is None else fit[name] for name, value in self.places])
            found = cursor.fetchall()
        if self.converted:
            found = [self._convert(list(row), connection) for row in found]
        made = self.make(found)
        if self.beside:
            prefetch_related_objects(made, *self.beside)
        return made

    def _convert(self, row: list[Any], connection: Any) -> list[Any]:
        for place, (steps, column) in self.converted:
            for step in steps:
                row[place] = step(row[place], column, connection)
        return row


def _maker(queryset: QuerySet[Any], compiler: Any) -> Callable[[list[Any]], list[Any]]:
    """What makes of the rows of a statement what the queryset would make of them."""
    kind, width = queryset._iterable_class, compiler.col_count
    if kind is FlatValuesListIterable:
        return lambda rows: [row[0] for row in rows]
    if kind is ValuesListIterable:
        return lambda rows: [tuple(row[:width]) for row in rows]
    if kind is not ModelIterable:
        raise TypeError(f"a question gives rows of a model or of values_list, not {kind.__name__}")
    using, model, described = compiler.using, compiler.klass_info["model"], compiler.select
    own = slice(compiler.klass_info["select_fields"][0], compiler.klass_info["select_fields"][-1] + 1)
    names = [column.target.attname for column, *_ in described[own]]
    belongs = get_related_populators(compiler.klass_info, described, using)
    counted = list((compiler.annotation_col_map or {}).items())

    def make(rows: list[Any]) -> list[Any]:
        made = []
        for row in rows:
            one = model.from_db(using, names, row[own])
            for populator in belongs:
                populator.populate(row, one)
            for name, place in counted:
                setattr(one, name, row[place])
            made.append(one)
        return made

    return make


def _fit(value: object, connection: Any) -> Any:
    """A value as its database takes it; a number that no column holds as the last one that a column could."""
    if isinstance(value, int):
        return max(-_LAST, min(value, _LAST))
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if type(value) is date:
        return connection.ops.adapt_datefield_value(value)
    if isinstance(value, set | frozenset | list | tuple):
        numbers = sorted(value)
        return numbers if connection.vendor == "postgresql" else json.dumps(numbers)
    return value
