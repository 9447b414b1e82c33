"""Lines, headings and tables of contents of a Word document."""

from tests.readers.docx_builder import p, r, style
from tests.readers.docx_reading import control, field, lines, read

BREAK = "<w:r><w:br/></w:r>"


def test_a_manual_break_after_a_full_stop_or_before_an_item_ends_the_line_and_elsewhere_it_wraps():
    body = p("目标完成。", BREAK, "展望明天", BREAK, "（一）引才", BREAK, "1.5亿元与", BREAK, "两家")

    assert lines(body) == ["目标完成。", "展望明天", "（一）引才 1.5亿元与 两家"]


def test_a_broken_title_or_heading_stays_one_line():
    body = p("巴山县：", BREAK, "创新规划", extra='<w:jc w:val="center"/>') + p("一、总则。", BREAK, "续", style="1")

    assert lines(body, styles=style("1", "heading 1")) == ["巴山县： 创新规划", "一、总则。 续"]


def test_a_page_break_ends_the_line():
    assert lines(p("封面", '<w:r><w:br w:type="page"/></w:r>', "正文")) == ["封面", "正文"]


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
