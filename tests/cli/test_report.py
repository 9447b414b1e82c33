"""``kechuang report`` as a user runs it."""

from pathlib import Path

import docx
import pytest

from kechuang.cli.main import main

OBSERVATIONS = "region,indicator,year,value,unit\n云山县,高新技术企业,2027,25,家\n云山县,科技型中小企业,2027,30,家\n"

LATER = """云山县2027年科技创新工作总结

一、主要指标完成情况

表1 2027年主要指标完成情况

序号\t指标\t单位\t2026年\t2027年
1\t高新技术企业\t家\t24\t31
2\t技术合同成交额\t亿元\t0.8\t1.1
"""


def text_of(path: Path) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(path).paragraphs)


@pytest.fixture
def observations(tmp_path: Path) -> Path:
    path = tmp_path / "values.csv"
    path.write_text(OBSERVATIONS, "utf-8")
    return path


def test_word_and_pdf_are_written(plan: Path, tmp_path: Path):
    out, pdf = tmp_path / "报告.docx", tmp_path / "报告.pdf"
    assert main(["report", str(plan), "--out", str(out), "--pdf", str(pdf), "--language", "zh"]) == 0
    assert "《云山县“十五五”科技创新规划》实施情况监测评估报告" in text_of(out)
    assert pdf.read_bytes().startswith(b"%PDF")


def test_the_report_is_in_english_where_asked(plan: Path, tmp_path: Path):
    out = tmp_path / "report.docx"
    assert main(["report", str(plan), "--out", str(out), "--language", "en"]) == 0
    assert "1 Summary" in text_of(out)


def test_observations_are_told_and_what_fits_no_indicator_is_named(
    plan: Path, observations: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    out = tmp_path / "报告.docx"
    command = ["report", str(plan), "--out", str(out), "--observations", str(observations), "--language", "zh"]
    assert main(command) == 0
    assert "2027年实际值为25家" in text_of(out)
    assert "科技型中小企业" in capsys.readouterr().err


def test_the_plan_itself_is_never_overwritten(plan: Path, tmp_path: Path):
    before = plan.read_bytes()
    copy = tmp_path / "plan.docx"
    copy.write_bytes(plan.read_bytes())
    assert main(["report", str(copy), "--out", str(copy)]) == 2
    assert copy.read_bytes() == plan.read_bytes()
    assert (
        main(
            [
                "report",
                str(plan),
                "--out",
                str(tmp_path / "a.docx"),
                "--pdf",
                str(tmp_path / "a.pdf"),
                "--observations",
                str(tmp_path / "a.pdf"),
            ]
        )
        == 2
    )
    assert plan.read_bytes() == before


def test_a_word_file_is_named_as_one(plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["report", str(plan), "--out", str(tmp_path / "report.pdf")]) == 2
    assert ".docx" in capsys.readouterr().err
    assert list(tmp_path.glob("report*")) == []


def test_a_second_document_of_the_region_tells_what_came_since(plan: Path, tmp_path: Path):
    later = tmp_path / "后续.txt"
    later.write_text(LATER, "utf-8")
    out = tmp_path / "报告.docx"
    assert main(["report", str(plan), str(later), "--out", str(out), "--language", "zh"]) == 0
    assert "2027年实际值为31家" in text_of(out)
    assert "文件二：后续.txt" in text_of(out)


def test_a_missing_folder_leaves_nothing_behind(plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    out = tmp_path / "报告.docx"
    assert main(["report", str(plan), "--out", str(out), "--pdf", str(tmp_path / "nowhere" / "a.pdf")]) == 2
    assert not out.exists()
    assert "nowhere" in capsys.readouterr().err


def test_a_table_that_cannot_be_read_is_told_with_its_row(
    plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    bad = tmp_path / "bad.csv"
    bad.write_text("region,indicator,year,value\n云山县,高新技术企业,2027,NaN\n", "utf-8")
    out = tmp_path / "报告.docx"
    assert main(["report", str(plan), "--out", str(out), "--observations", str(bad)]) == 2
    assert not out.exists()
    assert "2" in capsys.readouterr().err
