"""Questions that pages ask again and again: the statement is made once, and asked with other values each time.

Making a statement of a queryset takes Django several times as long as the database takes to answer it. So what every page
asks, and what the pages ask that people open all day, is made once a process; what is asked now and then stays a queryset.

    _ROLES = Question(lambda slot: HeldRole.objects.filter(person=slot.number("person")))
    _ROLES.rows(person=7)
"""

import copy
import json
from collections.abc import Callable, Collection
from datetime import UTC, date, datetime
from typing import Any

from django.db import connections, router
from django.db.models import BooleanField, F, Func, QuerySet

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
    """The statement of a question in one database, with the places of its values."""

    def __init__(self, build: Callable[[Slots], QuerySet[Any]], using: str) -> None:
        slots, connection = Slots(), connections[using]
        self.using, self.queryset = using, build(slots).using(using)
        self.compiler = self.queryset.query.get_compiler(using)
        self.sql, values = self.compiler.as_sql()
        names = {_fit(stands, connection): name for stands, name in slots.names.items()}
        self.places = [(names.get(value) if isinstance(value, int | str | date) else None, value) for value in values]
        lost = set(names.values()) - {name for name, _ in self.places}
        if lost:
            raise ValueError(f"a statement without {', '.join(sorted(lost))}: {self.sql}")

    def rows(self, given: dict[str, object]) -> list[Any]:
        connection = connections[self.using]
        fit = {name: _fit(value, connection) for name, value in given.items()}
        values = tuple(value if name is None else fit[name] for name, value in self.places)
        ready = copy.copy(self.compiler)
        ready.connection = connection  # each thread has its own
        ready.as_sql = lambda *_, **__: (self.sql, values)
        found = self.queryset.all()
        found.query.get_compiler = lambda *_, **__: ready
        return list(found)


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
