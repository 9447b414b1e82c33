"""Truth in files."""

import json
from pathlib import Path

import pytest

from kechuang.readers.errors import Unreadable
from kechuang.readers.truth import read_truth


def write_rows(folder: Path, name: str, *rows: dict) -> None:
    (folder / f"{name}.jsonl").write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")


def test_rows_belong_to_their_document_and_a_labelled_kind_may_be_empty(tmp_path):
    write_rows(tmp_path, "targets", {"doc": "甲", "quote": "10家"})
    write_rows(
        tmp_path, "structure", {"doc": "乙", "kind": "box", "title": "重点"}, {"doc": "乙", "kind": "gap", "line_no": 3}
    )
    truth = read_truth(tmp_path)
    assert {name: {kind: len(rows) for kind, rows in truth[name].rows.items()} for name in truth} == {
        "甲": {"commitments": 1, "headings": 0, "boxes": 0},
        "乙": {"commitments": 0, "headings": 0, "boxes": 1},
    }
    assert [row["line_no"] for row in truth["乙"].gaps] == [3]


def test_one_table_may_be_truth_for_several_carriers(tmp_path):
    table = {
        "file": "docs/表.html",
        "also": ["docs/表.docx", "docs/扫描.pdf"],
        "rows": [{"name": "增速", "target": "7"}],
    }
    (tmp_path / "表.json").write_text(json.dumps(table), "utf-8")
    truth = read_truth(tmp_path)
    assert sorted(truth) == ["扫描", "表"]
    assert [row["name"] for row in truth["扫描"].rows["indicators"]] == ["增速"]


def test_an_outline_of_chapters_and_boxes_is_partial_truth_on_headings(tmp_path):
    outline = {
        "file": "规划.pdf",
        "chapters": ["一、背景", "第二章 任务"],
        "boxes": [{"title": "专栏1 重点", "items": ["甲"]}],
    }
    (tmp_path / "规划.json").write_text(json.dumps(outline), "utf-8")
    truth = read_truth(tmp_path)["规划"]
    assert truth.rows["headings"] == (
        {"number": "一、", "title": "背景", "level": 1},
        {"number": "第二章", "title": "任务", "level": 1},
    )
    assert truth.rows["boxes"] == ({"number": "1", "title": "重点", "level": None},)
    assert truth.partial == {"headings"}


def test_promises_listed_as_printed_are_partial_truth_and_those_without_a_number_are_left_out(tmp_path):
    rows = [
        {"raw_row": "增长5.5%左右", "unit": "%", "target": "5.5左右", "target_year": 2022},
        {"raw_row": "基本同步", "target": "同步"},
    ]
    (tmp_path / "报告.json").write_text(
        json.dumps({"file": "报告.txt", "kind": "prose_targets", "rows": rows}), "utf-8"
    )
    truth = read_truth(tmp_path)["报告"]
    assert truth.rows["commitments"] == (
        {"quote": "增长5.5%左右", "op": "~", "low": "5.5", "high": "5.5", "unit": "%", "year": 2022},
    )
    assert truth.partial == {"commitments"}


def test_a_folder_without_truth_says_so(tmp_path):
    (tmp_path / "别的.json").write_text("[]", "utf-8")
    with pytest.raises(Unreadable) as told:
        read_truth(tmp_path)
    assert told.value.code == "no-truth"


@pytest.mark.parametrize("text", ["{", "[1]", '{"quote": "10家"}'])
def test_a_broken_row_is_named_by_file_and_line(tmp_path, text):
    (tmp_path / "targets.jsonl").write_text("\n" + text, "utf-8")
    with pytest.raises(Unreadable) as told:
        read_truth(tmp_path)
    assert (told.value.code, told.value.details["line"]) == ("bad-truth", "2")


def test_the_real_truth_is_read(real_plans):
    truth = read_truth(real_plans / "truth")
    assert len(truth["bazhong_city_plan_2021_2025"].rows["statistics"]) == 482
    assert "hubei_wenwu_14" in read_truth(real_plans / "more" / "truth")
