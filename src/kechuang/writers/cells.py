"""Cells of a table for spreadsheets: text that is not taken for a formula, numbers that stay numbers."""

import csv
from collections.abc import Iterable, Sequence
from decimal import Decimal
from io import StringIO

# What a spreadsheet may take for the beginning of a formula (OWASP, CSV injection), full-width signs among them.
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
Cell = str | int | Decimal | None


def safe_text(text: str) -> str:
    """Text with an apostrophe before it where a spreadsheet would take it for a formula.

    >>> safe_text("=1+1"), safe_text("研发投入强度"), safe_text("")
    ("'=1+1", '研发投入强度', '')
    """
    return f"'{text}" if text.startswith(_DANGEROUS) else text


def number_text(value: Decimal) -> str:
    """A number in full, without exponent or idle zeros.

    >>> number_text(Decimal("2.600000")), number_text(Decimal("-4E+2")), number_text(Decimal("0.000"))
    ('2.6', '-400', '0')
    """
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[Cell]], *, mark: bool) -> bytes:
    """A CSV file in UTF-8 with commas and CR LF (RFC 4180); ``mark`` puts the byte-order mark before it that Excel wants."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([_written(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig" if mark else "utf-8")


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return number_text(cell)
    return str(cell) if isinstance(cell, int) else safe_text(cell)
