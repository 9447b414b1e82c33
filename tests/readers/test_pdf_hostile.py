"""PDF files that are broken, hostile or too large: one clear reason each, in bounded time, never a traceback."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kechuang.readers.errors import Unreadable
from kechuang.readers.pdf.pdf import MOST_PAGES, pages_without_text, read_pdf
from kechuang.readers.pdf.pdf_text import Piece, split_row
from tests.readers.pdf_builder import Page, write_pdf


def plain_page() -> Page:
    page = Page()
    page.text(90, 100, "到2030年，研发投入强度达到2.35%。")
    page.grid([90, 150, 300], [200, 220, 240], [["指标", "目标"], ["强度", "2.35%"]])
    return page


PLAIN = write_pdf([plain_page(), plain_page()])


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty-file"),
        (b"PK\x03\x04 a Word file", "not-a-pdf"),
        (b"<html>%PDF", "not-a-pdf"),
        (b"%PDF-1.7\n", "pdf-damaged"),
        (PLAIN[: len(PLAIN) // 3], "pdf-damaged"),
    ],
)
def test_what_cannot_be_opened_has_a_reason(data: bytes, code: str) -> None:
    for read in (lambda: read_pdf(data, name="规划.pdf"), lambda: pages_without_text(data)):
        with pytest.raises(Unreadable) as refused:
            read()
        assert refused.value.code == code


def encrypted() -> bytes:
    """A file whose password nobody knows."""
    protection = b"/Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -44 /O <%s> /U <%s> >> /ID [<00> <00>]" % (
        b"41" * 32,
        b"42" * 32,
    )
    return PLAIN.replace(b"/Root 1 0 R", b"/Root 1 0 R " + protection)


def test_a_file_under_a_password_is_named_so() -> None:
    with pytest.raises(Unreadable) as refused:
        read_pdf(encrypted(), name="规划.pdf")
    assert refused.value.code == "pdf-encrypted"


def test_too_many_pages_are_refused_at_once() -> None:
    data = write_pdf([Page()] * (MOST_PAGES + 1))
    began = time.process_time()
    with pytest.raises(Unreadable) as refused:
        read_pdf(data, name="规划.pdf")
    assert (refused.value.code, refused.value.details["pages"]) == ("too-many-pages", "2,001")
    assert time.process_time() - began < 2


def test_a_page_of_hatching_takes_bounded_time() -> None:
    page = plain_page()
    page.raw("\n".join(f"{x % 595} {x % 839} m {x % 595} {(x * 7) % 841} l S" for x in range(30_000)))
    page.raw("\n".join(f"0 {x % 842} m 595 {x % 842} l S" for x in range(12_000)))
    began = time.process_time()
    document = read_pdf(write_pdf([page]), name="规划.pdf")
    assert time.process_time() - began < 8
    assert [problem.code for problem in document.problems] == ["page-not-complete"]


def test_forty_thousand_characters_on_one_line_take_bounded_time() -> None:
    row = [Piece("x", float(place), 0.0, place + 1.0, 10.0) for place in range(40_000)]
    began = time.process_time()
    assert split_row(row, 1.0) == [row]
    assert time.process_time() - began < 1


def test_a_page_of_too_many_characters_is_reported_as_not_complete() -> None:
    page = Page()
    for number in range(450):
        page.text(10, 10 + number, f"{number}" + "0123456789" * 25, 1)
    document = read_pdf(write_pdf([page]), name="规划.pdf")
    assert [problem.code for problem in document.problems] == ["page-not-complete"]


@pytest.mark.parametrize(
    "operators",
    [
        "1e38 0 0 1e38 1e38 1e38 cm BT /F 12 Tf 1 0 0 1 1 1 Tm <4e00> Tj ET",
        "0 0 0 0 0 0 cm 0 0 m 1 1 l S",
        "BT /F 1e30 Tf 1 0 0 1 9e9 9e9 Tm <4e004e8c> Tj ET -9e30 0 9e30 1 re f",
        "BT /F 0 Tf 1 0 0 1 100 100 Tm <4e004e8c> Tj ET",
        "q " * 500 + "ET ET ] >> 12 Tj",
    ],
)
def test_numbers_out_of_all_measure_break_nothing(operators: str) -> None:
    page = plain_page()
    page.raw(operators)
    assert "2.35%" in read_pdf(write_pdf([page]), name="规划.pdf").text


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(PLAIN) - 1), st.integers(0, 255)), min_size=1, max_size=40))
def test_a_file_with_changed_bytes_is_read_or_refused(changes: list[tuple[int, int]]) -> None:
    data = bytearray(PLAIN)
    for place, value in changes:
        data[place] = value
    try:
        document = read_pdf(bytes(data), name="规划.pdf")
    except Unreadable:
        return
    assert all(document.text[cell.start : cell.end] == cell.text for table in document.tables for cell in table.cells)
    assert len(document.page_starts) >= 1


_FRAGMENTS = [
    "Q",
    "q",
    "BT",
    "ET",
    "S",
    "f",
    "B*",
    "1 0 0 1 50 700 cm",
    "0 1 -1 0 300 300 cm",
    "<4e004e8c0031> Tj",
    "/F 9 Tf",
    "/P Do",
    "100 700 200 0.4 re",
    "90 90 m",
    "400 90 l",
    "90 400 l",
    "1 2 3 4 5 6 c",
    "h",
    "0.1 w",
    "[3] 0 d",
    "1 Tr",
]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(_FRAGMENTS), max_size=60))
def test_any_order_of_drawing_is_read(fragments: list[str]) -> None:
    page = Page()
    page.raw(" ".join(fragments))
    assert len(read_pdf(write_pdf([page]), name="规划.pdf").page_starts) == 1
