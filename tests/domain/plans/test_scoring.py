"""Scoring what was read against hand-checked truth."""

from dataclasses import replace
from decimal import Decimal

import pytest

from kechuang.domain.plans.scoring.scoring import Truth, score_plan
from kechuang.domain.plans.scoring.scoring_match import Difference, Fault, Score
from kechuang.domain.plans.scoring.scoring_values import plain_name, printed_bounds, same_number

EMPTY = {kind: [] for kind in ("outline", "boxes", "indicators", "series", "commitments", "statements", "projects")}


def at(line: int, text: str = "") -> dict[str, object]:
    return {"line": line, "text": text}


def scored(kind: str, rows: list[dict], key: str, read: list[dict], **truth: object) -> Score:
    (score,) = score_plan({**EMPTY, key: read}, Truth({kind: tuple(rows)}, **truth))
    return score


HEADING = {"line_no": 3, "level": 1, "number": "一", "title": "发展态势"}
READ_HEADING = {"level": 1, "number": "一、", "title": "发展 态势", "source": at(3)}


def test_a_heading_is_right_when_line_level_number_and_title_agree_blanks_and_marks_aside():
    assert scored("headings", [HEADING], "outline", [READ_HEADING]) == Score("headings", 1, 1, (), ())


@pytest.mark.parametrize(
    ("change", "difference"),
    [
        ({"level": 2}, Difference("level", "1", "2")),
        ({"number": "二、"}, Difference("number", "一", "二、")),
        ({"title": "发展基础"}, Difference("title", "发展态势", "发展基础")),
    ],
)
def test_a_heading_that_differs_is_a_miss_and_a_false_find_that_say_in_what(change, difference):
    score = scored("headings", [HEADING], "outline", [READ_HEADING | change])
    assert (score.matched, score.misses[0].differences, score.falses[0].differences) == (
        0,
        (difference,),
        (difference,),
    )


def test_headings_not_found_and_headings_invented_are_listed_with_their_lines():
    score = scored("headings", [HEADING], "outline", [{**READ_HEADING, "title": "别的", "source": at(9)}])
    assert score == Score("headings", 1, 0, (Fault(3, "一 发展态势"),), (Fault(9, "一、 别的"),))


def test_what_was_read_where_the_truth_notes_a_lost_heading_counts_neither_way():
    invented = {**READ_HEADING, "title": "推测", "source": at(9)}
    score = scored("headings", [HEADING], "outline", [READ_HEADING, invented], gaps=({"line_no": 9},))
    assert score == Score("headings", 1, 1, (), ())


PROMISE = {
    "line_no": 5,
    "quote": "新增企业10家以上",
    "op": ">=",
    "low": 10,
    "high": None,
    "unit": "家",
    "year": None,
    "year_implied": 2025,
    "basis": "increment",
    "strict": True,
}
READ_PROMISE = {
    "measure": "企业",
    "bound": ">=",
    "low": 10.0,
    "high": None,
    "unit": "家",
    "year": 2025,
    "basis": "increment",
    "source": at(5, "企业 10 家以上"),
}


def test_a_promise_is_right_when_numbers_bound_unit_year_and_basis_agree():
    assert scored("commitments", [PROMISE], "commitments", [READ_PROMISE]).matched == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"low": 11}, "low"),
        ({"bound": "="}, "bound"),
        ({"unit": "个"}, "unit"),
        ({"year": 2022}, "year"),
        ({"basis": "level"}, "basis"),
    ],
)
def test_a_promise_that_differs_in_one_thing_is_wrong(change, field):
    score = scored("commitments", [PROMISE], "commitments", [READ_PROMISE | change])
    assert [difference.field for difference in score.misses[0].differences] == [field]
    assert len(score.falses) == 1


def test_a_basis_that_is_ambiguous_is_not_compared():
    score = scored("commitments", [PROMISE | {"ambig": ["basis"]}], "commitments", [READ_PROMISE | {"basis": "level"}])
    assert score.matched == 1


def test_borderline_promises_score_neither_way_found_or_not():
    borderline = PROMISE | {"strict": False}
    assert scored("commitments", [borderline], "commitments", [READ_PROMISE]) == Score("commitments", 0, 0, (), ())
    assert scored("commitments", [borderline], "commitments", []) == Score("commitments", 0, 0, (), ())


def test_two_promises_on_one_line_are_paired_by_their_quotations():
    other = PROMISE | {"quote": "建成平台10家以上", "year_implied": 2023}
    read = READ_PROMISE | {"year": 2023, "source": at(5, "平台10家以上")}
    assert scored("commitments", [PROMISE, other], "commitments", [read, READ_PROMISE]).matched == 2


def test_a_partial_truth_has_recall_and_no_precision():
    extra = READ_PROMISE | {"low": 3, "source": at(9, "其他3家")}
    score = scored("commitments", [PROMISE], "commitments", [READ_PROMISE, extra], partial=frozenset({"commitments"}))
    assert (score.recall, score.precision, score.falses) == (1.0, None, ())


def test_a_statement_is_compared_with_the_change_it_states():
    want = {
        "line_no": 8,
        "quote": "企业由26家增加到94家，增长261.5%",
        "op": "=",
        "low": 94,
        "high": 94,
        "unit": "家",
        "from_value": 26,
        "to_value": 94,
        "change_stated": 261.5,
    }
    read = {"bound": "=", "low": 94, "high": 94, "unit": "家", "year": 2020, "from": 26, "to": 94, "change": 261.5}
    read["source"] = at(8, "企业由26家增加到94家")
    assert scored("statements", [want], "statements", [read]).matched == 1
    assert scored("statements", [want], "statements", [read | {"from": None}]).misses[0].differences == (
        Difference("from", "26", "None"),
    )


