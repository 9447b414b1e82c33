"""The statistics tables of a published plan against figures checked by hand."""

import json
from collections import Counter
from decimal import Decimal
from pathlib import Path

from tests.domain.plans.made_tables import series, text


def test_every_figure_of_a_city_plan_with_its_region_year_unit_and_line(real_plans: Path):
    lines = (real_plans / "truth" / "statistics.jsonl").read_text("utf-8").splitlines()
    truth = [json.loads(line, parse_float=Decimal) for line in lines]
    plan = (real_plans / "bazhong_city_plan_2021_2025.txt").read_text("utf-8")
    found = [
        (one.table, one.region, one.year, one.column, one.measure, one.unit, one.value, one.source.line)
        for one in series(text(plan))
    ]
    wanted = [
        (
            row["table"],
            row["region"],
            row["year"],
            row.get("column"),
            _measure(row),
            row["unit"],
            row["value"],
            row["line_no"],
        )
        for row in truth
    ]
    assert Counter(found) == Counter(wanted)


def _measure(row: dict[str, str]) -> str:
    """Where the truth names a row by its region, its column is what is measured."""
    return row["column"] if row["row_name"] == row["region"] else row["row_name"]
