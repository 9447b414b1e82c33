"""Real Word files and one made-up plan with hand-written truth: nothing lost, nothing invented."""

import json
import unicodedata

import pytest

from kechuang.readers.word.docx import read_docx


@pytest.fixture(scope="module")
def truth(real_plans):
    return json.loads((real_plans / "made/plan.gt.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def plan(real_plans):
    return read_docx((real_plans / "made/plan.docx").read_bytes(), name="plan.docx")


def visible(document):
    return [document.text[q.start : q.end] for q in document.paragraphs if not q.hidden and not q.contents]


def test_every_automatic_number_is_in_the_text_and_every_styled_heading_has_its_level(plan, truth):
    levels = {(plan.text[q.start : q.end], q.level) for q in plan.paragraphs if not q.contents}
    numbered = [heading for heading in truth["headings"] if heading["auto"]]

    assert [h["text"] for h in numbered if h["text"] not in visible(plan)] == []
    assert [h["text"] for h in truth["headings"] if h["style"] and (h["text"], h["level"]) not in levels] == []
    assert len(numbered) == 11


def test_no_paragraph_note_or_probe_is_lost_and_nothing_deleted_is_left(plan, truth):
    lines = {line.replace("km²", "km2") for line in visible(plan)}
    probes = dict(truth["probes"])
    gone, hidden = probes.pop("tracked_del_absent"), probes.pop("hidden")

    assert [text for text in truth["paras"] if text not in lines] == []
    assert [plan.text[n.start : n.end] for n in plan.notes] == truth["footnotes"]
    assert [name for name, text in probes.items() if text not in plan.text] == []
    assert gone not in plan.text
    assert [plan.text[q.start : q.end] for q in plan.paragraphs if q.hidden] == [hidden]


def test_every_row_of_every_table_is_exact(plan, truth):
    grids = [[[cell.text if cell else "" for cell in row] for row in table.grid] for table in plan.tables]
    wanted = [
        [[text.replace("\n", " ") for text in row] for row in table["grid"]]
        for table in truth["tables"]
        if len(table["grid"][0]) > 1
    ]

    assert [table for table in wanted if table not in grids] == []


def test_boxes_are_frames_of_paragraphs(plan, truth):
    boxes = [table["grid"] for table in truth["tables"] if len(table["grid"][0]) == 1]
    framed = [plan.text[q.start : q.end] for q in plan.paragraphs if q.frame is not None]

    assert boxes
    assert [line for box in boxes for row in box for line in row[0].split("\n") if line not in framed] == []


def test_the_table_of_national_indicators_has_its_twenty_rows(real_plans):
    document = read_docx((real_plans / "more/cn_fyp15_main_indicators.docx").read_bytes(), name="x.docx")
    (table,) = document.tables
    names = [cell.text for cell in table.cells if cell.column == 0]

    assert len({len(row) for row in table.grid}) == 1
    assert len(names) >= 20


@pytest.mark.parametrize(
    "name", ["more/cn_fyp15_main_indicators.docx", "more/cn_rural_env_monitoring_2013.docx", "made/plan.docx"]
)
def test_every_span_lies_on_its_words_and_the_lines_hold_no_control_characters(real_plans, name):
    document = read_docx((real_plans / name).read_bytes(), name=name)
    spans = [*document.paragraphs, *document.notes]

    assert [c for t in document.tables for c in t.cells if document.text[c.start : c.end] != c.text] == []
    assert [s for s in spans if "\n" in document.text[s.start : s.end] or s.start == s.end] == []
    assert {c for c in document.text if unicodedata.category(c) == "Cc"} <= {"\n", "\t"}
