"""The outlook (趋势研判) on everything a snapshot follows: questions from frozen courses, judged by frozen values."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kechuang.domain.evaluations.snapshot import Course, Followed, Snapshot, Value, tell_plainly
from kechuang.domain.indicators.attainment import Constants
from kechuang.domain.indicators.definition import MeasureKind
from kechuang.domain.indicators.observation import Observation
from kechuang.domain.indicators.outlook import Outlook, Question, Rules
from kechuang.domain.indicators.outlook_judge import judge
from kechuang.domain.indicators.outlook_questions import Lore, ceiling_of, counts_whole_things
from kechuang.domain.indicators.path import Shape
from kechuang.domain.indicators.target import Target, set_target
from kechuang.domain.quantity import Bound

TYPED, ALONG = "typed", "along"  # paths whose years are given one by one, and those that go along with the whole's
Observed = Mapping[tuple[str, str], Sequence[Observation]]


@dataclass(frozen=True, slots=True)
class Judged:
    """What is to be expected of an indicator in an organisation."""

    indicator: int
    organisation: int
    outlook: Outlook


def judge_snapshot(snapshot: Snapshot, *, lore: Lore, constants: Constants, rules: Rules) -> tuple[Judged, ...]:
    """An outlook for every course with a target, the plan's own organisation first; nothing after ``as_of`` is looked at."""
    observed = observed_of(snapshot)
    followed = {one.id: one for one in snapshot.indicators}
    asked = []
    for course in sorted(snapshot.courses, key=lambda one: (one.organisation != snapshot.home, one.organisation)):
        question = _question(snapshot, followed[course.indicator], course, observed, lore)
        if question is not None:
            asked.append((course, question))
    questions = [question for _, question in asked]
    outlooks = judge(questions, observed, constants=constants, rules=rules, as_of=snapshot.as_of)
    return tuple(
        Judged(course.indicator, course.organisation, outlook)
        for (course, _), outlook in zip(asked, outlooks, strict=True)
    )


def observed_of(snapshot: Snapshot) -> Observed:
    """What is known by organisation and indicator, each value with its source."""
    return {
        (str(organisation), str(indicator)): tuple(_observations(snapshot, values))
        for (organisation, indicator), values in snapshot.yearly.items()
    }


def _observations(snapshot: Snapshot, values: Sequence[Value]) -> Iterator[Observation]:
    for one in values:
        if one.value is not None:
            place = snapshot.source_of(one, tell_plainly)
            yield Observation(str(one.organisation), str(one.indicator), one.year, float(one.value), None, place)


def _question(
    snapshot: Snapshot, indicator: Followed, course: Course, observed: Observed, lore: Lore
) -> Question | None:
    base = _base(snapshot, indicator, course)
    target = _target(snapshot, indicator, course, base)
    if target is None or (base is not None and base.year >= target.year):
        return None
    kind = MeasureKind(indicator.kind) if indicator.kind else None
    points = observed.get((str(course.organisation), str(indicator.id)), ())
    numbers = [target.value, *([] if base is None else [base.value]), *(one.value for one in points)]
    return Question(
        indicator.name,
        str(indicator.id),
        str(course.organisation),
        indicator.unit or None,
        base,
        target,
        ceiling=ceiling_of(indicator.unit or None, lore.catalogue[indicator.key] if indicator.key else None),
        whole=counts_whole_things(indicator.unit or None, kind, numbers, lore.counting),
        flow=kind is MeasureKind.FLOW,
        shape=Shape(course.shape) if course.shape in tuple(Shape) else Shape.LINEAR,
        typed=_typed(snapshot, course),
        place=snapshot.plan.indicators[indicator.row].source,
    )


def _typed(snapshot: Snapshot, course: Course) -> dict[int, float]:
    """The years of a path that was typed, or that goes along with one of the whole that was."""
    whole = next(
        (
            one.shape
            for one in snapshot.courses
            if (one.indicator, one.organisation) == (course.indicator, snapshot.home)
        ),
        "",
    )
    shape = whole if course.shape == ALONG else course.shape
    return {year: float(value) for year, value in course.years} if shape == TYPED else {}


def _target(snapshot: Snapshot, indicator: Followed, course: Course, base: Observation | None) -> Target | None:
    """The plan's target for its own organisation, the differentiated one (差异化目标) for another."""
    low, high = indicator.low, indicator.high
    if course.target is not None and course.organisation != snapshot.home:
        low = high = course.target
    if indicator.target_year is None or (low is None and high is None):
        return None
    return set_target(
        indicator.target_year,
        bound=Bound(indicator.bound),
        low=None if low is None else float(low),
        high=None if high is None else float(high),
        base=None if base is None else base.value,
        rising=indicator.rising,
        cumulative=indicator.cumulative,
    )


def _base(snapshot: Snapshot, indicator: Followed, course: Course) -> Observation | None:
    if indicator.baseline_year is None or course.base is None:
        return None
    place = snapshot.plan.indicators[indicator.row].source
    region, key = str(course.organisation), str(indicator.id)
    return Observation(region, key, indicator.baseline_year, float(course.base), indicator.unit, place)
