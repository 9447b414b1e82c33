"""Judges what a plan asks as an average growth a year (年均增长): the average so far against the one asked, and what is left to grow.

The words follow the published Statistics Canada / Open SDG bounds: 0.95 of the growth that is asked is on course, below 0.6 off.
There are no odds: nothing was tested on growth rates.
"""

import math

from kechuang.domain.indicators.observation import Observation
from kechuang.domain.indicators.outlook import AverageGrowth, Basis, Growing, Model, Outlook, Question, Reason, Verdict
from kechuang.domain.indicators.outlook_pace import compute_pace
from kechuang.domain.indicators.pace import Progress, progress_of

_LEAST = -99.0  # percent: what is gone as a whole grows no more


def judge_growth(question: Question, growing: Growing, points: tuple[Observation, ...]) -> Outlook:
    """The outlook of a question about growth; ``points`` are the values that are known, the years rising."""
    within = tuple(one for one in points if growing.since < one.year <= question.target.year)
    average = _average(question, growing, points, within)
    latest = within[-1] if within else None
    verdict, reason = _word(question, average)
    basis = Basis(Model.GROWTH, within)
    pace = compute_pace(question, latest)
    return Outlook(question, latest, pace, None, None, verdict, reason, basis, average=average)


def _average(
    question: Question, growing: Growing, points: tuple[Observation, ...], within: tuple[Observation, ...]
) -> AverageGrowth | None:
    if not within:
        return None
    asked, last = question.target.value, within[-1].year
    gone = last - growing.since
    if growing.is_rate:
        if min(one.value for one in within) <= _LEAST:
            return None
        grown = math.prod(1 + one.value / 100 for one in within)
        gone = len(within)  # a year nobody reported is left out, and said to be
    else:
        base = next((one for one in points if one.year == growing.since), question.base)
        if base is None or base.value <= 0 or within[-1].value <= 0:
            return None
        grown = within[-1].value / base.value
    left = question.target.year - last
    to_grow = (1 + asked / 100) ** (gone + left) / grown
    needed = (to_grow ** (1 / left) - 1) * 100 if left > 0 else None
    return AverageGrowth(
        growing.since, last, gone, (grown ** (1 / gone) - 1) * 100, asked, needed, last - growing.since - gone
    )


def _word(question: Question, average: AverageGrowth | None) -> tuple[Verdict, Reason | None]:
    if average is None:
        return Verdict.NOT_ENOUGH, Reason.NOTHING_OBSERVED
    met = question.target.met_by(average.mean)
    if average.last >= question.target.year:
        return (Verdict.REACHED if met else Verdict.OFF_COURSE), None
    if met or average.asked <= 0:
        return (Verdict.ON_COURSE if met else Verdict.OFF_COURSE), None
    progress = progress_of(average.mean / average.asked)
    words = {Progress.SUBSTANTIAL: Verdict.ON_COURSE, Progress.MODERATE: Verdict.AT_RISK}
    return words.get(progress, Verdict.OFF_COURSE), None
