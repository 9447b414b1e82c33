"""Why a published pace rule has no answer: the reason in place of the number."""

from enum import StrEnum

from kechuang.domain.indicators.pace import Course


class Undefined(StrEnum):
    """Reasons a pace cannot be computed."""

    NO_BASELINE = "no_baseline"
    NOTHING_OBSERVED = "nothing_observed_since_baseline"
    TARGET_EQUALS_BASE = "target_equals_baseline"
    ZERO_BASELINE = "zero_baseline"
    NEGATIVE = "negative_value"
    CUMULATIVE = "cumulative_target"
    GROWTH = "average_growth_is_asked"
    TOO_STEEP = "growth_beyond_all_measure"


def explain_undefined(course: Course) -> Undefined:
    """Why the growth rules say nothing of this course; ask only where one of them answered None."""
    if course.year <= course.base_year:
        return Undefined.NOTHING_OBSERVED
    if min(course.base, course.value, course.target) < 0:
        return Undefined.NEGATIVE
    if course.target == course.base:
        return Undefined.TARGET_EQUALS_BASE
    return Undefined.ZERO_BASELINE
