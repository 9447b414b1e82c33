"""A key task before it is read: where it stands, what it is called, who is named."""

from dataclasses import dataclass

from kechuang.domain.plans.structure.reading_tasks_organisations import Clause


@dataclass(frozen=True, slots=True)
class Unit:
    """``start`` to ``end`` is everything the task says, ``said`` the end of its title; ``clause`` who does it."""

    start: int
    end: int
    said: int
    number: str | None
    title: str
    clause: Clause | None
