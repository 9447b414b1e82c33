"""The short form of ``benchmarks/excel_import.py``: every planted error is named by row and field, and nothing else."""

import importlib.util
import random
import sys
from pathlib import Path

from kechuang.readers.sheets import read_rows
from kechuang.web.collection.workbook import check_book
from kechuang.web.collection.workbook_written import COLUMNS, write_book
from kechuang.writers.return_book import HEAD_ROWS
from tests.web.collection.conftest import of

BENCHMARKS = Path(__file__).resolve().parents[3] / "benchmarks"


def planter(monkeypatch):
    """What the benchmark plants errors with."""
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    spec = importlib.util.spec_from_file_location("excel_import", BENCHMARKS / "excel_import.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.delitem(sys.modules, "bureau")
    return module.plant


def test_every_planted_error_is_named(round_, monkeypatch, county, town, west, department):
    returns = [of(round_, one) for one in (county, town, west, department)]
    sheet = [list(row) for row in read_rows(write_book(round_, returns))]
    rows = sheet[HEAD_ROWS:]
    for row in rows:
        row[COLUMNS.index("value")] = "12"
    expected = planter(monkeypatch)(rows, COLUMNS, 14, random.Random(1), HEAD_ROWS)
    taken = check_book([*sheet[:HEAD_ROWS], *rows], round_, returns)
    assert {(one.row, one.column, one.code) for one in taken.mistakes} == expected
