"""The text of a Word document: what its reader sees, construct by construct."""

import pytest

from kechuang.domain.document import Note, Paragraph
from kechuang.readers.rulebooks import load_yaml
from kechuang.readers.word.docx import read_docx
from tests.readers.docx_builder import STRICT, TRANSITIONAL, build, note, p, r, root, style, tbl, tc, tr

SUPERSCRIPT = '<w:vertAlign w:val="superscript"/>'


def read(body, **parts):
    return read_docx(build(body, **parts), name="规划.docx")


def lines(body, **parts):
    return read(body, **parts).text.split("\n")


def field(instruction, result):
    code = f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
    shown = f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}' if result is not None else ""
    return f'<w:r><w:fldChar w:fldCharType="begin"/></w:r>{code}{shown}<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def text_box(*paragraphs):
    return f"<w:txbxContent>{''.join(map(p, paragraphs))}</w:txbxContent>"


def vml(content):
    return f"<w:r><w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict></w:r>"


def control(content, properties=""):
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


# --- runs -----------------------------------------------------------------------------------------------------------


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


# --- fields and formulas --------------------------------------------------------------------------------------------


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


# --- lines ----------------------------------------------------------------------------------------------------------

BREAK = "<w:r><w:br/></w:r>"


def test_a_manual_break_after_a_full_stop_or_before_an_item_ends_the_line_and_elsewhere_it_wraps():
    body = p("目标完成。", BREAK, "展望明天", BREAK, "（一）引才", BREAK, "1.5亿元与", BREAK, "两家")

    assert lines(body) == ["目标完成。", "展望明天", "（一）引才 1.5亿元与 两家"]


def test_a_broken_title_or_heading_stays_one_line():
    body = p("巴山县：", BREAK, "创新规划", extra='<w:jc w:val="center"/>') + p("一、总则。", BREAK, "续", style="1")

    assert lines(body, styles=style("1", "heading 1")) == ["巴山县： 创新规划", "一、总则。 续"]


def test_a_page_break_ends_the_line():
    assert lines(p("封面", '<w:r><w:br w:type="page"/></w:r>', "正文")) == ["封面", "正文"]


# --- headings and contents ------------------------------------------------------------------------------------------


def test_headings_have_the_level_of_their_style_or_their_own_outline_level():
    outline = '<w:pPr><w:outlineLvl w:val="1"/></w:pPr>'
    styles = (
        style("1", "heading 1") + style("x", "章标题", outline) + style("y", "节", based_on="1") + style("t", "Title")
    )
    body = "".join(p("甲", style=key) for key in ("1", "x", "y", "t"))
    body += p("乙", extra='<w:outlineLvl w:val="2"/>') + p("丙", style="1", extra='<w:outlineLvl w:val="9"/>')

    assert [q.level for q in read(body, styles=styles).paragraphs] == [1, 2, 1, None, 3, None]


def test_heading_names_are_understood_even_where_the_styles_are_missing():
    assert [
        q.level for q in read(p("甲", style="Heading2") + p("乙", style="标题 3") + p("丙", style="10")).paragraphs
    ] == [2, 3, None]


def test_table_styles_are_passed_over_and_the_styles_around_them_are_not():
    table = style("t", "Table Grid", "<w:tblPr/>", kind="table")
    styles = (
        style("1", "heading 1") + table + '<w:style w:type="table" w:styleId="u"/>' + style("2", "heading 2") + table
    )

    assert [q.level for q in read(p("甲", style="1") + p("乙", style="2"), styles=styles).paragraphs] == [1, 2]


def test_styles_based_on_each_other_end():
    styles = style("a", "甲", based_on="b") + style("b", "乙", based_on="a")

    assert [q.level for q in read(p("甲", style="a"), styles=styles).paragraphs] == [None]


def test_entries_of_a_table_of_contents_are_marked_by_style_control_or_field():
    gallery = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
    start = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC \\o</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    body = (
        control(p("目录"), gallery)
        + p("一、背景", "<w:r><w:tab/></w:r>", "1", style="TOC1")
        + p(start, "二、任务2")
        + p("三、保障3")
        + p('<w:r><w:fldChar w:fldCharType="end"/></w:r>')
        + p("一、背景", style="1")
        + p("正文")
    )
    document = read(body, styles=style("1", "heading 1") + style("TOC1", "toc 1"))

    assert [(document.text[q.start : q.end], q.contents, q.level) for q in document.paragraphs] == [
        ("目录", True, None), ("一、背景 1", True, None), ("二、任务2", True, None), ("三、保障3", True, None),
        ("一、背景", False, 1), ("正文", False, None),
    ]  # fmt: skip


