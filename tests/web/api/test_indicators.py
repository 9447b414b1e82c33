"""Indicators by program: broken down in JSON or by workbook, values of the past by workbook."""

from kechuang.readers.sheets import read_rows
from kechuang.web.indicators import actions as indicators
from kechuang.web.indicators.dividing import Draft
from kechuang.web.indicators.models import Course, Indicator, Observation
from tests.web.api.conftest import code
from tests.web.api.deeds import indicators as deeds
from tests.web.api.deeds.deed import edited
from tests.web.api.deeds.indicators import divide_east, edition_of
from tests.web.indicators.conftest import ROWS, adopt, by, indicator, read_of


def test_a_break_down_is_read_set_and_undone(program, subjects, county, west):
    planner, address = program("planner"), f"indicators/{subjects.indicator}/break-down"
    parts = [
        {"organisation": county.pk, "base": "40", "target": "70"},
        {"organisation": west.pk, "base": "20", "target": "40", "shape": "linear"},
    ]
    sent = {"edition": edition_of(subjects), "whole": {"shape": "geometric"}, "parts": parts, "reason": "分解到县"}
    assert planner.post(address, sent).json() == {"id": subjects.indicator, "edition": 1, "changed": 1}
    shown = planner.get(address).json()
    assert (shown["joining"], shown["whole"]["shape"], shown["whole"]["target"]) == ("sum", "geometric", "120")
    assert [(one["organisation"], one["target"], one["years"][-1]) for one in shown["parts"]] == [
        (county.pk, "70", {"year": 2030, "value": "70"}),
        (west.pk, "40", {"year": 2030, "value": "40"}),
    ]
    short = [one for one in shown["misfits"] if one["rule"] == "sum-short" and one["year"] is None]
    assert [(one["found"], one["wanted"]) for one in short] == [("110", "120")]
    assert code(planner.post(address, sent)) == (409, "changed-meanwhile")
    assert planner.post(f"indicators/{subjects.indicator}/undo-break-down", {"edition": 1}).status_code == 200
    assert planner.get(address).json()["parts"] == []
    again = {"edition": edition_of(subjects)}
    assert code(planner.post(f"indicators/{subjects.indicator}/undo-break-down", again)) == (409, "nothing-to-undo")


def test_what_a_page_would_not_take_a_program_cannot_put_in_either(program, subjects, elsewhere, county):
    planner, address = program("planner"), f"indicators/{subjects.indicator}/break-down"
    edition = {"edition": edition_of(subjects)}
    typed = {"organisation": county.pk, "shape": "typed", "years": [{"year": 1999, "value": 1}]}
    for part in (
        {"organisation": elsewhere.pk},
        typed,
        {**typed, "shape": "linear"},
        {"organisation": county.pk, "weight": -1},
    ):
        assert code(planner.post(address, {**edition, "parts": [part]})) == (422, "unfit")
    assert code(planner.post(address, {**edition, "whole": {"shape": "along"}})) == (422, "unfit")
    twice = [{"organisation": county.pk}, {"organisation": county.pk}]
    assert code(planner.post(address, {**edition, "parts": twice})) == (422, "unfit")
    assert code(planner.get(f"{address}?of={elsewhere.pk}")) == (404, "not-found")


def test_a_part_that_was_given_is_divided_further(program, people, subjects, county):
    row = Indicator.objects.get(pk=subjects.indicator)
    whole = Draft(subjects.bureau.pk, "linear")
    parts = [Draft(county.pk, "along", 40, 70)]
    indicators.break_down(row, whole, parts, edition=row.edition, **by(people["planner"]))
    shown = program("planner").get(f"indicators/{row.pk}/break-down?of={county.pk}").json()
    assert (shown["whole"]["organisation"], shown["whole"]["target"], shown["parts"]) == (county.pk, "70", [])


def _sent(program, name, one, **headers):
    return deeds.DEEDS[name].request(one)(program, **headers)


