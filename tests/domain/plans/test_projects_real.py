"""The project table of a published county plan against rows checked by hand."""

import json
from pathlib import Path

from tests.domain.plans.made_tables import projects, text


def test_every_project_of_a_county_plan(real_plans: Path):
    lines = (real_plans / "truth" / "projects.jsonl").read_text("utf-8").splitlines()
    truth = [json.loads(line) for line in lines]
    found = projects(text((real_plans / "chengkou_county_plan_2021_2025.txt").read_text("utf-8")))
    assert [
        (one.number, one.name, one.builder, f"{one.start}-{one.end}", one.investment, one.investment_unit, one.lead)
        for one in found
    ] == [
        (str(row["no"]), row["name"], row["builder"], row["years"], row["investment_wan"], "万元", row["lead_unit"])
        for row in truth
    ]
    assert [one.source.line for one in found] == [row["line_no"] for row in truth]
    assert all(
        (one.content or "").startswith(row["content_first_20_chars"]) for one, row in zip(found, truth, strict=True)
    )
