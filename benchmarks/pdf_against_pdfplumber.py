"""Our PDF reader beside pdfplumber on the same files in one run: speed, exact table rows, growth with length, memory.

    pip install pdfplumber          (for this comparison only; the project does not need it)
    python benchmarks/pdf_against_pdfplumber.py FILE.pdf [FILE.pdf …] [--truth TRUTH.json]

``TRUTH.json`` holds tables as lists of rows, merged cells repeated: {"tables": [{"name": …, "grid": [[…], …]}, …]}.
"""

import argparse
import importlib
import io
import json
import re
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2

from kechuang.readers.pdf.pdf import read_pdf

Rows = list[list[str]]
TIMES_LONGER = 50


def main() -> None:
    arguments = _arguments()
    truth = _truth(arguments.truth)
    peer = _peer()
    ratios = []
    for path in arguments.files:
        data = path.read_bytes()
        ours, our_tables = _timed(lambda data=data: _our_tables(data))
        pages = len(pypdfium2.PdfDocument(data))
        print(f"{path.name}: {pages} pages")
        print(
            f"  kechuang    {pages / ours:7.1f} pages a CPU second, {len(our_tables)} tables{_exact(our_tables, truth)}"
        )
        if peer is not None:
            theirs, peer_tables = _timed(lambda data=data: _peer_tables(peer, data))
            print(
                f"  pdfplumber  {pages / theirs:7.1f} pages a CPU second, {len(peer_tables)} tables{_exact(peer_tables, truth)}"
            )
            print(f"  ratio       {theirs / ours:7.1f} times as fast")
            ratios.append(theirs / ours)
    _growth(arguments.files[0].read_bytes())
    if ratios:
        print(f"slowest ratio {min(ratios):.1f}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--truth", type=Path)
    return parser.parse_args()


def _peer() -> Any:
    try:
        return importlib.import_module("pdfplumber")
    except ImportError:
        print("pdfplumber is not installed: only our own figures follow", file=sys.stderr)
        return None


def _timed(work: Callable[[], list[Rows]]) -> tuple[float, list[Rows]]:
    """The best of four runs, in CPU seconds, and what came out."""
    best = float("inf")
    result: list[Rows] = []
    for _ in range(4):
        began = time.process_time()
        result = work()
        best = min(best, time.process_time() - began)
    return best, result


def _our_tables(data: bytes) -> list[Rows]:
    document = read_pdf(data, name="benchmark.pdf")
    return [[[cell.text if cell else "" for cell in row] for row in table.grid] for table in document.tables]


def _peer_tables(peer: Any, data: bytes) -> list[Rows]:
    """Text and tables, as our reader gives both."""
    tables: list[Rows] = []
    with peer.open(io.BytesIO(data)) as document:
        for page in document.pages:
            page.extract_text()
            tables += page.extract_tables()
            page.close()
    return tables


def _truth(path: Path | None) -> list[Rows]:
    if path is None:
        return []
    data = json.loads(path.read_text("utf-8"))
    return [table["grid"] for table in data["tables"]]


def _exact(tables: list[Rows], truth: list[Rows]) -> str:
    """Of the rows of the truth how many a single table of ours has exactly, white space left aside."""
    if not truth:
        return ""
    found = [[_squeezed(row) for row in table] for table in tables]
    exact = total = 0
    for expected in truth:
        rows = [_squeezed(row) for row in expected]
        exact += max((sum(row in table for row in rows) for table in found), default=0)
        total += len(rows)
    return f", {exact} of {total} rows exact in one table each"


def _squeezed(row: list[str]) -> list[str]:
    return [re.sub(r"\s", "", cell or "") for cell in row]


def _growth(data: bytes) -> None:
    """How much more a document costs that is many times as long."""
    longer = _repeated(data, TIMES_LONGER)
    once, _ = _timed(lambda: _our_tables(data))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    began = time.process_time()
    document = read_pdf(longer, name="long.pdf")
    many = time.process_time() - began
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{TIMES_LONGER} times as long ({document.pages} pages): {many / once:.1f} times the cost, {many:.1f} CPU seconds"
    )
    print(f"memory: {before:.0f} MB at most before, {after:.0f} MB after the long document")


def _repeated(data: bytes, times: int) -> bytes:
    source = pypdfium2.PdfDocument(data)
    target = pypdfium2.PdfDocument.new()
    for _ in range(times):
        target.import_pages(source)
    buffer = io.BytesIO()
    target.save(buffer)
    return buffer.getvalue()


if __name__ == "__main__":
    main()
