"""Judges targets by what has been observed: which model fits each, its probability, interval, path and verdict."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kechuang.domain.indicators.attainment import Constants
from kechuang.domain.indicators.attainment_features import Array, Groups
from kechuang.domain.indicators.observation import Observation, Series, series_of
from kechuang.domain.indicators.outlook import (
    Answer,
    Basis,
    Model,
    Outlook,
    PathYear,
    Question,
    Reason,
    Rules,
    Verdict,
)
from kechuang.domain.indicators.outlook_counts import judge_count
from kechuang.domain.indicators.outlook_drift import Drift, Key, lay_out, look_ahead
from kechuang.domain.indicators.outlook_growth import judge_growth
from kechuang.domain.indicators.outlook_pace import compute_pace
from kechuang.domain.indicators.outlook_path import bound_by_path, hold_against, planned_of
from kechuang.domain.indicators.outlook_sum import judge_sum
from kechuang.domain.indicators.path import Shape

_FARTHEST_YEARS = 40
Observed = Mapping[Key, Sequence[Observation]]


@dataclass(frozen=True, eq=False)
class _Known:
    """What every judgement shares."""

    observed: Observed
    series: Mapping[Key, Series]
    members: Mapping[str, Sequence[Key]]
    drift: Drift
    constants: Constants
    rules: Rules
    as_of: int | None

    def others_of(self, question: Question) -> list[Series]:
        own = (question.region, question.key)
        return [self.series[key] for key in self.members[question.key] if key != own]


def judge(
    questions: Sequence[Question], observed: Observed, *, constants: Constants, rules: Rules, as_of: int | None = None
) -> tuple[Outlook, ...]:
    """An outlook for every question, in their order; nothing observed after ``as_of`` is looked at.

    ``observed`` holds, by region and key and in the order of the years, what is known of the regions asked about and of
    any others, which serve as their panel.
    """
    known = _gather(questions, observed, constants, rules, as_of)
    models = [_model_of(question, known) for question in questions]
    drifting = _judge_drifts([q for q, m in zip(questions, models, strict=True) if m is Model.DRIFT], known)
    return tuple(
        next(drifting) if model is Model.DRIFT else _judge_one(question, model, known)
        for question, model in zip(questions, models, strict=True)
    )


def _gather(
    questions: Sequence[Question], observed: Observed, constants: Constants, rules: Rules, as_of: int | None
) -> _Known:
    until = as_of if as_of is not None else _FARTHEST_YEARS * 1000
    cut = {key: tuple(one for one in values if one.year <= until) for key, values in observed.items()}
    kept = {key: values for key, values in cut.items() if values}
    series = {key: series_of(values) for key, values in kept.items()}
    tops = {question.key: question.ceiling for question in questions if question.ceiling is not None}
    ceilings = {key: tops[key[1]] for key in series if key[1] in tops}
    levels = frozenset((one.region, one.key) for one in questions if one.target.value <= 0)
    members: dict[str, list[Key]] = {}
    for key in series:
        members.setdefault(key[1], []).append(key)
    drift = lay_out(series, ceilings=ceilings, levels=levels, constants=constants)
    return _Known(kept, series, members, drift, constants, rules, as_of)


def _model_of(question: Question, known: _Known) -> Model:
    series = known.series.get((question.region, question.key))
    if question.growing is not None:
        return Model.GROWTH
    if series is None:
        return Model.NONE
    if question.target.cumulative:
        return Model.SUM if question.base is not None else Model.NONE
    if series.years[-1] >= question.target.year:
        return Model.SETTLED
    if _reason(question, known) in (Reason.ONE_POINT, Reason.STEP):
        return Model.NONE
    if question.whole and max(series.values) < known.rules.small_count and min(series.values) >= 0:
        return Model.COUNTS
    return Model.DRIFT


def _reason(question: Question, known: _Known) -> Reason | None:
    """Why there is not enough to tell, None where there is."""
    key, rules = (question.region, question.key), known.rules
    if key not in known.series:
        return Reason.NOTHING_OBSERVED
    steps, others = len(known.series[key].years) - 1, known.drift.panel_of(known.drift.rows[key]).others
    if steps < 1 and others < rules.fewest_others:
        return Reason.ONE_POINT
    if question.shape is Shape.STEP:
        return Reason.STEP
    if known.as_of is not None and known.as_of - known.series[key].years[-1] >= rules.stale_years:
        return Reason.STALE
    return Reason.SHORT if steps < rules.fewest_steps and others < rules.fewest_others else None


def _judge_one(question: Question, model: Model, known: _Known) -> Outlook:
    points = tuple(known.observed.get((question.region, question.key), ()))
    latest = points[-1] if points else None
    if question.growing is not None:
        return judge_growth(question, question.growing, points)
    if model is Model.COUNTS:
        planned = planned_of(question, latest, farthest=_FARTHEST_YEARS)
        answer = judge_count(question, points, known.others_of(question), known.rules, planned)
    elif model is Model.SUM:
        answer = judge_sum(question, points, known.drift, known.constants, known.rules)
    elif model is Model.SETTLED:
        return _settled(question, points)
    else:
        answer = Answer(None, None, (), Basis(Model.NONE, points))
    return _conclude(question, latest, answer, known)


def _settled(question: Question, points: tuple[Observation, ...]) -> Outlook:
    final = next(one for one in points if one.year >= question.target.year)
    met = question.target.met_by(final.value)
    verdict = Verdict.REACHED if met else Verdict.OFF_COURSE
    pace = compute_pace(question, final)
    basis = Basis(Model.SETTLED, points, years_to_go=0.0)
    return Outlook(question, final, pace, float(met), (final.value, final.value), verdict, None, basis)


def _judge_drifts(questions: Sequence[Question], known: _Known) -> Iterator[Outlook]:
    """All drift questions in one pass a year to go; answers come in the order of the questions."""
    if not questions:
        return
    drift, rules = known.drift, known.rules
    rows = np.array([drift.rows[one.region, one.key] for one in questions])
    to_go = np.array([float(one.target.year) for one in questions]) - drift.aligned.years[rows, -1]
    ceilings = np.array([np.inf if one.ceiling is None else one.ceiling for one in questions])
    coming = look_ahead(drift, rows, to_go, known.constants)
    lows, highs = (_ends(questions, end) for end in ("low", "high"))
    above = np.where(np.isnan(lows), 1.0, coming.probability_above(np.nan_to_num(lows, nan=1.0)))
    beyond = np.where(np.isnan(highs), 0.0, coming.probability_above(np.nan_to_num(highs, nan=1.0)))
    chances = np.clip(above - beyond, 0.0, 1.0)
    fans = _fans(rows, to_go, ceilings, known)
    tail = (1 - rules.interval) / 2
    ends = [coming.quantile(p, ceilings) for p in (tail, 1 - tail)]
    for at, question in enumerate(questions):
        points = tuple(known.observed[question.region, question.key])
        basis = Basis(
            Model.DRIFT,
            points,
            float(to_go[at]),
            drift.scale_of(rows[at]),
            drift.drifts_of(rows[at]),
            drift.panel_of(rows[at]),
            float(coming.predictive.location[at]),
            float(coming.predictive.scale[at]),
            coming.predictive.freedom,
        )
        planned = planned_of(question, points[-1], farthest=_FARTHEST_YEARS)
        path = tuple(PathYear(*year, planned.get(year[0])) for year in fans[at])
        interval = float(ends[0][at]), float(ends[1][at])
        yield _conclude(question, points[-1], Answer(float(chances[at]), interval, path, basis), known)


def _ends(questions: Sequence[Question], name: str) -> Array:
    return np.array([np.nan if (end := getattr(one.target, name)) is None else end for one in questions], dtype=float)


def _fans(rows: Groups, to_go: Array, ceilings: Array, known: _Known) -> list[list[tuple[int, float, float, float]]]:
    """For every row the years from its latest value to its target year: year, middle, low, high."""
    fans: list[list[tuple[int, float, float, float]]] = [[] for _ in range(len(rows))]
    tail = (1 - known.rules.interval) / 2
    for ahead in range(1, int(min(to_go.max(), _FARTHEST_YEARS)) + 1):
        reaching = np.flatnonzero(to_go >= ahead)
        coming = look_ahead(known.drift, rows[reaching], np.full(len(reaching), float(ahead)), known.constants)
        years = (coming.aligned.years[:, -1] + ahead).astype(int).tolist()
        quantiles = [coming.quantile(p, ceilings[reaching]).tolist() for p in (0.5, tail, 1 - tail)]
        for at, *year in zip(reaching.tolist(), years, *quantiles, strict=True):
            fans[at].append((year[0], year[1], year[2], year[3]))
    return fans


def _conclude(question: Question, latest: Observation | None, answer: Answer, known: _Known) -> Outlook:
    reason = _reason(question, known) or _too_wide(question, answer, known.rules)
    if latest is not None and _reached(question, latest, answer.interval):
        verdict, reason = Verdict.REACHED, None
    elif reason is not None or answer.probability is None:
        verdict = Verdict.NOT_ENOUGH
    else:
        verdict = _word(answer.probability, known.rules)
    against = hold_against(question, answer.basis.points)
    verdict = bound_by_path(verdict, against)
    pace = compute_pace(question, latest)
    return Outlook(
        question, latest, pace, answer.probability, answer.interval, verdict, reason, answer.basis, answer.path, against
    )


def _too_wide(question: Question, answer: Answer, rules: Rules) -> Reason | None:
    """An interval that spans an order of magnitude with the target inside it says nothing."""
    if answer.interval is None or answer.basis.scale != "log" or question.target.value <= 0:
        return None
    low, high = answer.interval
    return Reason.WIDE if low < question.target.value < high and high > rules.widest * low else None


def _reached(question: Question, latest: Observation, interval: tuple[float, float] | None) -> bool:
    if not question.target.cumulative:
        return question.target.met_by(latest.value)
    over = latest.year >= question.target.year
    return over and interval is not None and question.target.met_by(interval[0])


def _word(probability: float, rules: Rules) -> Verdict:
    if probability >= rules.on_course:
        return Verdict.ON_COURSE
    return Verdict.OFF_COURSE if probability < rules.off_course else Verdict.AT_RISK
