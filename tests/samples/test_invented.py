"""The invented plan: what the script writes, no real place, every figure of its truth in its text, alike in every carrier."""

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest
from tools.sample import word
from tools.sample.content import load
from tools.sample.pages import text_lines, web_page
from tools.sample.truth import Truth

from kechuang.cli.reading import read_file
from kechuang.domain.folding import fold
from kechuang.readers.regions import read_regions

FOLDER = Path(__file__).parents[2] / "src/kechuang/samples/invented"
NAME = "yunling_county_plan_2026_2030"
PLAN = load()
LINES = text_lines(PLAN)


def truth(kind):
    return [json.loads(line) for line in (FOLDER / "truth" / f"{kind}.jsonl").read_text("utf-8").splitlines()]


def test_the_files_are_what_the_script_writes(tmp_path):
    word.write(PLAN, tmp_path / "plan.docx")
    assert (FOLDER / f"{NAME}.docx").read_bytes() == (tmp_path / "plan.docx").read_bytes()
    assert (FOLDER / f"{NAME}.html").read_bytes() == web_page(PLAN).encode("gb18030")
    assert (FOLDER / f"{NAME}.txt").read_bytes() == ("\r\n".join(LINES) + "\r\n").encode("gb18030")
    assert {kind: truth(kind) for kind in Truth(PLAN, LINES).files()} == Truth(PLAN, LINES).files()


def test_they_are_small():
    assert sum(file.stat().st_size for file in FOLDER.rglob("*") if file.is_file()) < 500_000


def test_no_place_in_it_exists():
    places = {
        "云岭县",
        "望川市",
        *(row["region"] for row in truth("statistics") if row["region"]),
        *re.findall("望川市..县", "".join(LINES)),
    }
    assert {place: read_regions().named(place) for place in places} == dict.fromkeys(places)


@pytest.mark.parametrize("kind", ["targets", "achievements", "not_targets"])
def test_every_quote_stands_once_in_its_line_of_the_text(kind):
    wrong = [row["quote"] for row in truth(kind) if LINES[row["line_no"] - 1].count(row["quote"]) != 1]
    assert wrong == []


def test_what_was_planted_is_there():
    assert sum(row["investment_wan"] for row in truth("projects")) == 24010
    counties = [
        row for row in truth("statistics") if row["table"] == "表3" and row["year"] == 2024 and row["unit"] == "亿元"
    ]
    parts = sum(Decimal(row["raw"]) for row in counties if row["region"] != "全市")
    assert (parts, counties[-1]["raw"]) == (Decimal("8.25"), "8.52")
    for one in truth("contradictions"):
        assert [quote["quote"] for quote in one["quotes"] if quote["quote"] not in LINES[quote["line_no"] - 1]] == []


def figures(carrier):
    """What the plan promises, claims and lists, whatever the carrier did to its layout."""
    _, plan = read_file(FOLDER / f"{NAME}.{carrier}")
    return {
        "indicators": [
            (dense(one.name), one.unit, one.binding, *values(one.baseline), *values(one.target))
            for one in plan.indicators
        ],
        "commitments": [
            (dense(one.measure), one.bound, one.low, one.high, dense(one.unit), one.year) for one in plan.commitments
        ],
        "statements": [
            (dense(one.measure), one.low, one.high, one.from_value, one.to_value, one.change, one.change_kind)
            for one in plan.statements
        ],
        "projects": [
            (one.number, dense(one.name), one.start, one.end, one.investment, dense(one.lead)) for one in plan.projects
        ],
        "series": [(one.region, one.year, one.value) for one in plan.series],
    }


def dense(words):
    return "".join(fold(words or "").split())


def values(one):
    return () if one is None else (one.year, one.low, one.high, one.bound, one.cumulative)


@pytest.mark.parametrize("carrier", ["docx", "html", "pdf"])
def test_every_carrier_reads_to_the_same_figures_as_the_text(carrier):
    assert figures(carrier) == figures("txt")


def test_the_deleted_number_and_the_hidden_sentence_are_no_figures():
    for carrier in ("docx", "html", "pdf", "txt"):
        contracts = [row for row in figures(carrier)["commitments"] if "技术合同" in row[0]]
        assert [row[2] for row in contracts] == [Decimal(5)]
