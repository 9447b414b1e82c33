"""Running text of PDF files: paragraphs, heads and feet, notes, boxes, contents, columns, and what is left out."""

from kechuang.domain.document import Document
from kechuang.domain.folding import fold
from kechuang.readers.pdf.pdf import pages_without_text, read_pdf
from tests.readers.pdf_builder import Page, write_pdf

FULL = "全县坚持创新驱动发展完善科技创新体系提升企业技术创新能力优化发展环境"  # as long as the column is wide
LINE = 12.0


def full(number: int) -> str:
    """A line as long as the others, but none of them."""
    return FULL[number:] + FULL[:number]


def read(*pages: Page) -> Document:
    return read_pdf(write_pdf(list(pages)), name="规划.pdf")


def paragraphs(document: Document) -> list[str]:
    return [document.text[paragraph.start : paragraph.end] for paragraph in document.paragraphs]


def prose(page: Page, top: float, lines: list[str], left: float = 90.0) -> float:
    """Lines of one paragraph, the first indented by two characters."""
    for number, line in enumerate(lines):
        page.text(left + (0 if number else 2 * LINE), top + number * 20, line)
    return top + len(lines) * 20


def test_lines_of_a_paragraph_are_joined_and_an_indent_begins_the_next() -> None:
    page = Page()
    page.text(90, 80, "一、发展目标")
    below = prose(page, 110, [FULL[2:], full(1), "创新环境。"])
    prose(page, below, [full(3)[2:], "到2030年完成。"])
    assert paragraphs(read(page)) == ["一、发展目标", FULL[2:] + full(1) + "创新环境。", full(3)[2:] + "到2030年完成。"]


def test_a_paragraph_goes_on_over_the_page_but_page_numbers_and_running_heads_do_not() -> None:
    pages = []
    for number in range(1, 5):
        page = Page()
        page.text(200, 50, "某县科技创新规划")
        page.text(280, 800, f"— {number} —")
        page.lines(90, 90, [full(number * 4 + line) for line in range(4)], leading=1.7)
        pages.append(page)
    document = read(*pages)
    assert paragraphs(document) == ["".join(full(line) for line in range(4, 20))]
    assert len(document.page_starts) == 4


def test_chinese_joins_without_a_space_and_latin_words_with_one() -> None:
    page = Page()
    head = FULL[:-8]
    page.text(90, 100, head + "R&D investment")
    page.text(90, 120, "of enterprises增长。")
    page.text(90, 140, full(1))
    assert paragraphs(read(page))[0] == head + "R&D investment of enterprises增长。"


def test_a_raised_figure_is_never_read_as_a_digit() -> None:
    page = Page()
    x = page.text(90, 100, "成交额达到2.62亿元")
    x = page.text(x, 96, "1", 7)
    x = page.text(x, 100, "，建成区面积12.5km")
    x = page.text(x, 96, "2", 7)
    page.text(x, 100, "，其余见附表。")
    page.line(90, 760, 200, 760)
    page.text(90, 775, "1 数据来源：统计公报。", 9)
    document = read(page)
    assert paragraphs(document) == ["成交额达到2.62亿元¹，建成区面积12.5km²，其余见附表。"]
    (note,) = document.notes
    assert (document.text[note.start : note.end], note.label) == ("数据来源：统计公报。", "1")
    assert note.anchor == document.text.index("¹")


def test_struck_out_text_is_left_out_and_reported() -> None:
    page = Page()
    x = page.text(90, 100, "投入强度达到")
    end = page.text(x, 100, "9.99")
    page.line(x, 96, end, 96)
    page.text(end, 100, "0.65%以上。")
    document = read(page)
    assert paragraphs(document) == ["投入强度达到0.65%以上。"]
    assert [(problem.code, dict(problem.details)) for problem in document.problems] == [
        ("struck-text", {"page": "1", "text": "9.99"})
    ]
    assert [problem.source and problem.source.text for problem in document.problems] == ["投入强度达到0.65%以上。"]


def test_an_underline_strikes_nothing() -> None:
    page = Page()
    end = page.text(90, 100, "投入强度达到0.65%以上。")
    page.line(90, 102, end, 102)
    assert paragraphs(read(page)) == ["投入强度达到0.65%以上。"]


def test_entries_of_the_contents_page_are_marked() -> None:
    page = Page()
    page.text(270, 80, "目 录")
    page.text(90, 110, "一、发展基础................................3")
    page.text(90, 130, "二、总体要求................................8")
    body = Page()
    body.text(90, 100, "一、发展基础")
    document = read(page, body)
    assert [paragraph.contents for paragraph in document.paragraphs] == [True, True, True, False]


