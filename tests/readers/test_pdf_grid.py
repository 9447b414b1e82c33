"""The grid of a ruled table as plain geometry, as the pages of a PDF and of a scan both use it."""

from hypothesis import given
from hypothesis import strategies as st

from kechuang.readers.assembly import GridCell
from kechuang.readers.pdf.pdf_grid import Grid, fill_grid, find_grids
from kechuang.readers.pdf.pdf_grid_boxes import Ruling
from kechuang.readers.pdf.pdf_text import Piece

LEVEL = [Ruling(0, 0, 100), Ruling(20, 0, 100), Ruling(40, 50, 100), Ruling(60, 0, 100)]
UPRIGHT = [Ruling(0, 0, 60), Ruling(50, 0, 60), Ruling(100, 0, 60)]


def word(text: str, left: float, top: float) -> Piece:
    return Piece(text, left, top, left + 10, top + 10)


def test_neighbours_without_a_line_between_are_one_cell() -> None:
    (grid,) = find_grids(LEVEL, UPRIGHT)
    assert fill_grid(grid, [word("类", 20, 35), word("甲", 60, 5), word("乙", 60, 25), word("丙", 60, 45)]) == [
        GridCell(0, 0, ""),
        GridCell(0, 1, "甲"),
        GridCell(1, 0, "类", row_span=2),
        GridCell(1, 1, "乙"),
        GridCell(2, 1, "丙"),
    ]


def test_lines_broken_into_pieces_are_one_line() -> None:
    broken = [
        Ruling(line.at + shift, start, start + 9)
        for line in LEVEL
        for shift in (0, 0.4)
        for start in range(int(line.start), int(line.end), 10)
    ]
    whole, pieces = find_grids(LEVEL, UPRIGHT), find_grids(broken, UPRIGHT)
    assert [box.row_span for box in whole[0].boxes] == [box.row_span for box in pieces[0].boxes]


def test_lines_that_meet_nothing_make_no_table() -> None:
    assert find_grids([Ruling(10, 0, 100), Ruling(300, 0, 100)], [Ruling(200, 40, 60)]) == []


def test_two_tables_on_a_page_stand_in_order() -> None:
    lower = [Ruling(line.at + 200, line.start, line.end) for line in LEVEL]
    upright = UPRIGHT + [Ruling(line.at, line.start + 200, line.end + 200) for line in UPRIGHT]
    assert [grid.ys[0] for grid in find_grids(lower + LEVEL, upright)] == [0, 200]


def test_hatching_is_no_table() -> None:
    level = [Ruling(y * 8.0, 0, 4000) for y in range(500)]
    upright = [Ruling(x * 8.0, 0, 4000) for x in range(500)]
    assert find_grids(level, upright) == []


rulings = st.lists(
    st.builds(
        lambda at, start, length: Ruling(at, start, start + length),
        st.floats(0, 300),
        st.floats(0, 300),
        st.floats(0, 300),
    ),
    max_size=25,
)


def covers_each_place_once(grid: Grid) -> bool:
    places = [
        (row, column)
        for box in grid.boxes
        for row in range(box.row, box.row + box.row_span)
        for column in range(box.column, box.column + box.column_span)
    ]
    return sorted(places) == [(row, column) for row in range(grid.rows) for column in range(grid.columns)]


@given(rulings, rulings)
def test_whatever_lines_there_are_every_place_belongs_to_one_cell(level: list[Ruling], upright: list[Ruling]) -> None:
    assert all(covers_each_place_once(grid) for grid in find_grids(level, upright))
