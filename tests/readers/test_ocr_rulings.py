"""Ruling lines found on the picture of a page."""

import pytest

from kechuang.readers.ocr.ocr_rulings import find_rulings
from kechuang.readers.ocr.ocr_upright import Strip
from kechuang.readers.pdf.pdf_grid import find_grids
from tests.readers.ocr_pictures import COLUMN, EDGE, ROW, ImageDraw, draw_table, np


def found(page, strips=()):
    lines = find_rulings(np.asarray(page)[:, :, ::-1], strips, print_height=24)
    return lines, find_grids(lines.level, lines.upright, tolerance=5)


def test_the_lines_of_a_table_are_found_where_they_run():
    lines, (grid,) = found(draw_table([["1", "2"], ["3", "4"]]))
    assert [line.at for line in lines.level] == pytest.approx([EDGE + row * ROW for row in range(3)], abs=2)
    columns = [EDGE + column * COLUMN for column in range(3)]
    assert [line.at for line in sorted(lines.upright)] == pytest.approx(columns, abs=2)
    assert (grid.rows, grid.columns) == (2, 2)


def test_a_dash_in_a_cell_is_no_line():
    page = draw_table([["1", "2"], ["3", "4"]])
    ImageDraw.Draw(page).line((90, 68, 150, 68), fill="black", width=3)
    assert len(found(page)[0].level) == 3


def test_a_line_through_the_middle_of_print_is_no_ruling():
    page = draw_table([["1", "2"], ["3", "4"]])
    ImageDraw.Draw(page).line((EDGE, 68, EDGE + COLUMN, 68), fill="black", width=2)
    assert len(found(page)[0].level) == 4
    assert len(found(page, [Strip(EDGE + 5, 50, EDGE + COLUMN - 5, 86)])[0].level) == 3


def test_the_lines_are_painted_over_before_print_is_read():
    lines, _ = found(draw_table([["", ""], ["", ""]]))
    assert lines.unruled.min() > 200
    assert not lines.print.any()
