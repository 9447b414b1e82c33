"""Entries of the journal as CSV, for spreadsheets and for programs that keep logs."""

import csv
import io
from collections.abc import Iterable, Sequence

from kechuang.writers.cells import safe_text

COLUMNS = ("number", "at", "actor", "origin", "deed", "kind", "subject", "label", "reason", "before", "after", "leaf")


def write_journal(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """UTF-8 with a byte order mark, so that spreadsheets show Chinese; no cell is taken for a formula."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(heads)
    writer.writerows([safe_text(cell) for cell in row] for row in rows)
    return stream.getvalue().encode("utf-8-sig", "replace")
