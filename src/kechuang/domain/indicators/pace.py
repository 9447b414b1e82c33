"""The pace at which a target is approached (进度), by four published rules, each reproduced as published.

Sources: Statistics Canada / Open SDG progress calculation (Eurostat's compound annual growth method); United Nations
Statistics Division, SDG Progress Chart technical note; ESCAP, Asia and the Pacific SDG Progress Report, current status
index; and the plain completion rate against the share of time gone (完成率与时间进度). Where a published formula is undefined (a zero
baseline in the UNSD rule), the answer says so instead of a number.
"""

from dataclasses import dataclass
from enum import StrEnum

# Open SDG replaces a zero baseline by this value so that a growth rate exists.
_ZERO_STAND_IN = 0.001
_ON_TRACK = 0.95
_MODERATE = 0.60
_UNSD_SLOW = 0.10


class Progress(StrEnum):
    """The five words of the Statistics Canada / Open SDG rule."""

    ACHIEVED = "target_achieved"
    SUBSTANTIAL = "substantial_progress"
    MODERATE = "moderate_progress"
    LIMITED = "limited_progress"
    DETERIORATION = "deterioration"


@dataclass(frozen=True, slots=True)
class Course:
    """A target and how far it has come: values at the base, at the latest observation, and promised; years as numbers."""

    base_year: float
    base: float
    year: float
    value: float
    target_year: float
    target: float
    rising: bool = True

    @property
    def direction(self) -> int:
        """+1 where more is better, -1 where less is."""
        return 1 if self.rising else -1

    @property
    def reached(self) -> bool:
        """Whether the latest value already meets the target."""
        return self.direction * (self.value - self.target) >= 0


@dataclass(frozen=True, slots=True)
class StatCan:
    """Ratio of achieved to required growth, its word, and the score from -5 to 5 that Open SDG draws."""

    ratio: float
    progress: Progress
    score: float


@dataclass(frozen=True, slots=True)
class Unsd:
    """Share of the promised change that the current growth would reach by the target year, and the level 1 to 3."""

    ratio: float
    level: int


def compute_growth(first: float, last: float, years: float) -> float:
    """Compound annual growth rate from ``first`` to ``last``; ``first`` positive, ``last`` not negative."""
    return float((last / first) ** (1 / years) - 1)


def compute_statcan(course: Course) -> StatCan | None:
    """The Statistics Canada rule; None where growth is undefined (negative values, no time gone, target equal to base)."""
    base = course.base or _ZERO_STAND_IN
    if not _grows(base, course) or course.value < 0 or course.target < 0:
        return None
    required = compute_growth(base, course.target, course.target_year - course.base_year)
    if required == 0:
        return None
    ratio = course.direction * compute_growth(base, course.value, course.year - course.base_year) / abs(required)
    if course.reached:
        return StatCan(ratio, Progress.ACHIEVED, 5.0)
    return StatCan(ratio, progress_of(ratio), _score(ratio))


def compute_unsd(course: Course) -> Unsd | None:
    """The UNSD rule; None where it is undefined: a zero or negative baseline, no time gone, target equal to base."""
    if not _grows(course.base, course) or course.value < 0 or course.target == course.base:
        return None
    growth = compute_growth(course.base, course.value, course.year - course.base_year)
    expected = course.value * (1 + growth) ** (course.target_year - course.year)
    ratio = (expected - course.base) / (course.target - course.base)
    return Unsd(ratio, 3 if ratio >= _ON_TRACK else 2 if ratio >= _UNSD_SLOW else 1)


def compute_escap(course: Course) -> float | None:
    """ESCAP's current status index: 0 at the base, 10 at the target; None where target equals base."""
    if course.target == course.base:
        return None
    return 10 * course.direction * (course.value - course.base) / abs(course.target - course.base)


def compute_completion(course: Course) -> float | None:
    """Share of the promised change that has been made (完成率); None where target equals base."""
    if course.target == course.base:
        return None
    return (course.value - course.base) / (course.target - course.base)


def compute_time_share(course: Course) -> float:
    """Share of the period that has gone (时间进度)."""
    return (course.year - course.base_year) / (course.target_year - course.base_year)


def _grows(base: float, course: Course) -> bool:
    return base > 0 and course.base_year < course.year and course.base_year < course.target_year


def progress_of(ratio: float) -> Progress:
    """The word for a share of the growth that is required, short of the target itself."""
    if ratio >= _ON_TRACK:
        return Progress.SUBSTANTIAL
    if ratio >= _MODERATE:
        return Progress.MODERATE
    return Progress.LIMITED if ratio >= 0 else Progress.DETERIORATION


def _score(ratio: float) -> float:
    # Piecewise linear with the rounded coefficients that Open SDG publishes; clipped at both ends.
    if ratio >= _MODERATE:
        return min(5.0, 7.1429 * ratio - 4.2857)
    return max(-5.0, 4.1667 * ratio - 2.5)
