"""A score's working: from the whole down to the line of the data file."""

import pytest

from kechuang.domain.indices.trace import Cell, Step, Working, trace
from kechuang.domain.indices.unfit import Unfit
from tests.domain.indices.small import built

TEXT = """
impute: mean
normalise: {method: minmax, to: [0, 10]}
index:
  name: 总指数
  parts:
    - {key: p, name: 投入, weight: 0.75, parts: [{key: x, name: 经费, denominator: people}]}
    - {key: q, name: 产出, weight: 0.25, parts: [y]}
"""
DATA = "region,period,x,y,people\nA,2020,10,1,10\nB,2020,40,3,10\nC,2020,20,,10"


def test_every_step_that_changed_a_value_is_listed_with_the_line_it_came_from():
    assert trace(built(TEXT, DATA), "C") == (
        Working(0, "index", "总指数", 3.75, 1.0, 1.0, method="arithmetic"),
        Working(1, "p", "投入", pytest.approx(10 / 3), 0.75, 0.75, method="arithmetic"),
        Working(
            2,
            "x",
            "经费",
            pytest.approx(10 / 3),
            1.0,
            0.75,
            steps=(Step("raw", 20.0), Step("denominate", 2.0), Step("normalise", pytest.approx(10 / 3))),
            cells=(Cell("x", 20.0, 4), Cell("people", 10.0, 4)),
        ),
        Working(1, "q", "产出", 5.0, 0.25, 0.25, method="arithmetic"),
        Working(2, "y", "y", 5.0, 1.0, 0.25, steps=(Step("raw", None), Step("impute", 2.0), Step("normalise", 5.0))),
    )


def test_a_rescaled_score_shows_what_it_was_before():
    text = "index: {parts: [x], rescale: [{method: minmax, to: [0, 100]}]}"
    whole = trace(built(text, "region,x\nA,1\nB,3\nC,2"), "C")[0]
    assert (whole.method, whole.before_rescaling, whole.value) == ("arithmetic > minmax", 2.0, 50.0)


def test_a_region_or_period_that_is_not_there_is_refused():
    made = built(TEXT, DATA)
    with pytest.raises(Unfit, match="no-such-region"):
        trace(made, "Z")
    with pytest.raises(Unfit, match="no-such-period"):
        trace(made, "A", "1999")


def test_a_derived_indicator_shows_the_cells_of_its_formula():
    text = "derive: {rate: 'x / people', twice: '2 * rate'}\nindex: {parts: [twice]}"
    assert trace(built(text, DATA), "A")[1].cells == (Cell("x", 10.0, 2), Cell("people", 10.0, 2))
