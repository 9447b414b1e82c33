"""The text of a Word document: what its reader sees, construct by construct."""

import pytest

from kechuang.domain.document import Paragraph
from kechuang.readers.word.docx import read_docx
from tests.readers.docx_builder import STRICT, TRANSITIONAL, build, note, p, r, root, style, tbl, tc, tr
from tests.readers.docx_reading import SUPERSCRIPT, control, field, lines, read, reference


def test_runs_are_joined_without_gaps_and_paragraphs_are_lines():
    assert lines(p("达到", "4", "4", "家") + p() + p("　　第二段 ")) == ["达到44家", "第二段"]


def test_inserted_and_moved_in_text_counts_and_deleted_and_moved_out_text_does_not():
    body = p(
        "强度达到",
        "<w:del><w:r><w:delText>9.99</w:delText></w:r></w:del>",
        f"<w:ins>{r('0.65')}</w:ins>",
        f"<w:moveFrom>{r('甲')}</w:moveFrom><w:moveTo>{r('%以上')}</w:moveTo>",
    )

    assert lines(body) == ["强度达到0.65%以上"]


def test_a_paragraph_whose_mark_was_deleted_runs_into_the_next():
    body = p("到2025年，", extra="<w:rPr><w:del/></w:rPr>") + p("达到80家。")

    assert lines(body) == ["到2025年，达到80家。"]


def test_a_deleted_mark_before_a_table_or_the_end_loses_nothing():
    open_end = p("甲", extra="<w:rPr><w:del/></w:rPr>")

    assert lines(open_end + tbl(tr("乙", "丙")) + open_end) == ["甲", "乙\t丙", "甲"]


def test_powers_are_raised_and_indices_and_names_stay():
    body = p(
        "12.5 km", r("2", SUPERSCRIPT), "，PM", r("2.5", '<w:vertAlign w:val="subscript"/>'), r("（注）", SUPERSCRIPT)
    )

    assert lines(body) == ["12.5 km²，PM2.5（注）"]


def test_a_raised_style_raises_too_and_a_run_may_lower_it_again():
    styles = style("up", "上标", f"<w:rPr>{SUPERSCRIPT}</w:rPr>", kind="character")
    named = '<w:rStyle w:val="up"/>'
    body = p("达到5", r("1", named), r("2", named + '<w:vertAlign w:val="baseline"/>'))

    assert lines(body, styles=styles) == ["达到5¹2"]


def test_hidden_words_are_kept_apart_and_marked():
    body = p("本段含", r("隐藏内容", "<w:vanish/>"), "文字", r("可见", '<w:vanish w:val="0"/>'))
    document = read(body)

    assert document.text == "本段含文字可见\n隐藏内容"
    assert document.paragraphs == (Paragraph(0, 7), Paragraph(8, 12, hidden=True))


def test_words_hidden_by_a_style_are_hidden_and_two_hidings_cancel_out():
    hide = "<w:rPr><w:vanish/></w:rPr>"
    styles = style("p", "藏段", hide) + style("r", "藏字", hide, kind="character")
    document = read(p("藏", r("显", '<w:rStyle w:val="r"/>'), style="p"), styles=styles)

    assert [(document.text[q.start : q.end], q.hidden) for q in document.paragraphs] == [("显", False), ("藏", True)]


def test_symbols_tabs_hyphens_and_breaks_become_characters():
    symbol = '<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>'
    body = p(
        symbol,
        "300",
        "<w:r><w:tab/></w:r>",
        "2021",
        "<w:r><w:noBreakHyphen/></w:r>",
        "2025<",
        "<w:r><w:softHyphen/><w:cr/></w:r>",
        "年",
    )
    body = body.replace("2025<", "2025")

    assert lines(body) == ["≥300 2021-2025 年"]


def test_private_codes_in_a_symbol_font_become_the_characters_they_show():
    assert lines(p(r("\uf0a3", '<w:rFonts w:ascii="Symbol"/>'), "0.9")) == ["≤0.9"]


def test_blanks_around_unpreserved_text_are_layout():
    assert lines("<w:p><w:r><w:t>\n  达到 80 家\n </w:t></w:r></w:p>") == ["达到 80 家"]


def test_ruby_shows_its_base_and_links_tags_and_controls_show_their_content():
    ruby = f"<w:r><w:ruby><w:rt>{r('kē')}</w:rt><w:rubyBase>{r('科')}</w:rubyBase></w:ruby></w:r>"
    body = p(
        ruby,
        f"<w:hyperlink>{r('技')}</w:hyperlink>",
        f"<w:smartTag><w:customXml>{r('创')}</w:customXml></w:smartTag>",
        control(r("新")),
    )

    assert lines(body) == ["科技创新"]


def test_a_prompt_that_was_never_filled_in_is_no_visible_text():
    prompt = control(r("单击此处输入文字。"), "<w:showingPlcHdr/>")
    document = read(p("单位：", prompt) + control(p("另一提示"), "<w:showingPlcHdr/>"))

    assert [(document.text[q.start : q.end], q.hidden) for q in document.paragraphs] == [
        ("单位：", False), ("单击此处输入文字。", True), ("另一提示", True),
    ]  # fmt: skip


