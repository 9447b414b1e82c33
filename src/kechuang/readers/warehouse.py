"""Sums over organisations and composite indices over more rows than one process can hold: computed by an existing engine.

Written once in Ibis, for DuckDB (Parquet files), PostgreSQL and Spark alike; this is the only module that knows Ibis (extra
``scale``). Money and counts stay decimals, no division by zero is asked of an engine, nothing is turned on its side: where the
engines differ, nothing here relies on it. One process and few rows: ``domain/indicators/aggregation``, ``domain/indices``.
"""

from typing import Any

import ibis
from ibis import _

# ``values``: indicator, region, year, revision, state, value. ``parents``: region, parent. ``weights``: indicator, weight, rises.
Table = Any


def newest(values: Table) -> Table:
    """The values that count: the highest revision of each place, those withdrawn or empty left out."""
    place = ibis.window(group_by=["indicator", "region", "year"], order_by=ibis.desc("revision"))
    numbered = values.mutate(place=ibis.row_number().over(place))
    return numbered.filter(_.place == 0, _.state == "value").select("indicator", "region", "year", "value")


def roll_up(values: Table, parents: Table) -> Table:
    """What the parts of each parent come to (汇总): ``total`` is nothing while one of its parts is missing."""
    children = parents.group_by("parent").agg(children=_.count())
    found = newest(values).inner_join(parents, "region").select("indicator", "year", "parent", "value")
    sums = found.group_by("indicator", "year", "parent").agg(reported=_.value.count(), so_far=_.value.sum())
    asked = sums.inner_join(children, "parent").select("indicator", "year", "parent", "reported", "children", "so_far")
    return asked.mutate(total=ibis.ifelse(_.reported == _.children, _.so_far, ibis.null()))


def score(values: Table, weights: Table) -> Table:
    """A composite index (综合指数) per region and year, with its place.

    Each indicator is put on a scale from 0 to 100 between the lowest and the highest value of its year; parts that are
    missing, or that are the same everywhere, leave their weight to the others.
    """
    known = newest(values).mutate(value=_.value.cast("float64"))
    ends = known.group_by("indicator", "year").agg(low=_.value.min(), high=_.value.max())
    found = known.inner_join(ends, ["indicator", "year"]).inner_join(weights, "indicator")
    share = (_.value - _.low) / (_.high - _.low).nullif(0.0)
    scaled = found.select("region", "year", "weight", scaled=ibis.ifelse(_.rises, share, 1.0 - share) * 100.0)
    there = scaled.filter(_.scaled.notnull())
    parts = there.group_by("region", "year").agg(
        parts=_.count(), over=(_.scaled * _.weight).sum(), under=_.weight.sum()
    )
    scored = parts.mutate(score=_.over / _.under.nullif(0.0)).select("region", "year", "parts", "score")
    place = ibis.window(group_by="year", order_by=ibis.desc("score"))
    return scored.mutate(place=ibis.rank().over(place) + 1)
