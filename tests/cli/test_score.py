"""``kechuang score``."""

import json

import pytest

from kechuang.cli.main import main

PLAN = "渠县“十四五”科技创新规划\n一、重点任务\n（一）建设平台\n围绕产业布局平台。\n"
ROWS = [
    {"doc": "规划", "kind": "heading", "level": 0, "number": None, "title": "渠县“十四五”科技创新规划", "line_no": 1},
    {"doc": "规划", "kind": "heading", "level": 1, "number": "一", "title": "重点任务", "line_no": 2},
    {"doc": "规划", "kind": "heading", "level": 2, "number": "（二）", "title": "建设平台", "line_no": 3},
]


@pytest.fixture
def labelled(tmp_path):
    (tmp_path / "structure.jsonl").write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in ROWS), "utf-8")
    plan = tmp_path / "规划.txt"
    plan.write_text(PLAN, "utf-8")
    return tmp_path, plan


def test_precision_recall_and_every_fault_with_its_line_are_printed(labelled, capsys, monkeypatch):
    monkeypatch.setenv("KECHUANG_LANGUAGE", "en")
    folder, plan = labelled
    assert main(["score", str(folder), str(plan)]) == 0
    said = capsys.readouterr().out
    assert f"{plan}:3: headings: missed: （二） 建设平台 [number read as （一）, should be （二）]" in said
    assert f"{plan}:3: headings: false: （一） 建设平台" in said
    assert "0.667" in said


def test_the_scores_as_json(labelled, capsys):
    folder, plan = labelled
    assert main(["score", str(folder), str(plan), "--json", "-"]) == 0
    headings, boxes = json.loads(capsys.readouterr().out)["documents"][str(plan)]
    assert (headings["wanted"], headings["matched"], headings["misses"][0]["line"]) == (3, 2, 3)
    assert (boxes["wanted"], boxes["recall"]) == (0, None)


def test_a_document_without_truth_is_an_input_error(labelled, tmp_path, capsys):
    folder, _ = labelled
    other = tmp_path / "别的.txt"
    other.write_text(PLAN, "utf-8")
    assert main(["score", str(folder), str(other)]) == 2
    assert "别的.txt" in capsys.readouterr().err


def test_headings_and_boxes_of_the_real_plans_are_all_found_and_none_is_invented(real_plans, capsys):
    names = ("bazhong_city_plan_2021_2025", "dazhou_city_plan_2021_2025", "chengkou_county_plan_2021_2025")
    plans = [str(real_plans / f"{name}.txt") for name in names]
    assert main(["score", str(real_plans / "truth"), *plans, "--json", "-"]) == 0
    for scores in json.loads(capsys.readouterr().out)["documents"].values():
        for score in scores:
            if score["kind"] in ("headings", "boxes"):
                assert (score["recall"], score["precision"]) == (1, 1)
