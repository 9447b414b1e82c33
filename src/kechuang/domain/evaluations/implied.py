"""What the counties of a snapshot imply together for each whole that is their sum (合计推算), beside the whole's own odds."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kechuang.domain.evaluations.forecast import Judged
from kechuang.domain.evaluations.snapshot import Followed, Snapshot
from kechuang.domain.indicators.aggregation import parts_of
from kechuang.domain.indicators.breakdown import Joining
from kechuang.domain.indicators.outlook import Outlook
from kechuang.domain.indicators.together import Part, Together, ground_of, judge_together, part_of

_FEWEST = 2
_Outlooks = Mapping[tuple[int, int], Outlook]


@dataclass(frozen=True, slots=True)
class Member:
    """One part: the value it was judged from, and the middle of what it comes to in the target year."""

    organisation: int
    year: int
    latest: float
    expected: float


@dataclass(frozen=True, slots=True)
class Implied:
    """What the parts of an indicator come to, and each of them in the order of the courses."""

    indicator: int
    together: Together
    members: tuple[Member, ...]


def implied_of(snapshot: Snapshot, judged: Sequence[Judged], *, freedom: float) -> tuple[Implied, ...]:
    """Every whole of the plan's own organisation that is a sum of parts, in the order of the plan.

    Nothing is told of a sum over the period, of an average growth, and where a part was not judged on logs, by counts or as over.
    """
    outlooks = {(one.indicator, one.organisation): one.outlook for one in judged}
    found = (_implied(snapshot, one, outlooks, freedom) for one in snapshot.indicators)
    return tuple(one for one in found if one is not None)


def _implied(snapshot: Snapshot, one: Followed, outlooks: _Outlooks, freedom: float) -> Implied | None:
    whole = outlooks.get((one.id, snapshot.home))
    if one.aggregation != Joining.SUM or one.cumulative or whole is None or whole.question.growing is not None:
        return None
    counted = _counted(snapshot, one)
    judged = [(place, outlooks[one.id, place]) for place in counted if (one.id, place) in outlooks]
    members = tuple(_members(judged, freedom))
    if len(members) < max(_FEWEST, len(counted)):
        return None
    told = judge_together([part for part, _ in members], whole.question.target, freedom=freedom)
    return Implied(one.id, told, tuple(member for _, member in members))


def _counted(snapshot: Snapshot, one: Followed) -> list[int]:
    """The organisations directly below the plan's own that make its sum."""
    parents = {place.id: place.above for place in snapshot.organisations}
    courses = {course.organisation: course.counted for course in snapshot.courses if course.indicator == one.id}
    members = [*courses, *(() if snapshot.home in courses else (snapshot.home,))]
    return [place for place in parts_of(parents, members).get(snapshot.home, ()) if courses[place]]


def _members(judged: Sequence[tuple[int, Outlook]], freedom: float) -> Iterator[tuple[Part, Member]]:
    for place, outlook in judged:
        ground = ground_of(outlook)
        part = part_of(ground, freedom=freedom)
        if ground is not None and part is not None:
            yield part, Member(place, ground.year, part.latest, part.expected)
