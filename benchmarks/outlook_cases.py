"""The published attainment cases: our probabilities beside the published rules, by file; and the speed of judging.

    python benchmarks/outlook_cases.py CASES.csv …

The files have the columns ``actual`` and ``attained``. What the constants in the rulebook were fitted on is judged kindly here; the
figures by unseen units are printed by ``python -m tools.tune_outlook``. Without arguments only the speed is measured:
100,000 series with their fan charts, on one core.
"""

import csv
import sys
import time
from pathlib import Path

import numpy as np

from kechuang.domain.indicators.attainment_cases import judge_cases
from kechuang.domain.indicators.backtest import Scores, score
from kechuang.domain.indicators.observation import Observation, TableRow
from kechuang.domain.indicators.outlook import Question
from kechuang.domain.indicators.outlook_judge import judge
from kechuang.domain.indicators.pace import Course, compute_completion, compute_statcan, compute_time_share
from kechuang.domain.indicators.target import Target
from kechuang.readers.cases import read_cases
from kechuang.readers.outlook import read_constants, read_plan_constants, read_thresholds

SERIES = 100_000
MEASURES = 500
FIRST_YEAR, YEARS, BASE_AT, END = 2016, 8, 4, 2025


def main(paths: list[Path]) -> None:
    """Score every file, then measure the speed."""
    for path in paths:
        judge_file(path)
    judge_many()


def judge_file(path: Path) -> None:
    """One line a method: Brier score, accuracy, expected calibration error, coverage of the 80 % interval."""
    rows = list(csv.DictReader(path.read_text("utf-8").splitlines()))
    attained = np.array([float(row["attained"]) for row in rows])
    judged = judge_cases(read_cases(path), read_constants())
    change = judged.aligned.change_to(np.array([float(row["actual"]) for row in rows]))
    inside = (judged.predictive.quantile(0.1) <= change) & (change <= judged.predictive.quantile(0.9))
    courses = [course_of(row) for row in rows]
    completion = np.array([float(one.reached or completes(one)) for one in courses])
    growth = np.array([float(one.reached or grows(one)) for one in courses])
    print(f"== {path.name}, {len(rows)} cases")
    show("this method", score(judged.probability, attained), f"coverage {inside.mean():.3f}")
    show("completion against time", score(completion, attained))
    show("growth ratio at least .95", score(growth, attained))


def course_of(row: dict[str, str]) -> Course:
    """What a published rule would judge."""
    year, value = row["years"].split("|")[-1], row["values"].split("|")[-1]
    base, target = float(row["base"]), float(row["target"])
    return Course(float(row["t0"]), base, float(year), float(value), float(row["target_year"]), target, target >= base)


def completes(course: Course) -> bool:
    """Whether the completion rate keeps up with the time gone."""
    share = compute_completion(course)
    return share is not None and share >= compute_time_share(course)


def grows(course: Course) -> bool:
    """Whether growth achieved is at least .95 of growth required."""
    found = compute_statcan(course)
    return found is not None and found.ratio >= 0.95


def show(method: str, found: Scores, more: str = "") -> None:
    """One line."""
    scores = f"Brier {found.brier:.4f}  accuracy {found.accuracy:.4f}  ECE {found.calibration_error:.4f}"
    print(f"{method:28} {scores}  {more}")


def judge_many() -> None:
    """Made-up random walks: a tenth of them whole things, in panels of 200 regions."""
    chance = np.random.default_rng(1)
    observed, questions = {}, []
    for at in range(SERIES):
        region, key = f"region {at // MEASURES}", f"measure {at % MEASURES}"
        values = np.exp(np.cumsum(chance.normal(0.05, 0.1, YEARS))) * 100
        points = tuple(
            Observation(region, key, FIRST_YEAR + year, float(value), None, TableRow("made", 1))
            for year, value in enumerate(values)
        )
        observed[region, key] = points
        target = Target(END, points[BASE_AT].value * 1.3, None, rising=True)
        questions.append(Question(key, key, region, None, points[BASE_AT], target, whole=at % 10 == 0))
    start = time.process_time()
    judge(questions, observed, constants=read_plan_constants(), rules=read_thresholds())
    print(f"{SERIES:,} series judged in {time.process_time() - start:.1f} CPU s")


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
