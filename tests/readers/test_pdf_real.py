"""Published and made-up plans as PDF files of several producers, against what stands in them."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from kechuang.domain.document import Document, Table
from kechuang.readers.errors import Unreadable
from kechuang.readers.pdf.pdf import read_pdf

_NUMBER = re.compile(r"\d[\d.,]*")


def read(path: Path) -> Document:
    return read_pdf(path.read_bytes(), name=path.name)


def rows_of(table: Table) -> list[list[str]]:
    return [[squeezed(cell.text) if cell else "" for cell in row] for row in table.grid]


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def numbers(rows: list[list[str]]) -> Counter[str]:
    return Counter(number for row in rows for cell in row for number in _NUMBER.findall(cell))


def truth(folder: Path, file: str, name: str) -> list[list[str]]:
    data = json.loads((folder / file).read_text("utf-8"))
    rows = data[name] if name in data else next(one["grid"] for one in data["tables"] if one["name"] == name)
    return [[squeezed(cell) for cell in row] for row in rows]


@pytest.mark.parametrize(
    ("file", "truth_file", "name"),
    [
        ("plan.pdf", "plan.gt.json", "merged"),
        ("plan.pdf", "plan.gt.json", "long"),
        ("plan.pdf", "plan.gt.json", "tasks"),
        ("v_typst.pdf", "v.gt.json", "long"),
        ("v_weasy.pdf", "v.gt.json", "long"),
        ("v_threeline.pdf", "v.gt.json", "three"),
    ],
)
def test_every_row_of_a_table_is_exact_whoever_made_the_file(
    real_plans: Path, file: str, truth_file: str, name: str
) -> None:
    expected = truth(real_plans / "made", truth_file, name)
    tables = [rows_of(table) for table in read(real_plans / "made" / file).tables]
    assert expected in tables
    assert numbers(expected) == numbers(next(table for table in tables if table == expected))


def test_paragraphs_notes_and_boxes_of_the_made_up_plan(real_plans: Path) -> None:
    document = read(real_plans / "made" / "plan.pdf")
    data = json.loads((real_plans / "made" / "plan.gt.json").read_text("utf-8"))
    written = {squeezed(document.text[one.start : one.end]) for one in document.paragraphs}
    plain = {text.translate(str.maketrans("²", "2", "¹")).replace("。2", "。") for text in written}
    assert [squeezed(text) for text in data["paras"] if squeezed(text) not in plain] == []
    assert [one["text"] for one in data["headings"] if squeezed(one["text"]) not in written] == []
    assert [document.text[note.start : note.end] for note in document.notes] == data["footnotes"]
    assert all(note.anchor is not None for note in document.notes)
    assert "9.99" not in document.text
    assert "页眉" not in document.text


def test_a_ruled_table_over_three_pages_of_a_published_plan(real_plans: Path) -> None:
    document = read(real_plans / "more" / "hubei_wenwu_14.pdf")
    data = json.loads((real_plans / "more" / "truth" / "hubei_wenwu_14.json").read_text("utf-8"))
    table = document.tables[0]
    rows = rows_of(table)
    for expected in data["rows"]:
        assert any(squeezed(expected["raw_row"]).split("|") == row[1:] for row in rows)
        assert any(row[0] == expected["category"] and row[2] == expected["target"] for row in rows)
    assert len(rows) == data["row_count"] + 2


def test_the_boxes_of_a_published_plan_are_frames(real_plans: Path) -> None:
    document = read(real_plans / "more" / "hubei_wenwu_14.pdf")
    data = json.loads((real_plans / "more" / "truth" / "hubei_wenwu_14_structure.json").read_text("utf-8"))
    first: dict[int, str] = {}
    for paragraph in document.paragraphs:
        if paragraph.frame is not None:
            first.setdefault(paragraph.frame, squeezed(document.text[paragraph.start : paragraph.end]))
    assert list(first.values()) == [squeezed(box["title"]) for box in data["boxes"]]
    contents = [document.text[one.start : one.end] for one in document.paragraphs if one.contents]
    assert [line for line in contents if "..." not in line] == ["目 录"]


@pytest.mark.parametrize("part", range(1, 12))
def test_a_file_may_be_cut_anywhere(real_plans: Path, part: int) -> None:
    data = (real_plans / "made" / "v_threeline.pdf").read_bytes()
    with pytest.raises(Unreadable, match="pdf-damaged"):
        read_pdf(data[: len(data) * part // 12], name="规划.pdf")
