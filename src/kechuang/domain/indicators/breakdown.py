"""Does a break-down (任务分解) add up? The whole's path against the plan's target, the parts against the whole, year by year.

Facts in, misfits out. Nothing here refuses a break-down: a planner sees at once what does not fit, and decides.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from kechuang.domain.finding import Severity
from kechuang.domain.indicators.target import Target

_SMALLEST = Decimal("0.000001")  # what the database keeps


class Joining(StrEnum):
    """How the parts make the whole: added up, as sum over sum, or not at all."""

    SUM = "sum"
    RATIO = "ratio"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Share:
    """What one organisation is to reach (差异化目标): baseline, target, and the value of each year.

    ``weight`` is its share of a ratio's denominator; ``counted`` whether it is a part of the whole.
    """

    organisation: int
    base: Decimal | None
    target: Decimal | None
    years: Mapping[int, Decimal] = field(default_factory=dict)
    weight: Decimal | None = None
    counted: bool = True


@dataclass(frozen=True, slots=True)
class Breakdown:
    """An indicator divided: ``target`` is what the plan promises, ``whole`` its path, ``parts`` the organisations directly
    below. ``years`` are those of the path; ``places`` the decimals planned values are rounded to; ``expected`` the
    organisations that usually have a share; ``ceiling`` a natural upper end (100 for a share).
    """

    joining: Joining
    target: Target | None
    whole: Share
    parts: tuple[Share, ...]
    years: tuple[int, ...]
    places: int = 0
    expected: tuple[int, ...] = ()
    ceiling: Decimal | None = None

    @property
    def cumulative(self) -> bool:
        """Whether the years add up to the target (五年累计)."""
        return self.target is not None and self.target.cumulative

    @property
    def rising(self) -> bool:
        """Whether more is better."""
        return self.target is None or self.target.rising

    @property
    def counted(self) -> tuple[Share, ...]:
        """The parts that make the whole."""
        return tuple(part for part in self.parts if part.counted)


@dataclass(frozen=True, slots=True)
class Misfit:
    """One thing that does not add up: ``rule`` has words, ``organisation`` and ``year`` say where, numbers say how much."""

    rule: str
    severity: Severity
    organisation: int | None = None
    year: int | None = None
    found: Decimal | None = None
    wanted: Decimal | None = None


def check_breakdown(breakdown: Breakdown) -> tuple[Misfit, ...]:
    """Everything that does not add up, the gravest first, each kind in the order of the checks."""
    found = [misfit for check in CHECKS for misfit in check(breakdown)]
    return tuple(sorted(found, key=lambda one: _GRAVITY[one.severity]))


def check_path_reaches_target(of: Breakdown) -> Iterator[Misfit]:
    """The path of the whole ends where the plan says, that of a part at the part's own target."""
    if not of.years:
        return
    last = of.years[-1]
    ends = _end_of(of, of.whole)
    if of.target is not None and ends is not None and not of.target.met_by(float(ends)):
        yield Misfit("path-misses-target", Severity.ERROR, of.whole.organisation, last, ends, _decimal(of.target.value))
    for part in of.parts:
        ends = _end_of(of, part)
        if ends is not None and part.target is not None and _worse(of, ends, part.target, _SMALLEST):
            yield Misfit("path-misses-target", Severity.ERROR, part.organisation, last, ends, part.target)


def check_path_is_whole(of: Breakdown) -> Iterator[Misfit]:
    """Whoever has a target has a value for each year on the way."""
    for one in (of.whole, *of.parts):
        missing = [year for year in of.years if year not in one.years]
        if one.target is not None and missing:
            yield Misfit("year-missing", Severity.WARNING, one.organisation, missing[0])


def check_path_direction(of: Breakdown) -> Iterator[Misfit]:
    """A path goes towards its target; what each year adds may be more or less."""
    if of.cumulative:
        return
    for one in (of.whole, *of.parts):
        line = [(None, one.base), *((year, one.years.get(year)) for year in of.years)]
        known = [(year, value) for year, value in line if value is not None]
        for (_, before), (year, value) in pairwise(known):
            if year is not None and _worse(of, value, before, _SMALLEST):
                yield Misfit("path-wrong-way", Severity.WARNING, one.organisation, year, value, before)
                break


def check_sums(of: Breakdown) -> Iterator[Misfit]:
    """The parts add up to the whole in the target and in every year; more than the whole asks for is only noted."""
    if of.joining is not Joining.SUM or not of.counted:
        return
    exact = _SMALLEST * (len(of.counted) + 1)
    yield from _against_whole(of, None, [part.target for part in of.counted], of.whole.target, exact)
    loose = Decimal(1).scaleb(-of.places) * (len(of.counted) + 1) / 2
    for year in of.years[:-1]:
        yield from _against_whole(
            of, year, [part.years.get(year) for part in of.counted], of.whole.years.get(year), loose
        )


