"""Cells of a data file as numbers, and the encoding they are written in."""

import math
import re
from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from kechuang.domain.indices.unfit import Unfit

MISSING = frozenset(
    ("", "NA", "N/A", "n/a", "#N/A", "..", "...", "…", "……", "-", "--", "–", "—", "——", "null", "NULL", "None")
)
"""What stands for a missing value in any file; a recipe may add words of its own."""

_NUMBER = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d*)?(?:[eE][-+]?\d{1,3})?")
_HIGH = re.compile(rb"[\x80-\xff]")
_TWO_HIGH = re.compile(rb"[\xa1-\xf7][\xa1-\xfe]")
_LOOKED_AT = 4_000_000
_MOSTLY = 0.8


def encoding_of(data: bytes) -> str:
    """``utf-8-sig``, ``gb18030`` or ``latin-1``.

    Nearly every byte pair of Latin text decodes as Chinese too, so the look decides: Chinese has its high bytes in pairs, Western
    text has them between letters.
    """
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    else:
        return "utf-8-sig"
    sample = data[:_LOOKED_AT]
    high = len(_HIGH.findall(sample))
    if 2 * len(_TWO_HIGH.findall(sample)) < _MOSTLY * high:
        return "latin-1"
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return "latin-1"
    return "gb18030"


def numbers_of(
    cells: Sequence[str], missing: Collection[str], lines: NDArray[np.int64], column: str, file: str
) -> NDArray[np.float64]:
    """The cells as numbers, NaN where missing. Raises Unfit with the line of a cell that is no finite number."""
    nan = math.nan
    if "_" in "".join(cells):  # Python reads 1_000 as a thousand; nobody else does
        return _one_by_one(cells, missing, lines, column, file)
    try:
        numbers = np.array([nan if cell in missing else float(cell) for cell in cells])
    except ValueError:
        return _one_by_one(cells, missing, lines, column, file)
    for place in np.flatnonzero(~np.isfinite(numbers)).tolist():
        if cells[place] not in missing:
            raise Unfit("index.not-a-number", value=cells[place][:40], column=column, line=int(lines[place]), file=file)
    return numbers


def _one_by_one(
    cells: Sequence[str], missing: Collection[str], lines: NDArray[np.int64], column: str, file: str
) -> NDArray[np.float64]:
    numbers = np.full(len(cells), math.nan)
    for place, cell in enumerate(cells):
        plain = cell.strip()
        if plain in missing:
            continue
        fits = _NUMBER.fullmatch(plain) is not None and any(digit.isdigit() for digit in plain)
        number = float(plain.replace(",", "")) if fits else math.nan
        if not math.isfinite(number):
            raise Unfit("index.not-a-number", value=plain[:40], column=column, line=int(lines[place]), file=file)
        numbers[place] = number
    return numbers
