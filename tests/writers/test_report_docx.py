"""The Word file of a report: the layout of official documents, links that arrive, and bytes that repeat."""

import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import docx
import pypdfium2
import pytest
from docx.oxml.ns import qn

from kechuang.readers.word.docx import read_docx
from kechuang.writers.report_docx import write_report_docx
from tests.domain.reports.test_report import lay_out
from tests.writers.report_pages import full_page, lines_of


@pytest.fixture(scope="module")
def word():
    return docx.Document(BytesIO(write_report_docx(lay_out())))


def test_the_paper_and_its_margins_are_the_official_ones(word):
    section = word.sections[0]
    sizes = (section.page_width, section.page_height, section.top_margin, section.bottom_margin)
    assert [round(size.mm) for size in (*sizes, section.left_margin, section.right_margin)] == [
        210,
        297,
        37,
        35,
        28,
        26,
    ]


def test_body_text_is_size_three_with_an_exact_line_pitch(word):
    style = word.styles["Normal"]
    assert (style.font.size.pt, style.paragraph_format.line_spacing.pt) == (16, 28.95)
    assert style.element.rPr.rFonts.get(qn("w:eastAsia")) == "仿宋_GB2312"


def test_headings_are_styled_so_that_a_contents_page_can_be_made(word):
    levels = {
        paragraph.text: paragraph.style.name for paragraph in word.paragraphs if paragraph.style.name[:4] == "Head"
    }
    assert levels["一、总体情况"] == "Heading 1"
    assert levels["（一）规划概况"] == "Heading 2"
    assert levels["1.高新技术企业"] == "Heading 3"
    faces = [word.styles[f"Heading {level}"].element.rPr.rFonts.get(qn("w:eastAsia")) for level in (1, 2, 3)]
    assert faces == ["黑体", "楷体_GB2312", "仿宋_GB2312"]


def test_page_numbers_stand_outside_on_both_sides(word):
    assert word.settings.odd_and_even_pages_header_footer
    section = word.sections[0]
    sides = [str(footer.paragraphs[0].alignment) for footer in (section.footer, section.even_page_footer)]
    assert [side.split()[0] for side in sides] == ["RIGHT", "LEFT"]


def test_every_mark_links_to_a_bookmark(word):
    body = word.element.body
    anchors = {link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))}
    bookmarks = [mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))]
    assert anchors
    assert anchors <= set(bookmarks)
    assert len(bookmarks) == len(set(bookmarks))


def test_properties_stand_in_the_order_word_asks_for(word):
    order = ["rFonts", "b", "i", "spacing", "sz", "vertAlign", "lang"]
    for properties in word.element.body.iter(qn("w:rPr")):
        names = [child.tag.rpartition("}")[2] for child in properties]
        assert names == sorted(names, key=order.index)
    for properties in word.element.body.iter(qn("w:tblPr")):
        names = [child.tag.rpartition("}")[2] for child in properties]
        assert names.index("tblCellMar") < names.index("tblLook")


def test_every_picture_says_what_it_shows(word):
    described = [properties.get("descr") for properties in word.element.body.iter(qn("wp:docPr"))]
    assert described
    assert all(words.startswith("图") for words in described)


def test_the_same_report_gives_the_same_bytes():
    assert write_report_docx(lay_out()) == write_report_docx(lay_out())


def test_words_of_a_plan_are_never_markup():
    word = docx.Document(BytesIO(write_report_docx(full_page("<w:br/>&amp; ]]>"))))
    assert "<w:br/>&amp; ]]>" in [paragraph.text for paragraph in word.paragraphs]


def test_our_own_reader_reads_it_with_nothing_lost_but_the_pictures():
    document = read_docx(write_report_docx(lay_out()), name="report.docx")
    assert {problem.code for problem in document.problems} == {"picture-not-read"}
    assert "余下时间须年均增长22.5%" in document.text


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not on this machine")
def test_a_printed_page_has_twenty_two_lines_of_twenty_eight_characters(tmp_path: Path):
    path = tmp_path / "page.docx"
    path.write_bytes(write_report_docx(full_page()))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    with pypdfium2.PdfDocument(path.with_suffix(".pdf")) as document:
        lines = lines_of(document[1].get_textpage().get_text_range())
    assert [len(line) for line in lines] == [28] * 22
