"""Web pages: what the page shows, line by line, with its tables, notes and hidden words."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kechuang.readers.errors import Unreadable
from kechuang.readers.web.html import read_html


def read(page, encoding="utf-8"):
    return read_html(page.encode(encoding), name="规划.html")


def lines(document, *, hidden=False):
    shown = [paragraph for paragraph in document.paragraphs if paragraph.hidden is hidden]
    return [document.text[paragraph.start : paragraph.end] for paragraph in shown]


def grid(document, index=0):
    return [[cell and cell.text for cell in row] for row in document.tables[index].grid]


def test_the_page_of_a_government_site_is_read_without_its_site(real_plans):
    truth = json.loads((real_plans / "made" / "plan.gt.json").read_text("utf-8"))
    document = read_html((real_plans / "made" / "gov.html").read_bytes(), name="gov.html")
    assert set(truth["paras"][:12]) <= set(lines(document))
    assert grid(document) == [[cell.replace("\n", " ") for cell in row] for row in truth["tables"][0]["grid"]]
    assert not any(word in document.text for word in ("栏目", "当前位置", "相关新闻", "版权", "0839"))


@pytest.mark.parametrize("declared", ["gb2312", "utf-8", "iso-8859-1"])
@pytest.mark.parametrize("sent", ["utf-8", "gb18030", "utf-16"])
def test_a_wrong_charset_declaration_does_no_harm(declared, sent):
    page = f'<html><head><meta charset="{declared}"></head><body><p>技术合同成交额达到2.62亿元。</p></body></html>'
    assert lines(read(page, sent)) == ["技术合同成交额达到2.62亿元。"]


def test_headings_carry_their_level():
    document = read("<h1>规划</h1><h2>一、目标</h2><p>正文。</p><p style='mso-outline-level:3'>1.指标</p>")
    assert [paragraph.level for paragraph in document.paragraphs] == [1, 2, None, 3]


def test_a_break_ends_a_line_but_not_a_heading():
    document = read("<h1>山川县<br>科技创新规划</h1><div>一、目标<br>二、任务<br/><br>三、保障</div>")
    assert lines(document) == ["山川县科技创新规划", "一、目标", "二、任务", "三、保障"]


def test_words_loose_in_a_block_are_lines_of_their_own():
    assert lines(read("<div>甲<p>乙</p>丙<div>丁</div>戊</div>")) == ["甲", "乙", "丙", "丁", "戊"]


def test_an_indent_after_a_sentence_begins_a_paragraph_where_the_page_forgot_to():
    assert lines(read("<div>　　第一段。　　第二段。　　第一章　　总则</div>")) == [
        "第一段。",
        "第二段。",
        "第一章　　总则",
    ]


def test_a_source_line_that_wraps_beside_a_chinese_character_leaves_no_blank():
    assert lines(read("<p>研发\r\n投入强度 达到\n2.3%，R&amp;D\nspending</p>")) == [
        "研发投入强度 达到2.3%，R&D spending"
    ]


def test_superscripts_are_never_digits():
    assert lines(read("<p>面积12.5km<sup>2</sup>，10<sup>-3</sup>，CO<sub>2</sub></p>")) == ["面积12.5km²，10⁻³，CO₂"]


def test_entities_are_what_they_stand_for():
    assert lines(read("<p>&ldquo;十四五&rdquo;&nbsp;&ge;2.3&#37;&#12288;</p>")) == ["“十四五” ≥2.3%"]


def test_scripts_and_styles_are_no_text():
    assert lines(read("<style>p{}</style><script>var a=1</script><p>正文</p><noscript>请启用脚本</noscript>")) == [
        "正文"
    ]


def test_what_the_page_hides_or_strikes_out_is_kept_apart_and_marked():
    document = read(
        "<p>强度达到<del>9.99</del>0.65%<span style='display: none'>草稿</span>以上</p><p hidden>作废</p><p>正文很长。</p>"
    )
    assert lines(document) == ["强度达到0.65%以上", "正文很长。"]
    assert lines(document, hidden=True) == ["9.99草稿", "作废"]


def test_a_page_that_waits_for_its_script_is_read_all_the_same():
    document = read(
        "<div id=a>加载中</div><div style='display:none'>" + "<p>高新技术企业达到100家。</p>" * 20 + "</div>"
    )
    assert len(lines(document)) >= 20


def test_ordered_lists_have_their_numbers():
    page = "<ol start=3><li>甲<li value=7>乙</ol><ol style='list-style-type:cjk-ideographic'><li>丙</ol><ul><li>丁</ul>"
    assert lines(read(page)) == ["3.甲", "7.乙", "一、丙", "丁"]


def test_a_list_item_that_brings_its_own_number_keeps_it():
    assert lines(read("<ol><li>（一）甲<li>2.乙</ol>")) == ["（一）甲", "2.乙"]


def test_merged_cells_stand_once_and_cover_their_rectangle():
    document = read(
        "<table><tr><th rowspan=2>指标</th><th colspan=2>数值</th></tr><tr><th>2020年</th><th>2025年</th></tr>"
        "<tr><td>强度（%）</td><td>0.30</td><td>0.65</td></tr></table>"
    )
    assert grid(document) == [["指标", "数值", "数值"], ["指标", "2020年", "2025年"], ["强度（%）", "0.30", "0.65"]]
    assert document.text == "指标\t数值\n2020年\t2025年\n强度（%）\t0.30\t0.65"


def test_a_span_wider_than_the_table_is_as_wide_as_the_table():
    document = read(
        "<table><tr><td colspan=1000>表头</td></tr><tr><td rowspan=0>甲</td><td>1</td></tr><tr><td>2</td></tr></table>"
    )
    assert grid(document) == [["表头", "表头"], ["甲", "1"], ["甲", "2"]]


def test_the_foot_of_a_table_stands_at_its_end_and_its_caption_before_it():
    document = read(
        "<table><caption>表1 主要指标</caption><tfoot><tr><td>合计</td><td>3</td></tr></tfoot>"
        "<tbody><tr><td>甲</td><td>3</td></tr></tbody></table>"
    )
    assert lines(document) == ["表1 主要指标"]
    assert grid(document) == [["甲", "3"], ["合计", "3"]]


def test_a_table_of_one_column_is_a_box():
    document = read(
        "<p>正文"
        + "正文。" * 50
        + "</p><table><tr><td>专栏1 创新平台</td></tr><tr><td><p>甲。</p><p>乙。</p></td></tr></table>"
    )
    assert [(paragraph.frame, line) for paragraph, line in zip(document.paragraphs, lines(document), strict=True)][
        1:
    ] == [
        (1, "专栏1 创新平台"),
        (1, "甲。"),
        (1, "乙。"),
    ]


def test_a_table_inside_a_cell_follows_the_table_it_stands_in():
    document = read(
        "<table><tr><td>甲</td><td>说明<table><tr><td>乙</td><td>1</td></tr></table></td></tr><tr><td>丙</td><td>丁</td></tr></table>"
    )
    assert (grid(document, 0), grid(document, 1)) == ([["甲", "说明"], ["丙", "丁"]], [["乙", "1"]])


def test_words_of_a_hidden_table_are_hidden():
    document = read("<p>正文很长很长。</p><table style='display:none'><tr><td>甲</td><td>1</td></tr></table>")
    assert (document.tables, lines(document, hidden=True)) == ((), ["甲", "1"])


def test_a_footnote_of_word_is_a_note_anchored_where_its_mark_stands():
    document = read(
        "<p>成交额2.62亿元<a href='#_ftn1' name='_ftnref1'><span>[1]</span></a>，增长。</p>"
        "<div style='mso-element:footnote-list'><div style='mso-element:footnote' id=ftn1>"
        "<p><a href='#_ftnref1' name='_ftn1'>[1]</a> 登记成交额。</p></div></div>"
    )
    (note,) = document.notes
    assert lines(document) == ["成交额2.62亿元[¹]，增长。"]
    assert (note.label, document.text[: note.anchor], document.text[note.start : note.end]) == (
        "1",
        "成交额2.62亿元",
        "[1] 登记成交额。",
    )


def test_a_footnote_may_be_anchored_in_a_cell():
    document = read(
        "<table><tr><td>指标</td><td>2.3<sup><a href='#fn1'>1</a></sup></td></tr></table><p id=fn1>1 初步数。</p>"
    )
    assert (grid(document), document.notes[0].anchor) == ([["指标", "2.3¹"]], document.text.index("¹"))


def test_entries_of_a_contents_list_are_marked():
    document = read("<p class=MsoToc1><a href='#_Toc1'>一、发展基础 1</a></p><h1><a name='_Toc1'>一、发展基础</a></h1>")
    assert [paragraph.contents for paragraph in document.paragraphs] == [True, False]


def test_pictures_in_the_content_are_counted_among_the_problems():
    document = read("<p>主要指标如图。<img src='a.png' width=600><img src='icon_doc.gif'><img src=x.png width=20></p>")
    assert [(problem.code, dict(problem.details)) for problem in document.problems] == [
        ("pictures-not-read", {"count": "1"})
    ]


def test_attached_documents_are_named_among_the_problems():
    document = read(
        "<p>现将规划印发给你们。</p><p>附件：<a href='/a/plan.docx?v=1'>山川县规划.docx</a></p><iframe src='/b/plan.pdf'></iframe>"
    )
    assert [(problem.code, dict(problem.details)) for problem in document.problems] == [
        ("attachments-not-read", {"count": "2", "names": "山川县规划.docx、plan.pdf"})
    ]


def test_hidden_rows_and_cells_are_no_part_of_the_grid():
    document = read(
        "<table><tr><td>甲</td><td style='display:none'>旧</td><td>1</td></tr>"
        "<tr style='display:none'><td>乙</td><td>0</td></tr><tr><td>丙</td><td>2</td></tr></table>"
    )
    assert grid(document) == [["甲", "1"], ["丙", "2"]]
    assert lines(document, hidden=True) == ["旧", "乙", "0"]


def test_a_page_saved_whole_is_read():
    page = (
        'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\n'
        "Content-Type: text/html; charset=gb2312\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        "<html><body><p>到2025年，达到100家。</p></body></html>\r\n--b--\r\n"
    )
    assert lines(read(page, "gb18030")) == ["到2025年，达到100家。"]


@pytest.mark.parametrize(
    "page", ["", "<html></html>", "<html><body><script>x</script></body></html>", "<frameset></frameset>"]
)
def test_a_page_without_words_is_refused(page):
    with pytest.raises(Unreadable, match="no-text"):
        read(page)


_NAMES = "div p table tr td th span a ol li ul h1 sup pre br nav style del hr caption font body html center"
_TAGS = st.sampled_from(_NAMES.split())
_PIECES = st.one_of(
    _TAGS.map(lambda tag: f"<{tag}>"),
    _TAGS.map(lambda tag: f"</{tag}>"),
    st.sampled_from(
        [
            "<td colspan=3>",
            "<td rowspan=9>",
            "<a href=x>",
            "<a href='#f1'>1</a>",
            "<p id=fn1>",
            "<p hidden>",
            "<table role=none>",
        ]
    ),
    st.text(alphabet="甲乙丙。1.5% \n\xa0　&;<>\x01", max_size=6),
)


@given(st.lists(_PIECES, max_size=60))
def test_any_page_is_a_document_whose_spans_hold_or_a_clear_refusal(pieces):
    try:
        document = read("".join(pieces))
    except Unreadable:
        return
    assert all(document.text[cell.start : cell.end] == cell.text for table in document.tables for cell in table.cells)
    assert all(len(row) == len(table.grid[0]) for table in document.tables for row in table.grid)
    assert all("\n" not in document.text[part.start : part.end] for part in document.paragraphs)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_page_or_a_clear_refusal(data):
    try:
        read_html(b"<html><body>" + data, name="规划.html")
    except Unreadable:
        return
