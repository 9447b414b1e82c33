"""Scores of an index as CSV: what a region is called stays a name in every spreadsheet."""

import csv
import io

import pytest

from kechuang.writers.index_csv import index_to_csv
from tests.domain.indices.small import built


@pytest.mark.parametrize("name", ["=1+1", "@cmd", "＝A1"])
def test_a_region_called_like_a_formula_is_marked_as_text(name):
    index = built("index: {parts: [x]}", f"region,x\n{name},1\nB,2")
    rows = list(csv.reader(io.StringIO(index_to_csv(index).decode("utf-8-sig"))))
    assert [row[0] for row in rows[1:]] == [f"'{name}", "B"]
