"""The PDF of a report: the official page, free fonts inside, nothing of a plan taken for a command."""

import pypdfium2
import pytest

from kechuang.writers.report_pdf import NotSet, write_report_pdf
from tests.domain.reports.test_report import lay_out
from tests.writers.report_pages import full_page, lines_of


def pages(data: bytes) -> list[str]:
    with pypdfium2.PdfDocument(data) as document:
        return [document[place].get_textpage().get_text_range() for place in range(len(document))]


@pytest.fixture(scope="module")
def made() -> bytes:
    return write_report_pdf(lay_out())


def test_a_page_has_twenty_two_lines_of_twenty_eight_characters():
    lines = lines_of(pages(write_report_pdf(full_page()))[1])
    assert [len(line) for line in lines] == [28] * 22


def test_page_numbers_stand_between_dashes():
    first, second = pages(write_report_pdf(full_page()))[:2]
    assert (first.split()[-3:], second.split()[-3:]) == (["—", "1", "—"], ["—", "2", "—"])


def test_the_text_can_be_searched_and_copied(made: bytes):
    text = "".join("".join(pages(made)).split())
    assert "慢于时间进度10.0个百分点" in text


def test_every_font_is_embedded_and_free(made: bytes):
    assert b"NotoSerifSC" in made
    assert b"NotoSansSC" in made


def test_the_same_report_gives_the_same_bytes(made: bytes):
    assert write_report_pdf(lay_out()) == made


def test_marks_link_into_the_annex(made: bytes):
    assert made.count(b"/Subtype/Link") + made.count(b"/Subtype /Link") > 40


@pytest.mark.parametrize("text", ['#panic("x")', "$x$ *b* _i_ `c` @label <label> \\ // ]", '#image("/etc/passwd")'])
def test_words_of_a_plan_are_never_commands(text: str):
    assert text.replace(" ", "") in "".join("".join(pages(write_report_pdf(full_page(text)))).split())


def test_a_failure_to_set_is_told(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("kechuang.writers.report_pdf._TEMPLATE", "#panic()")
    with pytest.raises(NotSet, match="panic"):
        write_report_pdf(full_page())


def test_the_file_is_tagged_for_readers_of_the_screen(made: bytes):
    assert b"pdfuaid" in made
