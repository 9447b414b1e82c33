"""How often the jump against history asks back a real figure, and how often it finds a planted slip.

    python benchmarks/entry_jumps.py

Real figures: the yearly series of regions that a city's published plan prints (``samples/real``). Each year after the first of a series is
put in against the years before it, as it was (asked back wrongly?) and spoilt (found? and, for a slip of unit, named with its factor?).
"""

import json
from collections import defaultdict
from datetime import date
from decimal import Decimal
from importlib.resources import files

from kechuang.domain.collection.history import find_jump
from kechuang.domain.collection.limits import limits_on
from kechuang.readers.rules import read_collection_rules

SPOILT = {"×10": 10, "÷10": Decimal("0.1"), "×100": 100, "×10000": 10_000, "÷10000": Decimal("0.0001"), "×3": 3}


def read_series():
    """Year -> value by measure, unit and region."""
    found = defaultdict(dict)
    for file in files("kechuang.samples").joinpath("real").iterdir():
        for cell in json.loads(file.read_text("utf-8"))["series"] if file.name.endswith(".json") else ():
            if cell["year"] is not None and cell["value"] is not None:
                place = (file.name, cell["measure"], cell["unit"], cell["region"], cell["column"])
                found[place][cell["year"]] = Decimal(str(cell["value"]))
    return [sorted(years.items()) for years in found.values() if len(years) > 1]


def main():
    """Print one line for figures as they were, and one for each way of spoiling them."""
    rule = limits_on(read_collection_rules().on(date(2026, 1, 31))).jump
    moments = [(series[:at], *series[at]) for series in read_series() for at in range(1, len(series))]
    for points in (1, 2, 3, 4):
        some = [one for one in moments if len(one[0]) == points]
        asked = sum(find_jump(past, year, value, rule) is not None for past, year, value in some)
        print(f"as it was, {points} earlier years: {asked} of {len(some)} asked back")
    asked = sum(find_jump(past, year, value, rule) is not None for past, year, value in moments)
    print(f"as it was: {asked} of {len(moments)} asked back ({asked / len(moments):.1%})")
    for name, factor in SPOILT.items():
        jumps = [find_jump(past, year, value * factor, rule) for past, year, value in moments if value]
        named = sum(jump is not None and jump.factor == factor for jump in jumps)
        print(f"{name}: {sum(one is not None for one in jumps)} of {len(jumps)} found, {named} named with the factor")


if __name__ == "__main__":
    main()
