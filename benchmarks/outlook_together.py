"""Is a whole judged better by its own history or by its parts? Amounts of countries, drawn together in groups as counties make a city.

    python benchmarks/outlook_together.py HDR_composite_indices_complete_time_series.csv [international|plans] [members] [history] [years in]

National income, carbon dioxide and material use (a head, times population) add up, which the published attainment cases do not. Each
group is judged some years into five, a target being the growth that four groups in ten had surpassed in the five years before. In
one place: the whole judged apart, and what its members imply where they move each by itself half together, and all together.
"""

import csv
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from scipy import special

from kechuang.domain.indicators.attainment import Constants
from kechuang.domain.indicators.backtest import score
from kechuang.domain.indicators.observation import Series
from kechuang.domain.indicators.outlook_drift import lay_out, look_ahead
from kechuang.readers.outlook import read_constants, read_plan_constants

AMOUNTS = ("gnipc", "co2_prod", "mf")
FIRST, LAST, PERIOD, DRAWS = 1990, 2022, 5, 600
WAYS = {"each by itself": 0.0, "half together": 0.5, "all together": 1.0}


def main(path: Path, constants: Constants, members: int, history: int, years_in: int) -> None:
    """One line a way of judging, over all groups and base years; then the members, apart and drawn towards their whole."""
    found = [case for amount in read_amounts(path) for case in cases(amount, constants, members, history, years_in)]
    attained = np.array([case["attained"] for case in found])
    print(f"{len(found)} wholes of {members}, judged {years_in} years into {PERIOD}, {history} years of history before")
    for way in ("apart", *WAYS):
        chance, inside = (np.array([case[way][part] for case in found]) for part in (0, 1))
        scores = score(chance, attained)
        told = f"Brier {scores.brier:.4f}  accuracy {scores.accuracy:.3f}  ECE {scores.calibration_error:.3f}"
        print(f"{way:16} {told}  80 % interval holds {inside.mean():.3f}")
    inner = np.array([one for case in found for one in case["members"]])
    brier = [float(((inner[:, column] - inner[:, 0]) ** 2).mean()) for column in (1, 2)]
    print(f"members          Brier apart {brier[0]:.4f}, moved so that they make their whole {brier[1]:.4f}")


def read_amounts(path: Path) -> list[dict[str, np.ndarray]]:
    """By amount: country -> its years; countries with a gap are left out."""
    rows = [row for row in csv.DictReader(path.read_text("latin-1").splitlines()) if not row["iso3"].startswith("ZZ")]
    years = range(FIRST, LAST + 1)
    found = []
    for name in AMOUNTS:
        filled = [row for row in rows if all(row[f"{name}_{y}"] and row[f"pop_total_{y}"] for y in years)]
        amounts = {
            row["iso3"]: [float(row[f"{name}_{y}"]) * float(row[f"pop_total_{y}"]) for y in years] for row in filled
        }
        found.append({country: np.array(values) for country, values in amounts.items() if min(values) > 0})
    return found


def cases(
    amounts: dict[str, np.ndarray], constants: Constants, members: int, history: int, years_in: int
) -> Iterator[dict]:
    """Every group in every second base year."""
    names = list(amounts)
    np.random.default_rng(0).shuffle(names)
    groups = [names[at : at + members] for at in range(0, len(names) - members + 1, members)]
    for base in range(6, LAST - FIRST - PERIOD + 1, 2):
        wholes = [np.sum([amounts[one] for one in group], axis=0) for group in groups]
        aim = aim_of(wholes, base)
        for group, whole in zip(groups, wholes, strict=True):
            series = [whole, *(amounts[one] for one in group)]
            yield judge_case(series, aim, base, base - history, base + years_in, constants)


def aim_of(series: list[np.ndarray], base: int) -> float:
    """By how much a target is to grow over the period."""
    return float(np.percentile([one[base] / one[base - PERIOD] for one in series], 60))


def judge_case(series: list[np.ndarray], aim: float, base: int, first: int, now: int, constants: Constants) -> dict:
    """The first series is the whole, the others its members."""
    end, years = base + PERIOD, tuple(float(FIRST + at) for at in range(first, now + 1))
    known = {(str(at), ""): Series(years, tuple(one[first : now + 1])) for at, one in enumerate(series)}
    drift = lay_out(known, ceilings={}, levels=frozenset(), constants=constants)
    coming = look_ahead(drift, np.arange(len(series)), np.full(len(series), float(end - now)), constants).predictive
    latest, target, actual = np.array([one[now] for one in series]), series[0][base] * aim, series[0][end]
    rng = np.random.default_rng(0)
    shared, own = rng.standard_normal((DRAWS, 1)), rng.standard_normal((DRAWS, len(series) - 1))

    def grown(normal: np.ndarray, rows: slice) -> np.ndarray:
        steps = special.stdtrit(coming.freedom, special.ndtr(normal))
        return latest[rows] * np.exp(np.clip(coming.location[rows] + coming.scale[rows] * steps, -50, 50))

    def told(drawn: np.ndarray) -> tuple[float, bool]:
        return float((drawn >= target).mean()), bool(np.quantile(drawn, 0.1) <= actual <= np.quantile(drawn, 0.9))

    ways = {
        way: told(grown(np.sqrt(r) * shared + np.sqrt(1 - r) * own, slice(1, None)).sum(1)) for way, r in WAYS.items()
    }
    middles = latest * np.exp(coming.location)
    gap, inner = np.log(middles[0] / middles[1:].sum()), []
    sought = aim_of(series[1:], base)
    for at, one in enumerate(series[1:], start=1):
        change = np.log(one[base] * sought / latest[at]) - coming.location[at]
        chances = [float(special.stdtr(coming.freedom, -step / coming.scale[at])) for step in (change, change - gap)]
        inner.append((float(one[end] >= one[base] * sought), *chances))
    return {
        "attained": float(actual >= target),
        "apart": told(grown(shared, slice(0, 1))[:, 0]),
        **ways,
        "members": inner,
    }


if __name__ == "__main__":
    given = [*sys.argv[2:], *("international", "10", "5", "2")[len(sys.argv) - 2 :]]
    chosen = {"international": read_constants, "plans": read_plan_constants}[given[0]]()
    main(Path(sys.argv[1]), chosen, *map(int, given[1:]))