def test_a_box_over_two_pages_is_one_frame_and_the_next_box_another() -> None:
    first, second = Page(), Page()
    first.text(90, 650, "以下为重点工程。")
    first.box(85, 680, 510, 790)
    first.line(85, 710, 510, 710)
    first.text(230, 700, "专栏1 平台建设工程")
    first.text(90, 730, "1.重点实验室。新建三家。")
    first.text(90, 750, FULL[:34])
    second.box(85, 80, 510, 130)
    second.text(90, 100, "体系建设。")
    second.box(85, 160, 510, 260)
    second.text(230, 180, "专栏2 人才引育工程")
    document = read(first, second)
    framed = [(paragraph.frame, document.text[paragraph.start : paragraph.end]) for paragraph in document.paragraphs]
    assert framed == [
        (None, "以下为重点工程。"),
        (1, "专栏1 平台建设工程"),
        (1, "1.重点实验室。新建三家。"),
        (1, FULL[:34] + "体系建设。"),
        (2, "专栏2 人才引育工程"),
    ]


def test_two_columns_are_read_one_after_the_other() -> None:
    page = Page()
    left, right = "全县坚持创新驱动发展完善体系", "提升企业技术创新能力优化环境"
    lefts = [left[number:] + left[:number] for number in range(8)]
    rights = [right[number:] + right[:number] for number in range(8)]
    page.lines(90, 100, lefts, leading=1.7)
    page.lines(300, 100, rights, leading=1.7)
    assert paragraphs(read(page)) == ["".join(lefts + rights)]


def test_a_page_turned_by_a_quarter_reads_as_it_is_held() -> None:
    turned = Page(rotate=90)
    turned.text(100, 400, "目标值为2.35%", 12, angle=90)
    assert paragraphs(read(turned)) == ["目标值为2.35%"]


def test_a_table_set_on_its_side_reads_as_it_is_held() -> None:
    page = Page()
    for x in (100, 120, 140):
        page.line(x, 500, x, 300)
    for y in (300, 420, 500):
        page.line(100, y, 140, y)
    for x, y, cell in ((115, 497, "R&D"), (115, 417, "2030"), (135, 497, "GDP"), (135, 417, "2.35%")):
        page.text(x, y, cell, 10, angle=90)
    (table,) = read(page).tables
    assert [cell.text for cell in table.cells] == ["R&D", "2030", "GDP", "2.35%"]


def test_a_watermark_across_the_page_is_reported_not_mixed_in() -> None:
    page = Page()
    page.lines(90, 100, [full(number) for number in range(5)], leading=1.7)
    page.text(200, 400, "征求意见稿", 40, angle=45)
    document = read(page)
    assert paragraphs(document) == ["".join(full(number) for number in range(5))]
    assert [problem.code for problem in document.problems] == ["slanted-text"]


def test_radicals_stay_in_the_text_and_fold_in_its_shadow() -> None:
    page = Page()
    page.text(90, 100, "⺠⽣⻔类⼯程12项")
    document = read(page)
    assert document.text == "⺠⽣⻔类⼯程12项"
    assert fold(document.text) == "民生门类工程12项"


def test_pages_that_are_pictures_are_named() -> None:
    scan, words = Page(), Page()
    scan.picture(0, 0, 595, 842)
    words.text(90, 100, "正文。")
    data = write_pdf([scan, words, scan])
    assert pages_without_text(data) == (0, 2)
    document = read_pdf(data, name="规划.pdf")
    assert [(problem.code, problem.details["pages"]) for problem in document.problems] == [
        ("pages-without-text", "1, 3")
    ]
    assert document.page_starts == (0, 0, 4)


def test_a_number_at_the_end_of_a_line_of_prose_is_joined_with_its_rest() -> None:
    page = Page()
    page.text(90, 100, FULL[:-1] + "12")
    page.text(90, 120, "00家企业。")
    page.text(90, 140, full(1))
    assert paragraphs(read(page))[0].startswith(FULL[:-1] + "1200家企业。")


def test_single_characters_of_a_font_that_is_nowhere_are_read() -> None:
    page = Page()
    page.grid([90.0, 130.0, 260.0, 300.0], [100.0, 120.0, 140.0], [["省", "平台", "家"], ["甲", "省级平台", "8"]])
    document = read(page)
    (table,) = document.tables
    assert [[cell.text if cell else "" for cell in row] for row in table.grid] == [
        ["省", "平台", "家"],
        ["甲", "省级平台", "8"],
    ]
    assert document.problems == ()