def test_a_break_down_goes_out_and_comes_back_as_a_workbook(program, subjects):
    planner, address = program("planner"), f"plans/{subjects.plan}/break-down-workbook"
    out = planner.get(address)
    assert out["Content-Disposition"] == f'attachment; filename="break-down-{subjects.plan}.xlsx"'
    subjects.book = out.content
    assert _sent(planner, "indicators-take-in", subjects).json() == {"id": subjects.plan, "edition": None, "changed": 0}
    subjects.book = divide_east(out.content)
    assert _sent(planner, "indicators-take-in", subjects).json()["changed"] == 1
    assert Course.objects.get(indicator=subjects.indicator, organisation=subjects.county).target_value == 70
    assert code(_sent(planner, "indicators-take-in", subjects)) == (422, "cells-wrong")  # of an edition that is gone


def test_a_wrong_cell_is_named_by_row_and_column_and_marked_in_the_workbook(program, subjects):
    planner = program("planner")
    out = planner.get(f"plans/{subjects.plan}/break-down-workbook").content
    subjects.book = divide_east(out, "很多")
    for headers in ({}, {"idempotency-key": "k1"}, {"idempotency-key": "k1"}):
        answer = _sent(planner, "indicators-take-in", subjects, **headers)
        assert code(answer) == (422, "cells-wrong")
        told = answer.json()
        row = next(at for at, cells in enumerate(read_rows(out), start=1) if {"高新技术企业", "东县"} <= set(cells))
        assert [(one["row"], one["column"], one["value"]) for one in told["errors"]] == [(row, "target", "很多")]
    marked = planner.get(told["workbook"].removeprefix("/api/v1/"))
    assert told["errors"][0]["what"] in str(read_rows(marked.content))
    assert Indicator.objects.get(pk=subjects.indicator).edition == 0
    assert code(program("director").get("returned-workbooks/break-down")) == (403, "not-allowed")
    assert code(planner.get("returned-workbooks/history")) == (404, "not-found")
    assert code(planner.get("returned-workbooks/none")) == (422, "unfit")


def test_values_of_the_past_come_in_by_workbook(program, subjects):
    planner = program("planner")
    out = planner.get(f"plans/{subjects.plan}/history-workbook").content
    heading = read_rows(out)[0]
    at = heading.index("2022")
    subjects.book = edited(out, 1, "研发经费", **{f"c{at}": "7.5"})
    assert _sent(planner, "indicators-take-in-history", subjects).json()["changed"] == 1
    assert Observation.objects.get(year=2022).value == 7.5


def test_what_is_no_workbook_is_refused_in_words(program, subjects, settings):
    planner, subjects.book = program("planner"), b"PK\x03\x04 no workbook"
    answer = _sent(planner, "indicators-take-in", subjects)
    assert code(answer) == (422, "unfit-file")
    assert answer.json()["errors"][0]["what"]
    subjects.book = b""
    assert code(_sent(planner, "indicators-take-in", subjects)) == (422, "unfit")
    subjects.book = b"0" * (8 * 2**20 + 1)
    assert code(_sent(planner, "indicators-take-in", subjects)) == (413, "too-large")
    assert code(planner.send(f"plans/{subjects.plan}/break-down-workbook", {"sheet": "text"})) == (422, "unfit")


def test_a_target_that_is_no_number_is_told_as_the_change_that_is_asked(program, people, bureau):
    growth = indicator("研发经费增长", "%", None, None, quote="研发经费")
    growth |= {"change": {"value": 8, "bound": ">=", "kind": "annual_growth", "text": "8以上"}}
    indicators.follow_plan(adopt(people, bureau, read_of(rows=[*ROWS, growth])), **by(people["planner"]))
    rows = {one["name"]: one for one in program("planner").get("indicators").json()["items"]}
    asked = rows["研发经费增长"]
    assert (asked["target_low"], asked["target_change"]) == (
        None,
        {"kind": "annual_growth", "bound": ">=", "value": "8", "text": "8以上"},
    )
    assert (rows["高新技术企业"]["target_change"], rows["高新技术企业"]["target_words"]) == (None, "120")
