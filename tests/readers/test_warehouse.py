"""The same questions give the same answers on DuckDB and on PostgreSQL, and those are the domain's."""

import random
from decimal import Decimal

import numpy as np
import pytest

from kechuang.domain.indicators.aggregation import Part, sum_parts
from kechuang.domain.indices.rank import rank_regions

ibis = pytest.importorskip("ibis", reason="the extra `scale` is not installed")
warehouse = pytest.importorskip("kechuang.readers.warehouse")

# Ibis calls DuckDB by a name that DuckDB is giving up
pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")
REGIONS, INDICATORS, YEARS = range(1, 41), range(1, 7), (2024, 2025)
PARENT = {region: 100 + region % 4 for region in REGIONS}
WEIGHT = {indicator: 1.0 + indicator / 4 for indicator in INDICATORS}
RISES = {indicator: indicator != 3 for indicator in INDICATORS}
COLUMNS = ("indicator", "region", "year", "revision", "state", "value")


def made():
    """Values with several revisions, some withdrawn, some missing; indicator 6 is the same everywhere."""
    chance = random.Random(42)
    for indicator in INDICATORS:
        for region in REGIONS:
            for year in YEARS:
                if chance.random() < 0.03:
                    continue
                for revision in range(1, chance.randrange(2, 5)):
                    value = Decimal(7) if indicator == 6 else Decimal(chance.randrange(10**9)) / 10**4
                    yield indicator, region, year, revision, "value", value
                if chance.random() < 0.02:
                    yield indicator, region, year, 9, "withdrawn", None


ROWS = list(made())


def newest_by_hand():
    kept = {}
    for row in sorted(ROWS, key=lambda row: row[3]):
        kept[row[:3]] = row[5] if row[4] == "value" else None
    return {place: value for place, value in kept.items() if value is not None}


def fill(engine):
    """The three tables in an engine."""
    engine.raw_sql(
        "CREATE TABLE observed (indicator int, region int, year int, revision int, state varchar(12), value decimal(24, 6))"
    )
    engine.raw_sql("CREATE TABLE parents (region int, parent int)")
    engine.raw_sql("CREATE TABLE weights (indicator int, weight double precision, rises boolean)")
    told = ", ".join(str(tuple(row[:5]))[:-1] + f", {'NULL' if row[5] is None else row[5]})" for row in ROWS)
    engine.raw_sql(f"INSERT INTO observed VALUES {told}")
    engine.raw_sql(f"INSERT INTO parents VALUES {', '.join(map(str, PARENT.items()))}")
    engine.raw_sql(f"INSERT INTO weights VALUES {', '.join(str((one, WEIGHT[one], RISES[one])) for one in INDICATORS)}")
    return engine


@pytest.fixture(params=["duckdb", "postgresql"])
def engine(request):
    """An engine that holds the tables."""
    if request.param == "duckdb":
        yield fill(ibis.duckdb.connect())
        return
    server = request.getfixturevalue("postgresql")
    server.ask("DROP DATABASE IF EXISTS warehouse")
    server.ask("CREATE DATABASE warehouse")
    engine = ibis.postgres.connect(host=str(server.folder), user="postgres", database="warehouse")
    yield fill(engine)
    engine.disconnect()


def rows_of(table, *columns):
    return sorted(table.select(*columns).to_pyarrow().to_pylist(), key=lambda row: [row[name] for name in columns[:3]])


def test_the_sums_of_the_parts_are_those_of_the_domain(engine):
    told = rows_of(
        warehouse.roll_up(engine.table("observed"), engine.table("parents")), "indicator", "year", "parent", "total"
    )
    known = newest_by_hand()
    expected = []
    for indicator in INDICATORS:
        for year in YEARS:
            for parent in sorted(set(PARENT.values())):
                parts = [Part(one, known.get((indicator, one, year))) for one in REGIONS if PARENT[one] == parent]
                if any(part.value is not None for part in parts):
                    total = sum_parts(parts).value
                    expected.append({"indicator": indicator, "year": year, "parent": parent, "total": total})
    assert told == expected
    assert {row["total"] is None for row in told} == {True, False}


def test_the_index_and_its_places_are_those_of_the_domain(engine):
    told = rows_of(
        warehouse.score(engine.table("observed"), engine.table("weights")), "year", "region", "parts", "score", "place"
    )
    known = newest_by_hand()
    for year in YEARS:
        panel = np.array([[float(known.get((one, region, year), "nan")) for one in INDICATORS] for region in REGIONS])
        low, high = np.nanmin(panel, axis=0), np.nanmax(panel, axis=0)
        with np.errstate(invalid="ignore", divide="ignore"):
            scaled = 100 * (panel - low) / (high - low)
        scaled = np.where([RISES[one] for one in INDICATORS], scaled, 100 - scaled)
        weights = np.where(np.isnan(scaled), 0.0, [WEIGHT[one] for one in INDICATORS])
        scores = np.nansum(scaled * weights, axis=1) / weights.sum(axis=1)
        here = [row for row in told if row["year"] == year]
        assert [row["region"] for row in here] == list(REGIONS)
        assert np.allclose([row["score"] for row in here], scores, rtol=0, atol=1e-9)
        assert [row["place"] for row in here] == rank_regions(np.array([[row["score"] for row in here]]))[0].tolist()
        assert (
            max(row["parts"] for row in here) == len(INDICATORS) - 1
        )  # the one that is the same everywhere counts nowhere
