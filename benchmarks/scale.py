"""The nation's size: 2,844 counties, 60 indicators, 10 years, three revisions; summed and ranked on each engine that is here.

    python benchmarks/scale.py [--counties 2844] [--engines duckdb,postgresql,spark]

The answers must be the same on all. Spark needs `pip install pyspark==4.0.5` and Java 17, and is left out with a word otherwise.
"""

import argparse
import shutil
import sys
import tempfile
import time
from pathlib import Path

import duckdb
import ibis

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.postgresql import Cluster, programs

from kechuang.readers import warehouse

INDICATORS, YEARS, REVISIONS, PROVINCES = 60, 10, 3, 31
MADE = """
COPY (SELECT i::INT AS indicator, r::INT AS region, (2015 + y)::INT AS year, v::INT AS revision, 'value' AS state,
    ((hash(i, r, y, v) % 1000000) / 100.0 + y * 10)::DECIMAL(24, 6) AS value
FROM range(1, {indicators}) a(i), range(1, {counties}) b(r), range({years}) c(y), range(1, {revisions}) d(v))
TO '{file}' (FORMAT parquet)
"""


def make(folder, counties):
    """The tables as Parquet files."""
    engine = duckdb.connect()
    numbers = {"indicators": INDICATORS + 1, "counties": counties + 1, "years": YEARS, "revisions": REVISIONS + 1}
    engine.execute(MADE.format(file=folder / "observed.parquet", **numbers))
    parents = f"SELECT r::INT AS region, (r % {PROVINCES})::INT AS parent FROM range(1, {counties + 1}) t(r)"
    engine.execute(f"COPY ({parents}) TO '{folder / 'parents.parquet'}' (FORMAT parquet)")
    weights = f"SELECT i::INT AS indicator, (1 + i / 10.0)::DOUBLE AS weight, i % 7 <> 0 AS rises FROM range(1, {INDICATORS + 1}) t(i)"
    engine.execute(f"COPY ({weights}) TO '{folder / 'weights.parquet'}' (FORMAT parquet)")
    return engine.execute(f"SELECT count(*) FROM '{folder / 'observed.parquet'}'").fetchone()[0]


def on_duckdb(folder):
    """Straight from the files."""
    engine = ibis.duckdb.connect()
    return [engine.read_parquet(folder / f"{name}.parquet") for name in ("observed", "parents", "weights")]


def on_postgresql(folder):
    """A server of its own, filled by DuckDB as CSV."""
    if programs() is None:
        return None
    server = Cluster(settings=("-cshared_buffers=512MB", "-cwork_mem=128MB", "-cmax_wal_size=4GB")).make().start()
    server.folder.chmod(0o755)
    columns = {
        "observed": "indicator int, region int, year int, revision int, state text, value decimal(24, 6)",
        "parents": "region int, parent int",
        "weights": "indicator int, weight double precision, rises boolean",
    }
    for name, told in columns.items():
        file = server.folder / f"{name}.csv"
        duckdb.execute(f"COPY (FROM '{folder / f'{name}.parquet'}') TO '{file}' (HEADER false)")
        file.chmod(0o644)
        server.ask(f"CREATE TABLE {name} ({told})")
        server.ask(f"COPY {name} FROM '{file}' CSV")
        server.ask(f"ANALYZE {name}")
    engine = ibis.postgres.connect(host=str(server.folder), user="postgres", database="postgres")
    return [engine.table(name) for name in columns], server


def on_spark(folder):
    """One machine, two threads."""
    try:
        from pyspark.sql import SparkSession  # noqa: PLC0415 - optional dependency
    except ModuleNotFoundError:
        return None
    session = (
        SparkSession.builder.master("local[2]").config("spark.driver.memory", "4g").config("spark.ui.enabled", "false")
    )
    engine = ibis.pyspark.connect(session.config("spark.sql.ansi.enabled", "true").getOrCreate())
    return [engine.read_parquet(folder / f"{name}.parquet") for name in ("observed", "parents", "weights")]


def asked(tables):
    """Both questions, timed; the answers in one order."""
    observed, parents, weights = tables
    began = time.monotonic()
    sums = warehouse.roll_up(observed, parents).select("indicator", "year", "parent", "total")
    sums = sums.order_by("indicator", "year", "parent").to_pandas()
    middle = time.monotonic()
    places = warehouse.score(observed, weights).order_by("year", "region").to_pandas()
    return sums, places, middle - began, time.monotonic() - middle


def main(counties, engines):
    """Ask each engine, compare."""
    folder, first = Path(tempfile.mkdtemp(prefix="kechuang-scale-")), None
    try:
        print(f"{make(folder, counties):,} rows")
        for name in engines:
            began = time.monotonic()
            opened = {"duckdb": on_duckdb, "postgresql": on_postgresql, "spark": on_spark}[name](folder)
            if opened is None:
                print(f"{name:<12}left out: not installed here")
                continue
            tables, server = opened if isinstance(opened, tuple) else (opened, None)
            ready = time.monotonic() - began
            sums, places, summed, ranked = asked(tables)
            first = first or (sums, places)
            same = (sums["total"].astype(str) == first[0]["total"].astype(str)).all() and (
                places["place"] == first[1]["place"]
            ).all()
            same = same and (places["score"] - first[1]["score"]).abs().max() < 1e-9
            print(
                f"{name:<12}ready {ready:>6.1f} s   sums {summed:>6.1f} s   index {ranked:>6.1f} s   same answers: {same}"
            )
            if server is not None:
                server.stop()
            if not same:
                return 1
    finally:
        shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--counties", type=int, default=2_844)
    parser.add_argument("--engines", default="duckdb,postgresql,spark")
    arguments = parser.parse_args()
    sys.exit(main(min(arguments.counties, 10_000), arguments.engines.split(",")))
