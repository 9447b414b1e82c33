"""On published plans whose contradictions somebody listed by hand, and on the invented plan's planted ones."""

import json
import time
from pathlib import Path

import pytest

from kechuang.cli.reading import read_file
from kechuang.domain.audit.audit import audit, audit_together
from kechuang.readers.catalogue import read_catalogue
from kechuang.readers.rulebooks import read_vocabulary

SAMPLES = Path(__file__).parents[3] / "src/kechuang/samples/invented"
NAME = "yunling_county_plan_2026_2030"
PLANTED = {
    "restated.past", "identity.ratio", "growth.times-as-ratio", "target.worse", "restated.promise", "total.projects",
    "total.differs", "growth.points-as-percent", "structure.box-gap", "task.no-lead",
}  # fmt: skip
# what the list calls certain or likely, and the rule that finds it
LISTED = {
    "001-01": "restated.past", "001-02": "restated.past", "001-03": "growth.chained", "001-04": "naming.two-kinds",
    "001-05": "target.addition-unclear", "001-11": "marks.stray-english", "003-01": "identity.implied-whole-printed",
    "003-03": "table.row-number-skips", "003-04": "share.institutions", "003-05": "milestone.repeated",
    "003-06": "milestone.full-coverage", "003-07": "naming.unlike-benchmarks", "003-08": "history.success-missed",
    "003-09": "history.zero-share", "003-12": "structure.heading-restart", "003-16": "marks.unclosed",
}  # fmt: skip


def audited(path):
    return audit(*read_file(path), read_catalogue(), read_vocabulary())


@pytest.mark.parametrize("carrier", ["txt", "docx", "html", "pdf"])
def test_everything_planted_is_found_and_nothing_else(carrier):
    found = audited(SAMPLES / f"{NAME}.{carrier}").findings
    assert {finding.rule for finding in found if finding.severity != "note"} == PLANTED


def test_what_others_listed_is_found(real_plans):
    rows = [json.loads(line) for line in (real_plans / "truth/contradictions.jsonl").read_text("utf-8").splitlines()]
    wanted = {row["id"]: row for row in rows if row["severity"] in {"certain", "likely"}}
    assert set(wanted) == set(LISTED)
    for key, row in wanted.items():
        lines = {quote["line_no"] for quote in row["quotes"]}
        found = audited(real_plans / f"{row['docs'][0]}.txt").findings
        places = [{source.line for source in finding.sources} for finding in found if finding.rule == LISTED[key]]
        assert any(place & lines for place in places), key


def test_a_plan_takes_less_than_two_seconds_and_gives_the_same_again(real_plans):
    document, plan = read_file(real_plans / "bazhong_city_plan_2021_2025.txt")
    start = time.process_time()  # the machine may be busy with other things
    first = audit(document, plan, read_catalogue(), read_vocabulary())
    assert time.process_time() - start < 2
    assert audit(document, plan, read_catalogue(), read_vocabulary()) == first


def test_the_years_work_points_are_behind_the_citys_plan(real_plans):
    names = ("bazhong_city_plan_2021_2025", "bazhong_bureau_work_points_2022")
    read = [read_file(real_plans / f"{name}.txt") for name in names]
    found = audit_together(read, read_catalogue(), read_vocabulary()).findings
    behind = {finding.details["measure"] for finding in found if finding.rule == "between.yearly-behind"}
    assert behind == {"全社会研发投入", "高新技术产业营业收入"}
