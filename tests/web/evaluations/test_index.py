"""The county index: the year it is of, what may be said of who is ahead, and what is missing."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from kechuang.domain.evaluations.ahead import SURE, Order, groups_of, order_of
from kechuang.domain.evaluations.counties import TooFew, county_panel
from kechuang.domain.reports.report import RankChart
from kechuang.readers.catalogue import read_catalogue
from kechuang.readers.snapshot import read_snapshot
from kechuang.web.evaluations import ranking
from kechuang.web.evaluations.indexing import default_text, index_of, read_recipe_text
from tests.web.evaluations.conftest import results_of


@pytest.fixture
def snapshot(begun):
    return read_snapshot(bytes(begun.snapshot.content))


def test_every_indicator_of_the_recipe_that_comes_with_the_package_is_in_the_catalogue():
    assert set(read_recipe_text(default_text()).needs()) <= {one.key for one in read_catalogue().definitions}


def test_the_panel_is_of_one_year_and_every_number_leads_to_its_value(snapshot):
    panel = county_panel(snapshot, read_recipe_text(default_text()).needs(), read_catalogue())
    assert (panel.periods, panel.names) == (("2026",), ("东县", "西县"))
    values = {one.id: one for one in snapshot.values}
    assert (~np.isnan(panel.values)).sum() == 8
    for place in np.argwhere(~np.isnan(panel.values)):
        found = values[panel.row(*place.tolist())]
        assert float(found.value) == panel.values[tuple(place)]
        assert found.year == 2026


def test_an_indicator_nobody_has_is_left_out_by_the_rule_of_the_recipe(snapshot):
    index = index_of(snapshot, default_text()).to_json()
    parts = {one["key"]: one for one in index["workings"]["510001"]}
    assert parts["valid_inventions"]["value"] is None
    assert parts["output"]["value"] is not None
    assert index["problem"] == ""


def test_one_county_makes_no_index(snapshot):
    alone = snapshot.__class__(
        **{
            **{name: getattr(snapshot, name) for name in snapshot.__dataclass_fields__},
            "organisations": tuple(one for one in snapshot.organisations if one.code != "510002"),
        }
    )
    with pytest.raises(TooFew):
        county_panel(alone, ("gerd",), read_catalogue())
    assert index_of(alone, default_text()).problem == "evaluation.index.too-few"


@given(some.floats(0, 1))
def test_ahead_is_said_from_nine_in_ten_only(share):
    assert (order_of(share) is Order.AHEAD) == (share >= SURE)
    assert order_of(share) is not Order.BEHIND or share <= 1 - SURE + 1e-9


@given(some.lists(some.floats(0, 1), min_size=3, max_size=3))
def test_counties_are_parted_only_where_everybody_above_is_surely_ahead(shares):
    pairs = {("a", "b"): shares[0], ("a", "c"): shares[1], ("b", "c"): shares[2]}
    groups = groups_of(["a", "b", "c"], pairs)
    assert [region for group in groups for region in group.regions] == ["a", "b", "c"]
    place = {region: number for number, group in enumerate(groups) for region in group.regions}
    assert all(share >= SURE for (first, second), share in pairs.items() if place[first] != place[second])


def test_ranks_and_intervals_are_drawn_with_a_table_behind(computed):
    index = json.loads(results_of(computed).files[0].content)["index"]
    lines, without = ranking.lines_of(index)
    chart = ranking.chart_of(index, lines)
    assert isinstance(chart, RankChart)
    assert [(one.name, one.rank) for one in chart.ranked] == [("东县", 1), ("西县", 2)]
    assert all(one.low <= one.rank <= one.high for one in chart.ranked)
    assert without == []
    matrix = ranking.matrix_of(index, lines)
    assert matrix[0][1][0] is None
    assert matrix[0][1][1].percent + matrix[1][1][0].percent in (99, 100)
