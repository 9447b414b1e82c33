"""Questions that every page asks: the statement is made once, and asked again with other values.

Making a statement of a queryset takes Django several times as long as the database takes to answer it. What is asked once a
page stays a queryset; what every page asks - whose session it is, who they are, what they may do - is made once a process:

    _ROLES = Question(lambda slot: HeldRole.objects.filter(person=slot.number("person")))
    _ROLES.rows(person=7)
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import connections, router
from django.db.models import Model, QuerySet

_FIRST = 1_903_071_641  # what stands in for a number while the statement is made; no statement of ours holds it
_YEAR = 9_000


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

    def text(self, name: str) -> str:
        """A text."""
        return self._keep(f"\ufdd0{name}", name)

    def _keep(self, stands: Any, name: str) -> Any:
        self.names[stands] = name
        return stands


class Question:
    """A question to the database; ``build`` makes the queryset from slots, every part of which is the same each time."""

    def __init__(self, build: Callable[[Slots], QuerySet[Any]]) -> None:
        self._build = build
        self._made: dict[str, tuple[type[Model], str, list[tuple[str | None, Any]]]] = {}

    def rows(self, **given: object) -> list[Any]:
        """The rows, as instances of the model."""
        using = self._database()
        model, sql, places = self._statement(using)
        return list(model._base_manager.using(using).raw(sql, _filled(places, given, using)))

    def tuples(self, **given: object) -> list[tuple[Any, ...]]:
        """The columns the queryset names, as the database gives them: for numbers and texts."""
        using = self._database()
        _, sql, places = self._statement(using)
        with connections[using].cursor() as cursor:
            cursor.execute(sql, _filled(places, given, using))
            return cursor.fetchall()

    def _database(self) -> str:
        return router.db_for_read(self._model())

    def _model(self) -> type[Model]:
        if not self._made:
            self._statement("default")
        return next(iter(self._made.values()))[0]

    def _statement(self, using: str) -> tuple[type[Model], str, list[tuple[str | None, Any]]]:
        vendor = connections[using].vendor
        if vendor not in self._made:
            slots = Slots()
            query = self._build(slots).query
            sql, values = query.get_compiler(using).as_sql()
            days = {connections[using].ops.adapt_datefield_value(key): key for key in slots.names if type(key) is date}
            found = [days.get(value, value) if isinstance(value, str | date) else value for value in values]
            self._made[vendor] = (query.model, sql, [(slots.names.get(one), one) for one in found])
        return self._made[vendor]


def _filled(places: list[tuple[str | None, Any]], given: dict[str, object], using: str) -> tuple[object, ...]:
    """The values of a statement in its order, as its database takes them."""
    adapt = connections[using].ops.adapt_datefield_value
    fit = {name: adapt(value) if type(value) is date else value for name, value in given.items()}
    return tuple(value if name is None else fit[name] for name, value in places)
