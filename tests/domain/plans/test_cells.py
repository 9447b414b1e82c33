"""One cell of a table: its value, and what stands beside it."""

from decimal import Decimal

from kechuang.domain.plans.tables.cells import Holds, read_cell
from kechuang.readers.rulebooks import read_vocabulary

VOCABULARY = read_vocabulary()


def test_a_footnote_mark_that_is_a_link_is_no_part_of_the_value():
    assert read_cell("—[¹¹]", VOCABULARY).holds is Holds.NOTHING
    cell = read_cell("〔5〕[¹⁸]", VOCABULARY)
    assert (cell.value, cell.cumulative, "".join(cell.marks)) == (Decimal(5), True, "¹⁸")
