"""A backtest (回测) on past figures: targets set as they might have been, judged part of the way, held against what came.

From every base year a target for the end of the period is set at the growth that four regions in ten had surpassed by then;
it is judged from what was known some years in, by the model and by the published rules, and scored by what was reached.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kechuang.domain.indicators.attainment import Constants
from kechuang.domain.indicators.attainment_cases import Case, judge_cases
from kechuang.domain.indicators.attainment_features import Array
from kechuang.domain.indicators.observation import Series
from kechuang.domain.indicators.pace import Course, compute_completion, compute_statcan, compute_time_share

PERIODS = (5, 4, 3)  # the first that yields ENOUGH cases, else the one that yields most
ENOUGH = 30
_AMBITION = 60  # percentile of growth known at the base year
_ON_TRACK = 0.95
_BINS = 10
_FEWEST_KNOWN = 3  # values known by the time of judgement


@dataclass(frozen=True, slots=True)
class PastCase:
    """A case with its answer, and the course a published rule would judge."""

    case: Case
    actual: float
    course: Course

    @property
    def attained(self) -> bool:
        """Whether the target was reached."""
        return self.actual >= self.case.target if self.case.rising else self.actual <= self.case.target


@dataclass(frozen=True, slots=True)
class Scores:
    """Brier score (0 best), share judged right at one half, expected calibration error over ten bins."""

    brier: float
    accuracy: float
    calibration_error: float


@dataclass(frozen=True, slots=True)
class Tested:
    """How all cases judged ``years_in`` years into periods of ``period`` years fared; ``coverage`` of the interval."""

    period: int
    years_in: int
    cases: int
    attained: float
    model: Scores
    coverage: float
    completion: Scores
    growth: Scores


def backtest(
    observed: Mapping[tuple[str, str], Series], *, constants: Constants, interval: float = 0.8
) -> tuple[Tested, ...]:
    """Backtest figures by region and indicator; empty where no series is long enough (values above zero only)."""
    by_period = {period: list(_past_cases(observed, period)) for period in PERIODS}
    period = next((one for one in PERIODS if len(by_period[one]) >= ENOUGH), None)
    chosen = max(PERIODS, key=lambda one: len(by_period[one])) if period is None else period
    by_years_in = defaultdict(list)
    for years_in, past in by_period[chosen]:
        by_years_in[years_in].append(past)
    return tuple(
        _tested(chosen, years_in, by_years_in[years_in], constants, interval) for years_in in sorted(by_years_in)
    )


def score(probabilities: Array, attained: Array) -> Scores:
    """Score probabilities by what came true.

    >>> score(np.array([0.8, 0.4]), np.array([1.0, 0.0]))
    Scores(brier=0.1, accuracy=1.0, calibration_error=0.3)
    """
    gaps = probabilities - attained
    bins = np.minimum((probabilities * _BINS).astype(int), _BINS - 1)
    error = sum(abs(float(gaps[bins == one].sum())) for one in range(_BINS)) / len(gaps)
    right = float(((probabilities >= 0.5) == (attained > 0.5)).mean())
    return Scores(round(float((gaps**2).mean()), 6), round(right, 6), round(error, 6))


def _tested(period: int, years_in: int, past: Sequence[PastCase], constants: Constants, interval: float) -> Tested:
    probabilities, inside = _judge(past, constants, interval)
    attained = np.array([float(one.attained) for one in past])
    completion = np.array([float(_completed(one.course)) for one in past])
    growth = np.array([float(_grows_enough(one.course)) for one in past])
    return Tested(
        period,
        years_in,
        len(past),
        round(float(attained.mean()), 6),
        score(probabilities, attained),
        round(float(inside.mean()), 6),
        score(completion, attained),
        score(growth, attained),
    )


def _judge(past: Sequence[PastCase], constants: Constants, interval: float) -> tuple[Array, Array]:
    """Probability, and whether the interval held what came; each base year by itself, so that no panel sees the future."""
    probabilities, inside = np.zeros(len(past)), np.zeros(len(past))
    rows = defaultdict(list)
    for row, one in enumerate(past):
        rows[one.course.base_year].append(row)
    for those in rows.values():
        judged = judge_cases([past[row].case for row in those], constants)
        probabilities[those] = judged.probability
        change = judged.aligned.change_to(np.array([past[row].actual for row in those]))
        tail = (1 - interval) / 2
        low, high = judged.predictive.quantile(tail), judged.predictive.quantile(1 - tail)
        inside[those] = (low <= change) & (change <= high)
    return probabilities, inside


def _completed(course: Course) -> bool:
    share = compute_completion(course)
    return share is not None and share >= compute_time_share(course)


def _grows_enough(course: Course) -> bool:
    statcan = compute_statcan(course)
    return statcan is not None and statcan.ratio >= _ON_TRACK


def _past_cases(observed: Mapping[tuple[str, str], Series], period: int) -> Iterator[tuple[int, PastCase]]:
    """Every case there is with the years into the period at which it is judged."""
    by_indicator: defaultdict[str, dict[str, dict[float, float]]] = defaultdict(dict)
    for (region, indicator), series in observed.items():
        if min(series.values) > 0:
            by_indicator[indicator][region] = dict(zip(series.years, series.values, strict=True))
    for indicator, regions in by_indicator.items():
        for base_year in sorted({year for values in regions.values() for year in values}):
            growth, rising = _ambition(regions, base_year, period)
            if growth is not None:
                yield from _from_base(indicator, regions, base_year, period, growth, rising)


def _from_base(
    indicator: str,
    regions: Mapping[str, Mapping[float, float]],
    base_year: float,
    period: int,
    growth: float,
    rising: bool,
) -> Iterator[tuple[int, PastCase]]:
    end = base_year + period
    for region, values in regions.items():
        base, actual = values.get(base_year), values.get(end)
        if base is None or actual is None:
            continue
        target = base * (1 + growth) ** period
        for years_in in range(1, period):
            known = sorted(year for year in values if year <= base_year + years_in)
            if base_year + years_in not in values or len(known) < _FEWEST_KNOWN:
                continue
            series = Series(tuple(known), tuple(values[year] for year in known))
            case = Case(indicator, region, series, base, target, end)
            course = Course(base_year, base, known[-1], series.values[-1], end, target, rising)
            yield years_in, PastCase(case, actual, course)


def _ambition(regions: Mapping[str, Mapping[float, float]], base_year: float, period: int) -> tuple[float | None, bool]:
    """The yearly growth to aim for as known at the base year, and whether more is better: as most regions had moved."""
    growths = [growth for values in regions.values() if (growth := _growth(values, base_year, period)) is not None]
    if not growths:
        return None, True
    rising = float(np.median(growths)) >= 0
    growth = float(np.percentile(growths, _AMBITION if rising else 100 - _AMBITION))
    return (growth, rising) if growth != 0 else (None, rising)


def _growth(values: Mapping[float, float], base_year: float, period: int) -> float | None:
    """Growth a year into the base year, over the longest stretch no longer than the period."""
    if base_year not in values:
        return None
    earlier = [year for year in values if base_year - period <= year < base_year]
    if not earlier:
        return None
    first = min(earlier)
    return float((values[base_year] / values[first]) ** (1 / (base_year - first)) - 1)
