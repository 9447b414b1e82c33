"""The outlook (趋势研判) on everything a snapshot follows: questions from frozen courses, judged by frozen values."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kechuang.domain.evaluations.snapshot import Course, Followed, Snapshot, Value, tell_plainly
from kechuang.domain.indicators.attainment import Constants
from kechuang.domain.indicators.definition import MeasureKind
from kechuang.domain.indicators.observation import Observation
from kechuang.domain.indicators.outlook import Outlook, Rules
from kechuang.domain.indicators.outlook_followed import Promise, Pursuit, ask, pursue
from kechuang.domain.indicators.outlook_judge import judge
from kechuang.domain.indicators.outlook_questions import Lore
from kechuang.domain.indicators.planned import ruling_shape
from kechuang.domain.quantity import Bound

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
    promises = {one.id: _promise(snapshot, one) for one in snapshot.indicators}
    asked = []
    for course, pursuit in _pursuits(snapshot):
        points = observed.get((str(course.organisation), str(course.indicator)), ())
        question = ask(promises[course.indicator], pursuit, points, lore)
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


def _promise(snapshot: Snapshot, one: Followed) -> Promise:
    row = snapshot.plan.indicators[one.row]
    return Promise(
        str(one.id),
        one.name,
        one.unit or None,
        one.key,
        MeasureKind(one.kind) if one.kind else None,
        one.rising,
        one.baseline_year,
        one.target_year,
        Bound(one.bound),
        None if one.low is None else float(one.low),
        None if one.high is None else float(one.high),
        one.cumulative,
        row.change,
        row.source,
    )


def _pursuits(snapshot: Snapshot) -> Iterator[tuple[Course, Pursuit]]:
    """Every course as it is gone after, the plan's own organisation first."""
    parents = {one.id: one.above for one in snapshot.organisations}
    shapes: dict[int, dict[int, str]] = {}
    for one in snapshot.courses:
        shapes.setdefault(one.indicator, {})[one.organisation] = one.shape
    for one in sorted(snapshot.courses, key=lambda one: (one.organisation != snapshot.home, one.organisation)):
        yield one, _pursuit(one, ruling_shape(one.organisation, shapes[one.indicator], parents), snapshot.home)


def _pursuit(course: Course, shape: str, home: int) -> Pursuit:
    base, target = (None if end is None else float(end) for end in (course.base, course.target))
    years = {year: float(value) for year, value in course.years}
    return pursue(str(course.organisation), base, target, course.organisation == home, shape, years)
