"""The tree of organisations on a given day."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Tree:
    """Parents and names by organisation id; organisations that do not exist on the day are not in it."""

    parents: Mapping[int, int | None]
    names: Mapping[int, str]

    def below(self, organisation: int) -> frozenset[int]:
        """The organisation and all that stand under it."""
        return frozenset(one for one in self.parents if organisation in self.above(one))

    def above(self, organisation: int) -> tuple[int, ...]:
        """The organisation and all it stands under, upwards; a circle is walked once."""
        line: list[int] = []
        at: int | None = organisation
        while at is not None and at in self.parents and at not in line:
            line.append(at)
            at = self.parents[at]
        return tuple(line)

    def in_order(self) -> list[tuple[int, int]]:
        """Every organisation with its depth, parents before children."""
        children: dict[int | None, list[int]] = {}
        for one, parent in self.parents.items():
            children.setdefault(parent if parent in self.parents else None, []).append(one)
        found: list[tuple[int, int]] = []
        waiting = [(one, 0) for one in reversed(children.get(None, []))]
        while waiting:
            one, depth = waiting.pop()
            found.append((one, depth))
            waiting += [(child, depth + 1) for child in reversed(children.get(one, []))]
        return found
