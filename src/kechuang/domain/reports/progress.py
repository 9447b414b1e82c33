"""How far an indicator has come (进度): its latest value, what is done of the promised change, and the pace still needed.

Completion is the share of the promised change that has been made, compared with the share of time gone (完成率与时间进度); the
pace still needed is compound annual growth, or points a year for shares in percent.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Self

from kechuang.domain.indicators.outlook import Verdict
from kechuang.domain.plans.plan import YearValue
from kechuang.domain.reports.facts import Followed, Forecast, Observed
from kechuang.domain.reports.figures import cite, cite_computed, cite_value, percent, plain, tenths, with_unit
from kechuang.domain.reports.report import Cited

PERCENT = ("%", "％", "‰")
# An interval wider than this many times the target says no more than that nobody knows.
_WIDEST = 1.5
_SMALL = 10


class Standing(StrEnum):
    """How an indicator stands: target reached, at or ahead of time, behind time, nothing observed, not measurable."""

    REACHED = "reached"
    ON_PACE = "on_pace"
    BEHIND = "behind"
    UNOBSERVED = "unobserved"
    UNMEASURABLE = "unmeasurable"


_GROWN = {
    Verdict.REACHED: Standing.REACHED,
    Verdict.ON_COURSE: Standing.ON_PACE,
    Verdict.AT_RISK: Standing.BEHIND,
    Verdict.OFF_COURSE: Standing.BEHIND,
}


@dataclass(frozen=True)
class Ends:
    """Both ends of the promised change, as numbers with a year; what progress is measured between."""

    base: YearValue
    target: YearValue
    base_value: Decimal
    target_value: Decimal
    base_year: int
    target_year: int

    @classmethod
    def of(cls, followed: Followed) -> Self | None:
        """The ends of an indicator; None where one of them has no number or no year, or they do not differ."""
        base, target = followed.indicator.baseline, followed.indicator.target
        if base is None or target is None or base.year is None or target.year is None:
            return None
        if base.value is None or target.value is None or target.year <= base.year or base.value == target.value:
            return None
        return cls(base, target, base.value, target.value, base.year, target.year)


def latest_of(followed: Followed) -> Observed | None:
    """The last value observed after the year of the baseline; None where there is none."""
    base = followed.indicator.baseline
    since = base.year if base is not None and base.year is not None else 0
    later = [one for one in followed.observed if one.year > since]
    return max(later, key=lambda one: one.year, default=None)


def telling_forecast(followed: Followed) -> Forecast | None:
    """The forecast where it tells something: not where its interval is far wider than the target is large."""
    forecast, ends = followed.forecast, Ends.of(followed)
    if forecast is None or ends is None:
        return None
    last = next((one for one in forecast.path if one.year == ends.target_year), None)
    widest = _WIDEST * max(abs(float(ends.target_value)), abs(float(ends.base_value)))
    return forecast if last is None or last.high - last.low <= widest else None


def is_cumulative(followed: Followed) -> bool:
    """Whether the target is the sum over the period (累计数), which a single year's value cannot be held against."""
    target = followed.indicator.target
    return target is not None and target.cumulative


def standing_of(followed: Followed) -> Standing:
    """How the indicator stands by its latest value and the time gone, or by its own path where that was typed year by year; where an
    average growth is asked, as that was judged.
    """
    if followed.grown is not None:
        return _GROWN.get(followed.grown.verdict, Standing.UNOBSERVED)
    ends, latest = Ends.of(followed), latest_of(followed)
    if ends is None or is_cumulative(followed):
        return Standing.UNMEASURABLE
    if latest is None:
        return Standing.UNOBSERVED
    if is_reached(followed, latest):
        return Standing.REACHED
    kept = completion(ends, latest) >= time_share(ends, latest) if followed.against is None else followed.against.kept
    return Standing.ON_PACE if kept else Standing.BEHIND


def is_reached(followed: Followed, latest: Observed) -> bool:
    """Whether the latest value meets the target."""
    target = followed.indicator.target
    if target is None or target.value is None:
        return False
    return latest.value >= target.value if followed.rising else latest.value <= target.value


def completion(ends: Ends, latest: Observed) -> Decimal:
    """The share of the promised change that has been made."""
    return (latest.value - ends.base_value) / (ends.target_value - ends.base_value)


