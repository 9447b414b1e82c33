"""The part of an entry that is hashed: every column except the hash and the number, as JSON in a fixed order.

The number is its place in the tree; were it hashed as well, one entry taken out would make all that follow look altered.
An entry that binds no changes of rows has no value for them: its bytes are those of entries from before there was any.
"""

import json
from collections.abc import Iterable

from kechuang.domain.journal import Frontier

COLUMNS = (
    "at",
    "actor_id",
    "actor",
    "origin",
    "deed",
    "kind",
    "subject",
    "label",
    "before",
    "after",
    "reason",
    "rows",
)
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def bytes_of(values: Iterable[object]) -> bytes:
    """The bytes of an entry, its values in the order of ``COLUMNS``."""
    values = list(values)
    if values[-1] is None:
        values.pop()
    return _encode(values).encode("utf-8", "surrogatepass")


def frontier_of(size: int, peaks: str) -> Frontier:
    """The frontier a head row holds."""
    return Frontier(size, tuple(bytes.fromhex(peak) for peak in peaks.split()))


def peaks_of(frontier: Frontier) -> str:
    """The frontier as a head row holds it."""
    return " ".join(peak.hex() for peak in frontier.peaks)
