"""Refit the weights of the outlook from case files and print the rulebook's ``model`` section.

    python -m tools.tune_outlook cases_year2.csv cases_year3.csv > model.yaml

The case files have the columns of ``kechuang outlook --cases`` with ``actual`` and ``attained``. Every case is also used cut
short: fewer years of history, an earlier year of the plan, a small panel, none. Weights are fitted by the Brier score of
the given target plus a tenth of the log score of the outcome, drawn a little towards simple values. What is printed to
standard error is by unit: fitted on one half of the units, measured on the other, and the reverse.
"""

import csv
import sys
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy import optimize, special

from kechuang.domain.indicators.attainment import LOCATION, SPREAD, Constants, compute_columns
from kechuang.domain.indicators.attainment_features import Histories, compute_features

FREEDOM, FLOOR, RIDGE = 2.6, 5e-4, 1e-4
HYPER = Constants({}, {}, FREEDOM, FLOOR, half_panel=3.0, prior_deviation=0.02, prior_freedom=0.5)
FULL_PANEL, ALONE, SMALL = -1, 0, 5
CUT_WEIGHT, NEXT_YEAR_WEIGHT = 0.1, 1.5
LOG_SCORE_SHARE = 0.1
WORST_LOG_SCORE = 8.0
SMALLEST_SCALE = 1e-3


@dataclass
class Sample:
    """Cases cut in one way: what the weights multiply, and what came of it, relative to the latest value."""

    name: str
    weight: float
    location: np.ndarray
    spread: np.ndarray
    outcome: np.ndarray
    needed: np.ndarray
    attained: np.ndarray
    judged: float
    half: np.ndarray


@dataclass
class Cases:
    """A case file as arrays; all its histories are of one length."""

    indicator: np.ndarray
    unit: np.ndarray
    years: np.ndarray
    values: np.ndarray
    target: np.ndarray
    target_year: np.ndarray
    actual: np.ndarray
    attained: np.ndarray

    @property
    def half(self) -> np.ndarray:
        return np.array([zlib.crc32(unit.encode()) % 2 for unit in self.unit])

    @property
    def bounded(self) -> np.ndarray:
        above = {name for name, row in zip(self.indicator, self.values, strict=True) if row.max() > 100}
        return ~np.isin(self.indicator, sorted(above))


def read_cases(path: str) -> Cases:
    rows = list(csv.DictReader(Path(path).read_text("utf-8").splitlines()))
    split = [
        ([float(y) for y in row["years"].split("|")], [float(v) for v in row["values"].split("|")]) for row in rows
    ]
    column = lambda name: np.array([float(row[name]) for row in rows])  # noqa: E731
    return Cases(
        np.array([row["indicator"] for row in rows]),
        np.array([row["unit"] for row in rows]),
        np.array([years for years, _ in split]),
        np.array([values for _, values in split]),
        column("target"),
        column("target_year"),
        column("actual"),
        column("attained"),
    )


def cut(
    cases: Cases, name: str, first: int, end: int, *, panel: int = FULL_PANEL, weight: float = CUT_WEIGHT
) -> Sample:
    """The cases with columns ``first`` to ``end`` of their history only."""
    return _sample(cases, name, first, end, panel, weight, cases.target_year, cases.actual, judged=1.0)


def next_year(cases: Cases, name: str, *, panel: int) -> Sample:
    """The last known value, told from the others: no target, one year to go."""
    last = cases.years.shape[1] - 1
    known = cases.years[:, last], cases.values[:, last]
    return _sample(cases, name, 0, last, panel, NEXT_YEAR_WEIGHT, *known, judged=0.0)


def _sample(cases, name, first, end, panel, weight, year, outcome, *, judged) -> Sample:
    years, values = cases.years[:, first:end], np.log(cases.values[:, first:end])
    fullness = np.where(cases.bounded, cases.values[:, end - 1] / 100, 0.0)
    histories = Histories(years, values, fullness, _groups(cases, years[:, -1], panel))
    features = compute_features(histories, floor=FLOOR)
    location, spread = compute_columns(features, year - years[:, -1], HYPER)
    last = values[:, -1]
    return Sample(
        name,
        weight,
        location,
        spread,
        np.log(np.maximum(outcome, 1e-9)) - last,
        np.log(cases.target) - last,
        cases.attained,
        judged,
        cases.half,
    )


def _groups(cases: Cases, year: np.ndarray, panel: int) -> np.ndarray:
    if panel == ALONE:
        return np.arange(len(year))
    parts = 1 if panel == FULL_PANEL else 60 // panel
    keys = [
        f"{indicator}|{at}|{zlib.crc32((unit + 'x').encode()) % parts}"
        for indicator, at, unit in zip(cases.indicator, year, cases.unit, strict=True)
    ]
    return np.unique(keys, return_inverse=True)[1]


def samples(paths: Sequence[str]) -> list[Sample]:
    made = []
    for path in paths:
        cases = read_cases(path)
        n, stem = cases.years.shape[1], Path(path).stem
        made.append(cut(cases, stem, 0, n, weight=1.0))
        for panel, words in ((ALONE, "alone"), (SMALL, "small panel")):
            made.append(cut(cases, f"{stem}, {words}", 0, n, panel=panel))
        for points in (5, 3, 2):
            made.append(cut(cases, f"{stem}, {points} points", n - points, n))
            made.append(cut(cases, f"{stem}, {points} points, alone", n - points, n, panel=ALONE))
        made.append(cut(cases, f"{stem}, 1 point", n - 1, n))
        for earlier in (1, 2):
            for panel, words in ((FULL_PANEL, ""), (ALONE, ", alone")):
                made.append(cut(cases, f"{stem}, {earlier} years earlier{words}", 0, n - earlier, panel=panel))
        for panel, words in ((FULL_PANEL, ""), (ALONE, ", alone")):
            made.append(next_year(cases, f"{stem}, next year{words}", panel=panel))
    return made