def _against_whole(
    of: Breakdown, year: int | None, parts: list[Decimal | None], whole: Decimal | None, tolerance: Decimal
) -> Iterator[Misfit]:
    known = [value for value in parts if value is not None]
    if whole is None or len(known) < len(parts):
        return
    total = sum(known, Decimal(0))
    if _worse(of, total, whole, tolerance):
        yield Misfit("sum-short", Severity.ERROR, of.whole.organisation, year, total, whole)
    elif abs(total - whole) > tolerance:
        yield Misfit("sum-beyond", Severity.NOTE, of.whole.organisation, year, total, whole)


def check_weighted_shares(of: Breakdown) -> Iterator[Misfit]:
    """The weighted mean of the parts of a ratio is that of the whole."""
    if of.joining is not Joining.RATIO or not of.counted:
        return
    without = [part for part in of.counted if part.weight is None]
    for part in without:
        yield Misfit("weight-missing", Severity.WARNING, part.organisation)
    weights = [part.weight for part in of.counted if part.weight is not None]
    if without or not sum(weights):
        return
    yield from _weighted(of, None, weights, [part.target for part in of.counted], of.whole.target)
    for year in of.years[:-1]:
        values = [part.years.get(year) for part in of.counted]
        yield from _weighted(of, year, weights, values, of.whole.years.get(year))


def _weighted(
    of: Breakdown,
    year: int | None,
    weights: list[Decimal],
    parts: list[Decimal | None],
    whole: Decimal | None,
) -> Iterator[Misfit]:
    known = [value for value in parts if value is not None]
    if whole is None or len(known) < len(parts):
        return
    mean, step = compute_weighted(known, weights), Decimal(1).scaleb(-of.places)
    if _worse(of, mean, whole, step / 2):
        yield Misfit("mean-short", Severity.ERROR, of.whole.organisation, year, mean, whole)
    elif abs(mean - whole) > step:
        yield Misfit("mean-beyond", Severity.NOTE, of.whole.organisation, year, mean, whole)


def compute_weighted(values: list[Decimal], weights: list[Decimal]) -> Decimal:
    """The weighted mean; the weights do not add up to zero."""
    products = (value * weight for value, weight in zip(values, weights, strict=True))
    return sum(products, Decimal(0)) / sum(weights, Decimal(0))


def check_baselines(of: Breakdown) -> Iterator[Misfit]:
    """Every part has a baseline to start from, and together they make the whole's."""
    if of.cumulative:
        return
    for part in of.parts:
        if part.base is None:
            yield Misfit("baseline-missing", Severity.WARNING, part.organisation)
    bases = [part.base for part in of.counted if part.base is not None]
    weights = [part.weight for part in of.counted if part.weight is not None]
    if not bases or len(bases) < len(of.counted) or of.whole.base is None:
        return
    if of.joining is Joining.SUM:
        total, tolerance = sum(bases, Decimal(0)), _SMALLEST * (len(bases) + 1)
    elif of.joining is Joining.RATIO and len(weights) == len(bases) and any(weights):
        total, tolerance = compute_weighted(bases, weights), Decimal(1).scaleb(-of.places)
    else:
        return
    if abs(total - of.whole.base) > tolerance:
        yield Misfit("baselines-differ", Severity.WARNING, of.whole.organisation, None, total, of.whole.base)


def check_everybody_has_a_share(of: Breakdown) -> Iterator[Misfit]:
    """No part without a target, and nobody left out where others have a share."""
    for part in of.parts:
        if part.target is None:
            yield Misfit("target-missing", Severity.WARNING, part.organisation)
    if of.joining is Joining.NONE or not of.parts:
        return
    there = {part.organisation for part in of.parts}
    for organisation in of.expected:
        if organisation not in there:
            yield Misfit("left-out", Severity.NOTE, organisation)


def check_range(of: Breakdown) -> Iterator[Misfit]:
    """No share is beyond its natural end, no count below zero."""
    for part in of.parts:
        for value in (part.target, *part.years.values()):
            if value is not None and (value < 0 or (of.ceiling is not None and value > of.ceiling)):
                yield Misfit("beyond-range", Severity.ERROR, part.organisation, None, value, of.ceiling)
                break


CHECKS: tuple[Callable[[Breakdown], Iterator[Misfit]], ...] = (
    check_path_reaches_target,
    check_sums,
    check_weighted_shares,
    check_range,
    check_path_is_whole,
    check_path_direction,
    check_baselines,
    check_everybody_has_a_share,
)
RULES = (
    "path-misses-target",
    "year-missing",
    "path-wrong-way",
    "sum-short",
    "sum-beyond",
    "weight-missing",
    "mean-short",
    "mean-beyond",
    "baseline-missing",
    "baselines-differ",
    "target-missing",
    "left-out",
    "beyond-range",
)
_GRAVITY = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


def _end_of(of: Breakdown, one: Share) -> Decimal | None:
    """Where a path ends: the last year, or what the years add up to; None where a year is missing."""
    values = [one.years[year] for year in of.years if year in one.years]
    if len(values) < len(of.years):
        return None
    return sum(values, Decimal(0)) if of.cumulative else values[-1]


def _worse(of: Breakdown, value: Decimal, than: Decimal, tolerance: Decimal) -> bool:
    return (than - value if of.rising else value - than) > tolerance


def _decimal(value: float) -> Decimal:
    return Decimal(repr(value))
