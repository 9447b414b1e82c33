"""A day as people type it (日期): 2026-01-31, 2026/1/31, 2026.1.31, 2026年1月31日, 20260131."""

import re
from datetime import date

from kechuang.domain.folding import fold

_DAY = re.compile(r"(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|年(\d{1,2})月(\d{1,2})日?|(\d{2})(\d{2}))")


def read_day(text: str) -> date:
    """The day a text names and nothing else; raises ValueError where it names none.

    >>> read_day("２０２６年1月31日"), read_day("2026/1/31")
    (datetime.date(2026, 1, 31), datetime.date(2026, 1, 31))
    """
    found = _DAY.fullmatch("".join(fold(text).split()))
    if found is None:
        raise ValueError(text)
    month, day = (part for part in found.groups()[2:] if part is not None)
    return date(int(found[1]), int(month), int(day))