def log_t(z: np.ndarray) -> np.ndarray:
    constant = special.gammaln((FREEDOM + 1) / 2) - special.gammaln(FREEDOM / 2) - 0.5 * np.log(FREEDOM * np.pi)
    return constant - (FREEDOM + 1) / 2 * np.log1p(z * z / FREEDOM)


def loss(x: np.ndarray, of: dict[str, np.ndarray], share: float, prior: np.ndarray) -> tuple[float, np.ndarray]:
    """The score and its gradient; outcomes are scored no sharper than SMALLEST_SCALE and no worse than the bound."""
    a = of["location"].shape[1]
    mean, scale = of["location"] @ x[:a], np.exp(np.clip(of["spread"] @ x[a:], -12, 5))
    wide = np.hypot(scale, SMALLEST_SCALE)
    z = (of["outcome"] - mean) / wide
    log_score = np.log(wide) - log_t(z)
    counted = share * (log_score < WORST_LOG_SCORE)
    q = (mean - of["needed"]) / scale
    p = special.stdtr(FREEDOM, q)
    miss = of["judged"] * (p - of["attained"])
    weight = of["weight"] / of["weight"].sum()
    total = (weight * (share * np.minimum(log_score, WORST_LOG_SCORE) + 20 * miss**2)).sum()
    pull = (FREEDOM + 1) * z / (FREEDOM + z * z)
    by_p = 40 * miss * np.exp(log_t(q))
    by_mean = weight * (by_p / scale - counted * pull / wide)
    by_spread = weight * (counted * (1 - pull * z) * (scale / wide) ** 2 - by_p * q)
    off = x - prior
    gradient = np.concatenate([of["location"].T @ by_mean, of["spread"].T @ by_spread]) + 2 * RIDGE * off
    return total + RIDGE * (off**2).sum(), gradient


def fit(made: Sequence[Sample], half: int | None) -> np.ndarray:
    kept = [sample.half == half if half is not None else np.ones(len(sample.half), bool) for sample in made]
    of = {
        key: np.concatenate([getattr(sample, key)[rows] for sample, rows in zip(made, kept, strict=True)])
        for key in ("location", "spread", "outcome", "needed", "attained")
    }
    for key in ("weight", "judged"):
        parts = [np.full(rows.sum(), getattr(sample, key)) for sample, rows in zip(made, kept, strict=True)]
        of[key] = np.concatenate(parts)
    prior = start()
    x = prior
    for share, steps in ((3.0, 100), (LOG_SCORE_SHARE, 400)):
        options = {"maxiter": steps}
        x = optimize.minimize(loss, x, args=(of, share, prior), jac=True, method="L-BFGS-B", options=options).x
    return x


def start() -> np.ndarray:
    x = np.zeros(2 * len(LOCATION) + 2 * len(SPREAD))
    x[LOCATION.index("whole")] = 0.9
    x[LOCATION.index("recent_over_whole")] = 0.5
    x[2 * len(LOCATION) + SPREAD.index("own")] = 0.9
    x[2 * len(LOCATION) + len(SPREAD) + SPREAD.index("constant")] = 0.7
    return x


def report(made: Sequence[Sample], fitted: dict[int, np.ndarray]) -> None:
    """Brier score, accuracy, expected calibration error and coverage of the 80 % interval, each unit unseen."""
    for sample in made:
        p, covered = np.zeros(len(sample.half)), np.zeros(len(sample.half))
        for half, x in fitted.items():
            rows = sample.half == 1 - half
            a = sample.location.shape[1]
            mean, scale = sample.location[rows] @ x[:a], np.exp(np.clip(sample.spread[rows] @ x[a:], -12, 5))
            p[rows] = special.stdtr(FREEDOM, (mean - sample.needed[rows]) / scale)
            covered[rows] = np.abs(sample.outcome[rows] - mean) <= special.stdtrit(FREEDOM, 0.9) * scale
        brier, right = ((p - sample.attained) ** 2).mean(), ((p >= 0.5) == sample.attained).mean()
        judged = f"Brier {brier:.4f} accuracy {right:.4f} ECE {_ece(p, sample.attained):.4f}" if sample.judged else ""
        print(f"{sample.name:34} {judged:44} coverage {covered.mean():.3f}", file=sys.stderr)


def _ece(p: np.ndarray, attained: np.ndarray) -> float:
    bins = np.minimum((p * 10).astype(int), 9)
    return sum(abs((p - attained)[bins == one].sum()) for one in range(10)) / len(p)


def print_yaml(x: np.ndarray) -> None:
    a = 2 * len(LOCATION)
    for title, names, part in (("location", LOCATION, x[:a]), ("spread", SPREAD, x[a:])):
        print(f"  {title}:")
        for at, name in enumerate(names):
            print(f"    {name}: [{part[at]:.4f}, {part[len(names) + at]:.4f}]")


def main() -> None:
    made = samples(sys.argv[1:])
    report(made, {half: fit(made, half) for half in (0, 1)})
    print_yaml(fit(made, None))


if __name__ == "__main__":
    main()