def time_share(ends: Ends, latest: Observed) -> Decimal:
    """The share of the period that has gone, never more than the whole."""
    return min(Decimal(1), Decimal(latest.year - ends.base_year) / (ends.target_year - ends.base_year))


def cite_observed(followed: Followed, observed: Observed) -> Cited:
    """An observed value as it was reported, with the indicator's unit."""
    return cite(with_unit(observed.text, followed.indicator.unit), observed.source)


def cite_completion(followed: Followed, ends: Ends, latest: Observed) -> Cited:
    """The completion rate and its working."""
    values = _values(followed, ends, latest)
    return cite_computed(percent(completion(ends, latest)), "report.rule.completion", **values)


def cite_time_share(ends: Ends, latest: Observed) -> Cited:
    """The share of time gone and its working."""
    return cite_computed(
        percent(time_share(ends, latest)),
        "report.rule.time",
        year=cite(latest.year, latest.source),
        base_year=cite(ends.base_year, ends.base.source),
        target_year=cite(ends.target_year, ends.target.source),
    )


def cite_gap(followed: Followed, ends: Ends, latest: Observed) -> Cited:
    """By how many percentage points completion and time gone differ, without sign."""
    done, gone = cite_completion(followed, ends, latest), cite_time_share(ends, latest)
    printed = Decimal(done.figure.rstrip("%")) - Decimal(gone.figure.rstrip("%"))
    return cite_computed(tenths(abs(printed)), "report.rule.gap", completion=done, time=gone)


@dataclass(frozen=True, slots=True)
class Pace:
    """The pace needed: the wording that fits it and its figure."""

    key: str
    figure: Cited


def pace_from(followed: Followed, ends: Ends, start: Observed | None) -> Pace | None:
    """The yearly pace from the latest value, or from the baseline where none was observed, to the target.

    Shares in percent, values at or below zero and counts below ten are told in points or units a year, all else as
    compound growth.
    """
    value = ends.base_value if start is None else start.value
    year = ends.base_year if start is None else start.year
    years = ends.target_year - year
    if years < 1 or value == ends.target_value:
        return None
    unit = followed.indicator.unit
    inputs = _pace_inputs(followed, ends, start)
    way = "rise" if ends.target_value > value else "fall"
    if unit in PERCENT or min(value, ends.target_value) <= 0 or _is_small_count(value, ends.target_value):
        step = abs(ends.target_value - value) / years
        kind = "points" if unit in PERCENT else "step"
        return Pace(f"report.pace.{kind}.{way}", cite_computed(_step(step, unit), "report.rule.step", **inputs))
    growth = (ends.target_value / value) ** (Decimal(1) / years) - 1
    return Pace(f"report.pace.growth.{way}", cite_computed(percent(abs(growth)), "report.rule.growth", **inputs))


def _is_small_count(*values: Decimal) -> bool:
    """Whether these are whole numbers that begin so low that a growth rate misleads (由1家到3家)."""
    return min(values) < _SMALL and all(value == value.to_integral_value() for value in values)


def _step(step: Decimal, unit: str | None) -> str:
    digits = plain(step.quantize(Decimal("0.01" if step < 10 else "0.1")))
    return digits if unit in PERCENT or not unit else digits + unit


def _pace_inputs(followed: Followed, ends: Ends, start: Observed | None) -> dict[str, Cited]:
    if start is None:
        first, first_year = cite_base(followed, ends), cite(ends.base_year, ends.base.source)
    else:
        first, first_year = cite_observed(followed, start), cite(start.year, start.source)
    return {
        "first": first,
        "target": cite_target(followed, ends),
        "first_year": first_year,
        "target_year": cite(ends.target_year, ends.target.source),
    }


def cite_base(followed: Followed, ends: Ends) -> Cited:
    """The baseline as printed."""
    return cite_value(ends.base, followed.indicator.unit)


def cite_target(followed: Followed, ends: Ends) -> Cited:
    """The target as printed."""
    return cite_value(ends.target, followed.indicator.unit)


def _values(followed: Followed, ends: Ends, latest: Observed) -> dict[str, Cited]:
    return {
        "latest": cite_observed(followed, latest),
        "baseline": cite_base(followed, ends),
        "target": cite_target(followed, ends),
    }