ROW = {"line_no": 4, "name": "高新技术企业", "unit": "家", "baseline_year": 2020, "baseline": "39", "target_year": 2025}
READ_ROW = {
    "name": "高新技术企业",
    "unit": "家",
    "binding": "anticipatory",
    "baseline": {"year": 2020, "value": 39},
    "target": {"year": 2025, "value": 80, "bound": ">=", "low": 80, "high": None},
    "change": None,
    "source": at(4),
}


def test_an_indicator_row_is_exact_or_wrong():
    want = ROW | {"target": "≥80", "nature": "预期性"}
    assert scored("indicators", [want], "indicators", [READ_ROW]).matched == 1
    assert scored("indicators", [want | {"nature": "约束性"}], "indicators", [READ_ROW]).matched == 0
    assert scored("indicators", [want | {"baseline": "38"}], "indicators", [READ_ROW]).matched == 0
    assert scored("indicators", [want | {"baseline_year": 2019}], "indicators", [READ_ROW]).matched == 0
    assert scored("indicators", [want | {"target": "80"}], "indicators", [READ_ROW]).matched == 0


def test_a_number_in_the_third_column_may_be_read_as_target_or_as_change():
    want = ROW | {"target": None, "cumulative": "18"}
    change = {"value": 18, "kind": "cumulative", "text": "〔18〕"}
    assert scored("indicators", [want], "indicators", [READ_ROW | {"target": None, "change": change}]).matched == 1
    assert scored("indicators", [want], "indicators", [READ_ROW | {"target": {"value": 18}}]).matched == 1
    assert scored("indicators", [want], "indicators", [READ_ROW | {"target": None}]).matched == 0


def test_a_target_in_words_must_not_be_read_as_a_number():
    want = ROW | {"target": "应保尽保"}
    assert scored("indicators", [want], "indicators", [READ_ROW | {"target": None}]).matched == 1
    assert scored("indicators", [want], "indicators", [READ_ROW]).matched == 0


def test_a_table_of_what_was_planned_and_reached_is_compared_in_both():
    want = {"line_no": 4, "name": "高新技术企业", "unit": "家", "expected": 80, "actual": 39}
    assert scored("indicators", [want], "indicators", [READ_ROW]).matched == 1
    assert scored("indicators", [want | {"actual": 40}], "indicators", [READ_ROW]).matched == 0


def test_cells_of_statistics_tables_are_compared_in_measure_unit_region_year_and_value():
    want = {"line_no": 6, "row_name": "企业数", "unit": "户", "region": None, "year": 2016, "value": 277}
    read = {"measure": "#企业数（户）", "unit": "户", "region": None, "column": None, "year": 2016, "value": 277}
    read["source"] = at(6)
    assert scored("statistics", [want], "series", [read]).matched == 1
    for change in ({"unit": "个"}, {"region": "巴中"}, {"year": 2017}, {"value": 278}, {"measure": "人数"}):
        assert scored("statistics", [want], "series", [read | change]).matched == 0


def test_projects_are_compared_in_ten_thousands():
    want = {
        "no": 1,
        "name": "管理中心",
        "builder": "县经济信息委",
        "years": "2022-2025",
        "investment_wan": 5100,
        "lead_unit": "县科技局",
        "content_first_20_chars": "依托平台",
    }
    read = {
        "number": "1",
        "name": "管理中心",
        "builder": "县经济信息委",
        "content": "依托平台，开展建设",
        "start": 2022,
        "end": 2025,
        "investment": {"value": 0.51, "unit": "亿元"},
        "lead": "县科技局",
    }
    assert scored("projects", [want], "projects", [read]).matched == 1
    assert scored("projects", [want], "projects", [read | {"end": 2024}]).misses[0].differences == (
        Difference("end", "2025", "2024"),
    )


def test_kinds_that_were_not_labelled_are_not_scored():
    assert score_plan(EMPTY, Truth({})) == ()
    assert [score.kind for score in score_plan(EMPTY, Truth({"boxes": (), "headings": ()}))] == ["headings", "boxes"]


def test_shares_of_nothing_are_none():
    score = Score("boxes", 0, 0, (), ())
    assert (score.recall, score.precision) == (None, None)
    assert replace(score, wanted=2, matched=1, falses=(Fault(1, "x"),)).precision == 0.5


def test_printed_targets_are_bounds():
    printed = ["≥50", "15左右", "3-5", "90以上", "<5.5", "〔6〕", "80%", "与GDP增长同步"]
    assert [printed_bounds(words) for words in printed] == [
        (">=", Decimal(50), None),
        ("~", Decimal(15), Decimal(15)),
        ("range", Decimal(3), Decimal(5)),
        (">=", Decimal(90), None),
        ("<", None, Decimal("5.5")),
        ("=", Decimal(6), Decimal(6)),
        ("=", Decimal(80), Decimal(80)),
        None,
    ]


def test_numbers_are_compared_as_numbers_and_names_without_units():
    assert same_number(1, 1.0)
    assert not same_number(None, 0)
    assert plain_name("#企业数（户）*") == "企业数"


def test_what_is_no_number_is_compared_as_missing():
    assert same_number("一", None)
    assert not same_number("一", 1)
    assert not same_number(True, 1)


def test_a_box_without_heading_counts_neither_way_in_any_carrier_where_one_was_lost():
    gap = {"kind": "gap", "line_no": 160, "inferred": "专栏 3"}
    nameless = {"number": None, "title": "", "source": {"line": 91}}
    plan = EMPTY | {"boxes": [dict(nameless), dict(nameless)]}
    (score,) = score_plan(plan, Truth({"boxes": ()}, gaps=(gap,)))
    assert len(score.falses) == 1
