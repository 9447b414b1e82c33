"""Who is ahead of whom, and when that may be said: never below nine runs in ten."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

SURE = 0.9


class Order(StrEnum):
    """How two counties stand: the first ahead 优于, behind, or not to be told apart 难分先后."""

    AHEAD = "ahead"
    BEHIND = "behind"
    NOT_TOLD_APART = "not-told-apart"


def order_of(share: float) -> Order:
    """What may be said where the first was ahead in that share of the runs.

    >>> [order_of(share).value for share in (0.9, 0.899, 0.5, 0.101, 0.1)]
    ['ahead', 'not-told-apart', 'not-told-apart', 'not-told-apart', 'behind']
    """
    if share >= SURE:
        return Order.AHEAD
    return Order.BEHIND if round(1 - share, 12) >= SURE else Order.NOT_TOLD_APART


@dataclass(frozen=True, slots=True)
class Group:
    """Counties that stand next to each other and cannot be told apart (同一梯队), the best first."""

    regions: tuple[str, ...]


def groups_of(order: Sequence[str], ahead: Mapping[tuple[str, str], float]) -> tuple[Group, ...]:
    """Counties in the order of their scores, parted wherever everybody above is surely ahead of everybody below.

    >>> groups_of(["a", "b", "c"], {("a", "b"): 0.6, ("a", "c"): 0.95, ("b", "c"): 0.92})
    (Group(regions=('a', 'b')), Group(regions=('c',)))
    """
    groups: list[list[str]] = [[]]
    for place, region in enumerate(order):
        above, below = order[:place], order[place:]
        if place and all(
            order_of(ahead.get((first, second), 0.5)) is Order.AHEAD for first in above for second in below
        ):
            groups.append([])
        groups[-1].append(region)
    return tuple(Group(tuple(regions)) for regions in groups if regions)