def test_links_to_headings_and_their_pages_are_entries_of_a_table_of_contents():
    link = f'<w:hyperlink w:anchor="_Toc10177">{r("一、背景")}</w:hyperlink>'
    outward = f'<w:hyperlink w:anchor="_Ref7">{r("见表1")}</w:hyperlink>'
    document = read(p(link) + p("二、任务", field("PAGEREF _Toc2 \\h", r("3"))) + p(outward))

    assert [q.contents for q in document.paragraphs] == [True, True, False]


def test_a_body_style_based_on_a_contents_style_is_body():
    styles = style("toc", "toc 1") + style("body", "县级正文", based_on="toc")

    assert [q.contents for q in read(p("目录项", style="toc") + p("正文", style="body"), styles=styles).paragraphs] == [
        True,
        False,
    ]


def test_a_contents_field_that_never_ends_ends_at_the_first_heading():
    start = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC \\o</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    document = read(p(start, "一、背景1") + p("背景", style="1") + p("正文"), styles=style("1", "heading 1"))

    assert [q.contents for q in document.paragraphs] == [True, False, False]


# --- boxes ----------------------------------------------------------------------------------------------------------


def test_a_text_box_is_read_once_after_its_paragraph_in_a_frame_of_its_own():
    drawing = f"<w:drawing><wp:inline><a:graphic><wps:txbx>{text_box('专栏1 平台', '建成18个。')}</wps:txbx></a:graphic></wp:inline></w:drawing>"
    choice = f'<mc:AlternateContent><mc:Choice Requires="wps">{drawing}</mc:Choice><mc:Fallback>{vml(text_box("专栏1 平台", "建成18个。"))}</mc:Fallback></mc:AlternateContent>'
    document = read(p("见专栏", f"<w:r>{choice}</w:r>", "。") + p("后文"))

    assert [(document.text[q.start : q.end], q.frame) for q in document.paragraphs] == [
        ("见专栏。", None), ("专栏1 平台", 1), ("建成18个。", 1), ("后文", None),
    ]  # fmt: skip


def test_the_older_form_is_read_where_the_newer_one_holds_no_words():
    choice = f'<mc:AlternateContent><mc:Choice Requires="new"><w:drawing/></mc:Choice><mc:Fallback>{vml(text_box("框内"))}</mc:Fallback></mc:AlternateContent>'

    assert lines(p(choice)) == ["框内"]


def test_a_table_of_one_column_is_a_frame_around_its_paragraphs_and_tables():
    inner = tbl(tr("指标", "2025年"), tr("高企", "80"))
    body = tbl(tr(tc("专栏1 创新主体")), tr(tc("1.倍增行动", inner, "2.成长行动"))) + tbl(tr("专栏2"))
    document = read(body)

    assert document.text.split("\n") == [
        "专栏1 创新主体",
        "1.倍增行动",
        "指标\t2025年",
        "高企\t80",
        "2.成长行动",
        "专栏2",
    ]
    assert [q.frame for q in document.paragraphs] == [1, 1, 1, 2]
    assert [len(table.cells) for table in document.tables] == [4]


def test_neighbouring_paragraphs_with_borders_on_both_sides_share_a_frame():
    border = '<w:pBdr><w:left w:val="single"/><w:right w:val="single"/></w:pBdr>'
    underline = '<w:pBdr><w:bottom w:val="single"/></w:pBdr>'
    body = (
        p("专栏1", extra=border)
        + p("平台", extra=border)
        + p("正文")
        + p("专栏2", extra=border)
        + p("页眉线", extra=underline)
    )

    assert [q.frame for q in read(body).paragraphs] == [1, 1, None, 2, None]