def test_of_a_field_the_result_is_read_and_the_instruction_is_not():
    nested = field("IF " + "", r("甲")).replace(
        "IF ", f"IF </w:instrText></w:r>{field('PAGE', r('9'))}<w:r><w:instrText>"
    )

    assert lines(p("表", field("SEQ 表", r("1")), f'<w:fldSimple w:instr="PAGE">{r("2")}</w:fldSimple>', nested)) == [
        "表12甲"
    ]


def test_a_field_that_never_ends_hides_at_most_its_own_paragraph():
    broken = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF</w:instrText></w:r>'
    document = read(p("前", broken, "后") + p("下一段") + p('<w:r><w:fldChar w:fldCharType="end"/></w:r>', "末"))

    assert [(document.text[q.start : q.end], q.hidden) for q in document.paragraphs] == [
        ("前", False), ("后", True), ("下一段", False), ("末", False),
    ]  # fmt: skip


def test_circled_numbers_drawn_with_a_field_are_read():
    assert lines(p(field(r"eq \o\ac(○,3)", None), "平台", field(r"eq \o\ac(○,21)", None))) == ["③平台㉑"]


def test_a_drawn_formula_that_is_not_understood_is_a_problem():
    document = read(p("甲", field(r"EQ \x\to(1)", None)))

    assert [(x.code, dict(x.details), x.source.line) for x in document.problems] == [
        ("formula-not-read", {"formula": r"EQ \x\to(1)"}, 1)
    ]


@pytest.mark.parametrize(
    ("formula", "shown"),
    [
        ("<m:r><m:t>x+1</m:t></m:r>", "x+1"),
        ("<m:f><m:num><m:r><m:t>a+b</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f>", "(a+b)/2"),
        ("<m:sSup><m:e><m:r><m:t>km</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup>", "km²"),
        ("<m:sSup><m:e><m:r><m:t>e</m:t></m:r></m:e><m:sup><m:r><m:t>kt</m:t></m:r></m:sup></m:sSup>", "e^kt"),
        ("<m:rad><m:deg/><m:e><m:r><m:t>2</m:t></m:r></m:e></m:rad>", "√2"),
        (
            '<m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr><m:sub/><m:sup/><m:e><m:r><m:t>x</m:t></m:r></m:e></m:nary>',
            "∑x",
        ),
        ("<m:d><m:e><m:r><m:t>1</m:t></m:r></m:e></m:d>", "(1)"),
    ],
)
def test_formulas_are_read_on_one_line(formula, shown):
    assert lines(p(f"<m:oMathPara><m:oMath>{formula}</m:oMath></m:oMathPara>")) == [shown]


def test_damaged_numbering_is_a_problem_and_the_text_is_read():
    document = read_docx(build(p("甲"), parts={"word/numbering.xml": "<w:numbering"}), name="规划.docx")

    assert (document.text, [(x.code, dict(x.details)) for x in document.problems]) == (
        "甲",
        [("docx-part-damaged", {"part": "word/numbering.xml"})],
    )


def test_characters_that_no_font_here_can_show_are_unsure():
    document = read(p("姓名\ue123\ufffd某"))

    assert [(u.start, u.end, u.confidence) for u in document.unsure] == [(2, 4, 0.0)]


def test_comments_headers_and_bookmarks_are_not_text():
    body = p(
        "正",
        '<w:commentRangeStart w:id="1"/><w:bookmarkStart w:id="1"/>',
        "文",
        '<w:r><w:commentReference w:id="1"/></w:r>',
    )
    parts = {"word/comments.xml": root("comments", p("批注")), "word/header1.xml": root("hdr", p("页眉"))}

    assert lines(body, parts=parts) == ["正文"]


def test_a_strict_file_reads_like_a_transitional_one():
    body = p("背景", style="1") + tbl(tr("指标", "80"))
    styles = style("1", "heading 1")
    strict = {
        "word/document.xml": root("document", f"<w:body>{body}</w:body>").replace(TRANSITIONAL, STRICT),
        "word/styles.xml": root("styles", styles).replace(TRANSITIONAL, STRICT),
    }
    ordinary, other = read(body, styles=styles), read(body, parts=strict)

    assert (other.text, other.paragraphs, other.tables) == (ordinary.text, ordinary.paragraphs, ordinary.tables)


def test_a_file_whose_main_part_has_another_name_is_read():
    relations = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="/word/document2.xml"/></Relationships>'
    parts = {"_rels/.rels": relations, "word/document2.xml": root("document", f"<w:body>{p('另名')}</w:body>")}

    assert lines(p("旧名"), parts=parts) == ["另名"]


def test_every_span_of_the_document_lies_on_its_words():
    body = p("前") + tbl(tr("甲", tc("乙方", "丙")), tr("", "丁")) + p("后", reference(1))
    document = read(body, footnotes=note("footnote", 1, "注"))

    assert [document.text[q.start : q.end] for q in document.paragraphs] == ["前", "后"]
    assert [document.text[c.start : c.end] for table in document.tables for c in table.cells] == [
        "甲",
        "乙方 丙",
        "",
        "丁",
    ]
    assert [document.text[n.start : n.end] for n in document.notes] == ["注"]
