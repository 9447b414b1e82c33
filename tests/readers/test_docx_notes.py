"""Footnotes and endnotes of a Word document."""

from kechuang.domain.document import Note
from tests.readers.docx_builder import note, p, tbl, tc, tr
from tests.readers.docx_reading import read, reference


def test_footnotes_stand_at_the_end_anchored_where_they_were_referred_to():
    separator = '<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
    notes = separator + note("footnote", 2, "口径一。", "续。") + note("footnote", 5, "口径二。")
    document = read(p("成交额2.62亿元", reference(5), "，平台", reference(2)) + p("后文"), footnotes=notes)

    assert document.text == "成交额2.62亿元，平台\n后文\n口径二。\n口径一。 续。"
    assert document.notes == (Note(9, 16, 20, "1"), Note(12, 21, 28, "2"))


def test_a_mark_the_author_typed_is_the_label_and_not_text():
    document = read(p("达到44", reference(1, mark="①"), "家"), footnotes=note("footnote", 1, "累计。"))

    assert (document.text, document.notes) == ("达到44家\n累计。", (Note(4, 6, 9, "①"),))


def test_note_labels_follow_the_format_of_the_document():
    settings = '<w:footnotePr><w:numFmt w:val="decimalEnclosedCircleChinese"/><w:numStart w:val="3"/></w:footnotePr>'
    document = read(
        p("甲", reference(1), reference(1, "endnote")),
        footnotes=note("footnote", 1, "脚注"),
        endnotes=note("endnote", 1, "尾注"),
        settings=settings,
    )

    assert [(n.label, document.text[n.start : n.end]) for n in document.notes] == [("③", "脚注"), ("i", "尾注")]


def test_notes_of_cells_are_anchored_in_their_cells_and_orphans_have_no_anchor():
    notes = note("footnote", 1, "五年累计") + note("footnote", 2, "无处引用")
    document = read(tbl(tr("高企", tc(p("80", reference(1)), p("家")))), footnotes=notes)

    assert document.text == "高企\t80 家\n五年累计\n无处引用"
    assert document.notes == (Note(5, 8, 12, "1"), Note(None, 13, 17, ""))


def test_a_note_with_a_table_keeps_its_words_and_deleted_references_take_their_notes_along():
    notes = f'<w:footnote w:id="1">{tbl(tr("甲", "乙"))}</w:footnote>' + note("footnote", 2, "删去")
    document = read(p("文", reference(1), f"<w:del>{reference(2)}</w:del>"), footnotes=notes)

    assert [(n.anchor, document.text[n.start : n.end]) for n in document.notes] == [(1, "甲 乙")]
