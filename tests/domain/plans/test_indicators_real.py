"""Indicator tables of published plans against rows checked by hand."""

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kechuang.domain.document import Document
from kechuang.domain.folding import fold
from kechuang.domain.plans.plan import Indicator, YearValue
from kechuang.domain.plans.tables.flat_tables import recover_tables
from kechuang.readers.pdf.pdf import read_pdf
from kechuang.readers.rulebooks import read_vocabulary
from kechuang.readers.text import read_text
from kechuang.readers.web.html import read_html
from kechuang.readers.word.docx import read_docx
from tests.domain.plans.made_tables import indicators

READERS = {".txt": read_text, ".docx": read_docx, ".html": read_html, ".pdf": read_pdf}
NATURES = {"约束性": "obligatory", "预期性": "anticipatory", None: None}
CITY_AND_COUNTY = ["bazhong_city_plan_2021_2025", "dazhou_city_plan_2021_2025", "chengkou_county_plan_2021_2025"]
TABLES = [
    ("cn_env_12fyp.txt", "cn_env_12fyp"),
    ("cn_env_13fyp.txt", "cn_env_13fyp"),
    ("cn_fyp15_main_indicators.html", "cn_fyp15_main_indicators"),
    ("cn_fyp15_main_indicators.docx", "cn_fyp15_main_indicators"),
    ("cn_employment_15fyp_digest.html", "cn_employment_15fyp_digest"),
    ("hubei_wenwu_14.pdf", "hubei_wenwu_14"),
]


def read(path: Path) -> Document:
    return recover_tables(READERS[path.suffix](path.read_bytes(), name=path.name), read_vocabulary())


def plain(words: str) -> str:
    return re.sub(r"[\s：:]|——", "", fold(words))


def number(value: YearValue | None) -> Decimal | None:
    return None if value is None else value.value


@pytest.mark.parametrize("name", CITY_AND_COUNTY)
def test_city_and_county_plans_read_row_by_row(real_plans: Path, name: str):
    lines = (real_plans / "truth" / "indicators.jsonl").read_text("utf-8").splitlines()
    truth = [row for line in lines if (row := json.loads(line, parse_float=Decimal))["doc"] == name]
    found = indicators(read(real_plans / f"{name}.txt"))
    assert [as_row(one, line) for one, line in zip(found, truth, strict=True)] == [as_truth(row) for row in truth]


def as_row(one: Indicator, truth: dict[str, Any]) -> tuple[object, ...]:
    baseline = one.actual if "expected" in truth else one.baseline
    years = (one.target and one.target.year, baseline and baseline.year)
    return (one.table, one.name, one.unit, number(baseline), number(one.target), years, one.binding, one.source.line)


def as_truth(row: dict[str, Any]) -> tuple[object, ...]:
    name = (row["table"], row["name"], row["unit"])
    last = (NATURES[row["nature"]], row["line_no"])
    if "expected" in row:
        return (*name, row["actual"], row["expected"], (row["year"], row["year"]), *last)
    return (*name, row["baseline"], row["target"], (row["target_year"], row["baseline_year"]), *last)


@pytest.mark.parametrize(("file", "truth"), TABLES)
def test_tables_of_national_and_provincial_plans_in_every_carrier(real_plans: Path, file: str, truth: str):
    rows = json.loads((real_plans / "more" / "truth" / f"{truth}.json").read_text("utf-8"))["rows"]
    found = indicators(read(real_plans / "more" / file))
    assert [in_words(one) for one in found] == [truth_in_words(row) for row in rows]


def in_words(one: Indicator) -> tuple[object, ...]:
    binding = one.binding.value if one.binding else None
    baseline_year = None if one.baseline is None else one.baseline.year
    values = (cell(one.baseline), baseline_year, cell(one.target), one.target and one.target.year)
    return (plain(one.name), one.unit, plain(one.category or ""), *values, binding)


def cell(value: YearValue | None) -> str | None:
    """A value in the words of the truth: brackets and bounds as printed, None where there is none."""
    words = "" if value is None else plain(value.text).replace("*", "").rstrip("⁰¹²³⁴⁵⁶⁷⁸⁹")
    return None if words in ("", "-", "—") else words


def truth_in_words(row: dict[str, Any]) -> tuple[object, ...]:
    baseline_year = row.get("baseline_year_footnote") or row["baseline_year"]
    target = row.get("t_raw") or row["target"]
    values = (words(row["baseline"]), baseline_year, words(target), row["target_year"])
    return (plain(row["name"]), row["unit"], plain(row["category"]), *values, NATURES[row["nature"]])


def words(printed: str | None) -> str | None:
    return None if printed is None else plain(printed)


def test_matrices_and_blank_forms_give_no_indicators(real_plans: Path):
    for name in ("provinces_15fyp_matrix.html", "cn_rural_env_monitoring_2013.docx"):
        assert indicators(read(real_plans / "more" / name)) == ()
