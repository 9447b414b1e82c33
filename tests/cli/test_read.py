"""What a person sees who reads a plan at the command line."""

import json

import pytest
from python_calamine import CalamineWorkbook

from kechuang.cli.main import main


def test_json_on_standard_output_is_one_object_for_one_document(plan, capsys):
    assert main(["read", str(plan), "--json", "-"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["document"]["name"] == "云山县规划.txt"
    assert answer["period"] == {"start": 2026, "end": 2030}
    assert [
        (row["name"], row["unit"], row["baseline"]["value"], row["target"]["value"]) for row in answer["indicators"]
    ] == [
        ("高新技术企业", "家", 18, 40),
        ("技术合同成交额", "亿元", 0.5, 2),
        ("省级创新平台", "个", 0, 3),
    ]


def test_every_source_quotes_the_text_the_text_command_prints(plan, capsys):
    main(["read", str(plan), "--json", "-"])
    answer = json.loads(capsys.readouterr().out)
    main(["text", str(plan)])
    text = capsys.readouterr().out
    sources = [item["source"] for kind in ("outline", "indicators", "commitments") for item in answer[kind]]
    assert len(sources) >= 6
    for source in sources:
        assert text[source["start"] : source["end"]] == source["text"]
        assert text[: source["start"]].count("\n") + 1 == source["line"]


def test_one_bad_file_does_not_stop_the_others(plan, tmp_path, capsys):
    empty = tmp_path / "空.docx"
    empty.write_bytes(b"")
    assert main(["read", str(plan), str(empty), "--json", "-"]) == 2
    out, err = capsys.readouterr()
    good, bad = json.loads(out)
    assert len(good["indicators"]) == 3
    assert (bad["document"]["name"], bad["error"]["code"], bad["indicators"]) == ("空.docx", "empty-file", [])
    assert err.count("\n") == 1
    assert "空.docx" in err


def test_a_folder_is_read_into_a_folder_and_resumed(plan, tmp_path, capsys):
    out = tmp_path / "结果"
    (tmp_path / "又一个.txt").write_text(plan.read_text("utf-8"), "utf-8")
    assert main(["read", str(plan), str(tmp_path / "又一个.txt"), "--folder", str(out)]) == 0
    first = {path.name: path.stat().st_mtime_ns for path in out.glob("*.json")}
    assert set(first) == {"云山县规划.txt.json", "又一个.txt.json"}
    assert main(["read", str(plan), str(tmp_path / "又一个.txt"), "--folder", str(out)]) == 0
    assert {path.name: path.stat().st_mtime_ns for path in out.glob("*.json")} == first
    assert "2" in capsys.readouterr().err


def test_a_file_that_failed_is_named_again_when_the_folder_is_resumed(plan, tmp_path, capsys):
    empty = tmp_path / "空.docx"
    empty.write_bytes(b"")
    command = ["read", str(plan), str(empty), "--folder", str(tmp_path / "结果")]
    assert main(command) == 2
    first = capsys.readouterr().err
    assert main(command) == 2
    again = capsys.readouterr().err
    assert [line for line in again.splitlines() if "空.docx" in line] == [
        line for line in first.splitlines() if "空.docx" in line
    ]


def test_the_workbook_has_a_sheet_a_kind_and_a_source_in_each_row(plan, tmp_path, monkeypatch):
    monkeypatch.setenv("KECHUANG_LANGUAGE", "zh")
    book = tmp_path / "规划.xlsx"
    assert main(["read", str(plan), "--excel", str(book)]) == 0
    workbook = CalamineWorkbook.from_path(book)
    assert workbook.sheet_names == [
        "指标",
        "统计数据",
        "量化承诺",
        "现状数据",
        "任务",
        "项目",
        "专栏",
        "目录结构",
        "未能读出",
        "待核对",
    ]
    heads, first, *_ = workbook.get_sheet_by_name("指标").to_python()
    row = dict(zip(heads, first, strict=True))
    assert (row["名称"], row["基期值"], row["目标值"], row["文件"], row["行"]) == (
        "高新技术企业",
        18,
        40,
        "云山县规划.txt",
        10,
    )
    assert "40" in row["原文"]


def test_a_cell_that_looks_like_a_formula_stays_words(plan, tmp_path):
    plan.write_text(plan.read_text("utf-8").replace("高新技术企业\t家", "=HYPERLINK(高新技术企业\t家"), "utf-8")
    book = tmp_path / "规划.xlsx"
    main(["read", str(plan), "--excel", str(book)])
    assert b"<f>" not in book.read_bytes()
    names = [row[2] for row in CalamineWorkbook.from_path(book).get_sheet_by_index(0).to_python()[1:]]
    assert any(str(name).startswith("=HYPERLINK") for name in names)


@pytest.mark.parametrize(("language", "said"), [("zh", "读出规划中的指标"), ("en", "Read the indicators")])
def test_help_speaks_the_language_of_the_locale(language, said, monkeypatch, capsys):
    monkeypatch.setenv("KECHUANG_LANGUAGE", language)
    with pytest.raises(SystemExit) as left:
        main(["read", "--help"])
    assert left.value.code == 0
    assert said in capsys.readouterr().out


def test_a_folder_that_cannot_be_written_is_named(plan, capsys):
    assert main(["read", str(plan), "--json", "/dev/null/out.json"]) == 2
    assert "/dev/null/out.json" in capsys.readouterr().err


def test_a_missing_file_is_one_clear_line(tmp_path, capsys):
    assert main(["text", str(tmp_path / "没有.docx")]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
