"""What a followed indicator asks in an organisation, the same while it is monitored and when it is frozen for an evaluation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kechuang.domain.indicators.catalogue import Catalogue
from kechuang.domain.indicators.definition import MeasureKind
from kechuang.domain.indicators.growth import is_rate_of_growth, set_growth
from kechuang.domain.indicators.observation import Observation, Place, TableRow
from kechuang.domain.indicators.outlook import Question
from kechuang.domain.indicators.outlook_questions import Lore, ceiling_of, counts_whole_things
from kechuang.domain.indicators.path import Shape
from kechuang.domain.indicators.planned import TYPED
from kechuang.domain.indicators.target import Target, set_target
from kechuang.domain.plans.plan import Change
from kechuang.domain.quantity import Bound

_NO_PLACE = TableRow("", 0)


@dataclass(frozen=True, slots=True)
class Promise:
    """What a plan asks of an indicator, in all organisations alike. ``key`` names it in the observations, ``standard`` in the
    catalogue; ``place`` is where the plan says it.
    """

    key: str
    name: str
    unit: str | None
    standard: str
    kind: MeasureKind | None
    rising: bool
    baseline_year: int | None
    target_year: int | None
    bound: Bound
    low: float | None
    high: float | None
    cumulative: bool
    change: Change | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Pursuit:
    """How one organisation goes after it: ``whole`` whether it is the plan's own, ``target`` a differentiated one (差异化目标),
    ``typed`` the years of a path that was given one by one.
    """

    region: str
    base: float | None
    target: float | None
    whole: bool
    shape: Shape = Shape.LINEAR
    typed: Mapping[int, float] = field(default_factory=dict)


def pursue(
    region: str, base: float | None, target: float | None, whole: bool, shape: str, years: Mapping[int, float]
) -> Pursuit:
    """How an organisation goes after its target by the ``shape`` that rules its path, see ``ruling_shape``; ``years`` are those of
    its path, which count where they were typed, also higher up.
    """
    if shape == TYPED:
        return Pursuit(region, base, target, whole, Shape.LINEAR, years)
    return Pursuit(region, base, target, whole, Shape(shape))


def ask(promise: Promise, pursuit: Pursuit, points: Sequence[Observation], lore: Lore) -> Question | None:
    """The question, ``points`` being what was observed there; None where there is no target ahead of the baseline.

    The plan's own organisation has the plan's target, or the average growth a year that is asked where no number is (年均增长);
    one below has its own target or none.
    """
    if not pursuit.whole and pursuit.target is None:
        return None
    base = _base_of(promise, pursuit)
    own = None if pursuit.whole else pursuit.target
    target = target_of(promise, own, base=None if base is None else base.value)
    if target is None:
        return _ask_growth(promise, pursuit, base, lore.catalogue)
    if base is not None and base.year >= target.year:
        return None
    numbers = [target.value, *([] if base is None else [base.value]), *(one.value for one in points)]
    return Question(
        promise.name,
        promise.key,
        pursuit.region,
        promise.unit,
        base,
        target,
        ceiling=ceiling_of(promise.unit, lore.catalogue[promise.standard] if promise.standard else None),
        whole=counts_whole_things(promise.unit, promise.kind, numbers, lore.counting),
        flow=promise.kind is MeasureKind.FLOW,
        shape=pursuit.shape,
        typed=pursuit.typed,
        place=promise.place,
    )


def target_of(promise: Promise, own: float | None = None, *, base: float | None = None) -> Target | None:
    """What should be reached, ``own`` being the target of an organisation below; None without a number or a year."""
    low, high = (promise.low, promise.high) if own is None else (own, own)
    if promise.target_year is None or (low is None and high is None):
        return None
    ends = {"low": low, "high": high, "base": base}
    return set_target(
        promise.target_year, bound=promise.bound, **ends, rising=promise.rising, cumulative=promise.cumulative
    )


def _ask_growth(promise: Promise, pursuit: Pursuit, base: Observation | None, catalogue: Catalogue) -> Question | None:
    asked = set_growth(
        promise.change,
        since=promise.baseline_year,
        until=promise.target_year,
        rising=promise.rising,
        is_rate=is_rate_of_growth(promise.standard, catalogue),
    )
    if asked is None:
        return None
    target, growing = asked
    place = promise.place
    return Question(promise.name, promise.key, pursuit.region, promise.unit, base, target, growing=growing, place=place)


def _base_of(promise: Promise, pursuit: Pursuit) -> Observation | None:
    if promise.baseline_year is None or pursuit.base is None:
        return None
    place = promise.place or _NO_PLACE
    return Observation(pursuit.region, promise.key, promise.baseline_year, pursuit.base, promise.unit, place)
