"""How fast the index engine is: counties scored from a file, and the sensitivity analysis of a 51-country index.

    python benchmarks/index_speed.py [--regions 2844] [--indicators 60] [--periods 10]

The data are made up: lognormal values, three in a hundred missing. Asked of the engine: 2,844 regions × 60 indicators × 10 periods
within 5 s and 1 GB, and N = 1,024 (6,144 runs of four factors) within 5 s with first-order half-widths of .08 or less.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from kechuang.domain.indices.build import build_index
from kechuang.domain.indices.panel import Panel
from kechuang.domain.indices.sensitivity import compute_influences
from kechuang.domain.indices.uncertainty import simulate
from kechuang.readers.indices.plain_yaml import plain_data
from kechuang.readers.indices.recipes import recipe_of

HEAD = """title: made up
impute: [interpolate, {method: median}]
treat: {try: [winsorise, log]}
normalise: {method: minmax, to: [0, 100], scope: panel}
"""
VARY = """title: made up
treat: {try: [winsorise, log]}
normalise: {method: minmax, to: [1, 100]}
uncertainty:
  samples: 1024
  vary:
    weights: 0.25
    normalise: [{method: minmax, to: [1, 100]}, {method: zscore, mean: 10, sd: 2}]
    aggregate: [arithmetic, geometric]
    treat:
      - {try: [{method: winsorise, at_most: 1}, log]}
      - {try: [{method: winsorise, at_most: 3}, log]}
      - {try: [{method: winsorise, at_most: 5}, log]}
"""


def run() -> int:
    """Print both tables."""
    options = _options()
    for form in ("wide", "long"):
        seconds, cpu, peak = _scored(options.regions, options.indicators, options.periods, form)
        print(f"{form} file, scores and ranks to CSV   {seconds:6.2f} s   {cpu:6.2f} s CPU   {peak:7.0f} MB")
    recipe = recipe_of(plain_data(VARY + _tree(49, 8), "recipe"))
    chance = np.random.default_rng(1)
    columns = tuple(f"i{n}" for n in range(49))
    values = np.exp(chance.normal(size=(1, 51, 1)) * 0.8 + chance.normal(size=(1, 51, 49)) * 0.6)
    panel = Panel(tuple(f"r{n}" for n in range(51)), ("",), columns, values)
    built, plan = build_index(recipe, panel), recipe.uncertainty
    assert plan is not None
    start = time.perf_counter()
    simulated = simulate(built, panel, plan)
    influences = compute_influences(simulated.design, simulated.shifts, seed=1)
    print(f"{len(simulated.shifts)} runs of 51 × 49, {time.perf_counter() - start:.2f} s")
    for one in influences:
        widths = f"± {one.first_half_width:.3f}   total {one.total:.3f} ± {one.total_half_width:.3f}"
        print(f"  {one.factor:10} first {one.first:6.3f} {widths}")
    return 0


def _scored(regions: int, indicators: int, periods: int, form: str) -> tuple[float, float, float]:
    """Seconds, seconds of CPU and peak memory of the whole command in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        recipe, data = Path(folder, "recipe.yaml"), Path(folder, "data.csv")
        recipe.write_text(HEAD + _tree(indicators, 6), "utf-8")
        _write(data, regions, indicators, periods, form)
        code = "import sys; from kechuang.cli.main import main; sys.exit(main(sys.argv[1:]))"
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        start = time.perf_counter()
        out = str(Path(folder, "scores.csv"))
        arguments = ["index", str(recipe), "--data", str(data), "--csv", out, "--samples", "0"]
        subprocess.run([sys.executable, "-c", code, *arguments], check=True, stdout=subprocess.DEVNULL)
        seconds = time.perf_counter() - start
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime
    return seconds, cpu, used.ru_maxrss / 1024


def _tree(indicators: int, parts: int) -> str:
    groups = [[f"i{n}" for n in range(indicators) if n % parts == part] for part in range(parts)]
    lines = [f"    - {{key: part{place}, parts: [{', '.join(group)}]}}" for place, group in enumerate(groups)]
    return "index:\n  parts:\n" + "\n".join(lines) + "\n"


def _write(path: Path, regions: int, indicators: int, periods: int, form: str) -> None:
    chance = np.random.default_rng(1)
    values = np.exp(chance.normal(size=(periods, regions, indicators)))
    values[chance.random(values.shape) < 0.03] = np.nan
    keys = [f"i{n}" for n in range(indicators)]
    with path.open("w", encoding="utf-8") as file:
        file.write("region,period," + (",".join(keys) if form == "wide" else "indicator,value") + "\n")
        for period, region in np.ndindex(periods, regions):
            cells = ["" if one != one else f"{one:.4f}" for one in values[period, region].tolist()]
            start = f"{110000 + region},{2014 + period},"
            if form == "wide":
                file.write(start + ",".join(cells) + "\n")
            else:
                file.writelines(f"{start}{key},{cell}\n" for key, cell in zip(keys, cells, strict=True))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--regions", type=int, default=2844)
    parser.add_argument("--indicators", type=int, default=60)
    parser.add_argument("--periods", type=int, default=10)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(run())