def test_drawn_words_and_diagrams_are_read():
    art = '<w:r><w:pict><v:shape><v:textpath string="专栏3 人才"/></v:shape></w:pict></w:r>'
    diagram = (
        '<w:r><w:drawing><wp:inline><a:graphic><dgm:relIds r:dm="rIdd"/></a:graphic></wp:inline></w:drawing></w:r>'
    )
    relations = {
        "word/_rels/document.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rIdd" Type="http://schemas.microsoft.com/office/2007/relationships/diagramData" Target="diagrams/data1.xml"/></Relationships>',
        "word/diagrams/data1.xml": root(
            "pts", "<a:p><a:r><a:t>引进</a:t></a:r></a:p><a:p/><a:p><a:r><a:t>培养</a:t></a:r></a:p>"
        ),
    }
    document = read(p("如图", art, diagram), parts=relations)

    assert [(document.text[q.start : q.end], q.frame) for q in document.paragraphs] == [
        ("如图", None), ("专栏3 人才", 1), ("引进", 2), ("培养", 2),
    ]  # fmt: skip


# --- what is not read is said ---------------------------------------------------------------------------------------


def test_large_pictures_charts_objects_and_embedded_documents_are_problems_where_they_stand():
    def picture(width, height):
        extent = f'<wp:extent cx="{width * 36000}" cy="{height * 36000}"/>'
        return f"<w:r><w:drawing><wp:inline>{extent}<a:graphic><a:blip/></a:graphic></wp:inline></w:drawing></w:r>"

    old = '<w:r><w:pict><v:shape style="width:283.5pt;height:200pt"><v:imagedata/></v:shape></w:pict></w:r>'
    chart = "<w:r><w:drawing><wp:inline><a:graphic><c:chart/></a:graphic></wp:inline></w:drawing></w:r>"
    sheet = '<w:r><w:object><o:OLEObject ProgID="Excel.Sheet.12"/></w:object></w:r>'
    body = (
        p("前")
        + p("甲", picture(120, 80), picture(10, 10))
        + p("乙", old)
        + p("丙", chart, sheet)
        + '<w:altChunk r:id="x"/>'
        + p("丁")
    )

    assert [(x.code, dict(x.details), x.source.text) for x in read(body).problems] == [
        ("picture-not-read", {"millimetres": "120 × 80"}, "甲"),
        ("picture-not-read", {"millimetres": "100 × 71"}, "乙"),
        ("chart-not-read", {}, "丙"),
        ("object-not-read", {"program": "Excel.Sheet.12"}, "丙"),
        ("embedded-document-not-read", {}, ""),
    ]


def test_every_problem_has_words_in_both_languages():
    wordings = load_yaml("problems.yaml")
    problems = {
        "picture-not-read": {"millimetres": "120 × 80"},
        "chart-not-read": {},
        "diagram-not-read": {},
        "object-not-read": {"program": "Excel.Sheet.12"},
        "embedded-document-not-read": {},
        "formula-not-read": {"formula": "EQ"},
        "table-too-large": {"rows": "9"},
        "docx-part-damaged": {"part": "word/styles.xml"},
    }

    assert [
        code
        for code, details in problems.items()
        if not all(wordings[code][lang].format(**details) for lang in ("zh", "en"))
    ] == []


def test_a_diagram_whose_part_is_missing_is_a_problem():
    diagram = (
        '<w:r><w:drawing><wp:inline><a:graphic><dgm:relIds r:dm="rIdd"/></a:graphic></wp:inline></w:drawing></w:r>'
    )

    assert [(x.code, x.source.text) for x in read(p("如图", diagram)).problems] == [("diagram-not-read", "如图")]


def test_damaged_numbering_is_a_problem_and_the_text_is_read():
    document = read_docx(build(p("甲"), parts={"word/numbering.xml": "<w:numbering"}), name="规划.docx")

    assert (document.text, [(x.code, dict(x.details)) for x in document.problems]) == (
        "甲",
        [("docx-part-damaged", {"part": "word/numbering.xml"})],
    )


# --- notes ----------------------------------------------------------------------------------------------------------


def reference(number, kind="footnote", mark=""):
    custom = ' w:customMarkFollows="1"' if mark else ""
    words = f"<w:t>{mark}</w:t>" if mark else ""
    return f'<w:r><w:rPr>{SUPERSCRIPT}</w:rPr><w:{kind}Reference w:id="{number}"{custom}/>{words}</w:r>'


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


# --- the file as a whole --------------------------------------------------------------------------------------------


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
