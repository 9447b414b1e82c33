"""The path a plan declares from baseline to target (进度安排): where an indicator should stand in each year."""

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
