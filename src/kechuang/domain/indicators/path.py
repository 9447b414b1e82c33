"""The path a plan declares from baseline to target (进度安排): where an indicator should stand in each year."""

from collections.abc import Mapping
from enum import StrEnum

from kechuang.domain.indicators.pace import Course


class Shape(StrEnum):
    """Even steps, even growth, all at the end, or slow-fast-slow."""

    LINEAR = "linear"
    GEOMETRIC = "geometric"
    STEP = "step"
    S_CURVE = "s"


def compute_planned(course: Course, year: float, shape: Shape) -> float:
    """The value the path asks for in a year; outside the period that of its nearer end.

    Even growth needs a baseline and a target above zero; where there is none, even steps are taken. The S is the
    smoothstep polynomial 3s² - 2s³ of the share of time gone.
    """
    share = (year - course.base_year) / (course.target_year - course.base_year)
    share = min(max(share, 0.0), 1.0)
    match shape:
        case Shape.GEOMETRIC if course.base > 0 and course.target > 0:
            return float(course.base * (course.target / course.base) ** share)
        case Shape.STEP:
            return course.target if share >= 1 else course.base
        case Shape.S_CURVE:
            share = share * share * (3 - 2 * share)
    return course.base + (course.target - course.base) * share


def compute_typed(course: Course, year: float, typed: Mapping[int, float]) -> float:
    """The value a path asks for whose years are given one by one (逐年目标); even steps between the years that are given.

    >>> course = Course(2025, 60.0, 2026, 62.0, 2030, 120.0)
    >>> [compute_typed(course, year, {2026: 62.0, 2028: 70.0}) for year in (2025, 2026, 2027, 2029, 2030)]
    [60.0, 62.0, 66.0, 95.0, 120.0]
    """
    known: dict[float, float] = {course.base_year: course.base, course.target_year: course.target}
    known.update((year, value) for year, value in typed.items())
    before = max((one for one in known if one <= year), default=min(known))
    after = min((one for one in known if one >= year), default=max(known))
    if before == after:
        return known[before]
    share = (year - before) / (after - before)
    return known[before] + (known[after] - known[before]) * share
