"""Takes in a workbook of 10,000 rows with 200 planted errors, and the same without: how long, and which errors are named.

    python benchmarks/excel_import.py [--counties 120] [--indicators 84] [--errors 200]

The bar: at most 5 s from the uploaded bytes to the workbook given back, every planted error named by its row and field and
nothing else; and what was given out changes nothing when it is taken back.
"""

import argparse
import json
import os
import random
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import bureau

# what is planted: the column, what stands there, and the code it must be found under
PLANTED = (
    ("value", "12万人", "entry.not-a-number"),
    ("value", "1" * 19, "entry.too-large"),
    ("value", "0.1234567", "entry.too-fine"),
    ("state", "有", "workbook.state-unknown"),
    ("id", "0-0-0", "workbook.unknown-row"),
    ("indicator", "别的指标", "workbook.not-this-indicator"),
    ("remark", "长" * 501, "workbook.too-long"),
)


def run(*, counties, indicators, errors, seed=1):
    """Make a round, fill in its workbook, plant errors; answers what was measured."""
    from django.utils import timezone  # noqa: PLC0415 - after the settings

    from kechuang.readers.sheets import read_rows  # noqa: PLC0415
    from kechuang.web.collection import books, queries, workbook  # noqa: PLC0415
    from kechuang.writers.return_book import HEAD_ROWS, write_return_book  # noqa: PLC0415

    made = bureau.make_bureau(counties, indicators)
    round_ = bureau.open_round(made)
    by = {"actor": made["clerk"], "origin": "benchmark", "at": timezone.now()}

    def returns():
        return list(queries.returns_for_page(made["clerk"]).filter(round=round_).order_by("organisation__code"))

    rows = [list(row) for row in read_rows(workbook.write_book(round_, returns()))[HEAD_ROWS:]]
    for number, row in enumerate(rows):
        row[workbook.COLUMNS.index("value")] = f"{bureau.invented(number):f}"
    clean = [list(row) for row in rows]
    expected = plant(rows, workbook.COLUMNS, errors, random.Random(seed), HEAD_ROWS)

    def book_of(rows):
        return write_return_book(workbook._columns(), rows, workbook._words(round_, None))

    spoilt, right = book_of(rows), book_of(clean)
    cpu, started = _cpu(), time.perf_counter()
    sheet = workbook.read_book(spoilt)
    read = time.perf_counter()
    taken = workbook.check_book(sheet, round_, returns())
    checked = time.perf_counter()
    marked = workbook.write_marked(round_, taken)
    given_back, spent = time.perf_counter(), _cpu() - cpu
    found = {(one.row, one.column, one.code) for one in taken.mistakes}
    begun = time.perf_counter()
    good = workbook.check_book(workbook.read_book(right), round_, returns())
    changed = books.take_in(good, returns(), **by)
    done = time.perf_counter()
    again = workbook.check_book(read_rows(workbook.write_book(round_, returns())), round_, returns())
    return {
        "rows": len(rows),
        "planted": len(expected),
        "named": len(expected & found),
        "named_wrongly": len(found - expected),
        "read_s": round(read - started, 2),
        "check_s": round(checked - read, 2),
        "give_back_s": round(given_back - checked, 2),
        "refused_s": round(given_back - started, 2),
        "refused_cpu_s": round(spent, 2),
        "marked_bytes": len(marked),
        "taken_in_s": round(done - begun, 2),
        "changed": changed,
        "changed_again": books.take_in(again, returns(), **by),
    }


def _cpu():
    """Processor time of this process and of those it waited for."""
    return sum(os.times()[:4])


def plant(rows, columns, errors, chance, head):
    """Spoil one cell of so many rows; answers what must be found."""
    expected = set()
    for number, at in enumerate(chance.sample(range(len(rows)), errors)):
        column, text, code = PLANTED[number % len(PLANTED)]
        rows[at][columns.index(column)] = text
        expected.add((at + head + 1, column, code))
    return expected


def main():
    """Print what was measured; 1 where a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--counties", type=int, default=120)
    parser.add_argument("--indicators", type=int, default=84)
    parser.add_argument("--errors", type=int, default=200)
    given = parser.parse_args()
    bureau.set_up()
    measured = run(counties=given.counties, indicators=given.indicators, errors=given.errors)
    print(json.dumps(measured, indent=1))
    good = measured["named"] == measured["planted"] and measured["named_wrongly"] == measured["changed_again"] == 0
    return 0 if good and measured["refused_s"] <= 5 else 1


if __name__ == "__main__":
    sys.exit(main())
