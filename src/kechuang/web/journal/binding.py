"""How an entry binds changes of rows: which, how many, the hash over them, and a short mark of each that finds the one that differs."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

COLUMNS = ("id", "at", "table_name", "row_key", "done", "before", "after", "transaction_number")
_MARK = 8  # letters of a change's hash: enough to tell which differs, since the hash over all says that one does
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True)
class Bound:
    """``ranges`` are the ids, (first, last) without a gap between; ``sha256`` is over the hashes of the changes in their order."""

    ranges: tuple[tuple[int, int], ...]
    count: int
    sha256: str
    marks: str

    def mark(self, place: int) -> str:
        """The mark of the change at a place, counted from 0."""
        return self.marks[place * _MARK : (place + 1) * _MARK]

    def __str__(self) -> str:
        ids = ",".join(f"{first}-{last}" for first, last in self.ranges)
        return f"{ids} {self.count} {self.sha256} {self.marks}"


def bind(changes: Iterable[Sequence[object]]) -> Bound | None:
    """What binds changes, each the values of ``COLUMNS``, in the order of their ids; None for none."""
    ids, marks, whole = [], [], hashlib.sha256()
    for change in changes:
        digest = hash_of(change)
        whole.update(digest)
        marks.append(mark_of(digest))
        ids.append(change[0])
    if not ids:
        return None
    return Bound(tuple(_ranges(ids)), len(ids), whole.hexdigest(), "".join(marks))


def read_bound(text: str) -> Bound:
    """What the text of an entry says; ValueError where it is none."""
    ids, count, sha256, marks = text.split(" ")
    ranges = tuple(tuple(int(end) for end in one.split("-")) for one in ids.split(","))
    if any(len(one) != 2 for one in ranges):
        raise ValueError(text[:100])
    return Bound(ranges, int(count), sha256, marks)


def hash_of(change: Sequence[object]) -> bytes:
    """The hash of one change."""
    return hashlib.sha256(_encode(list(change)).encode("utf-8", "surrogatepass")).digest()


def mark_of(digest: bytes) -> str:
    """The mark of a change, from its hash."""
    return digest[: _MARK // 2].hex()


def _ranges(ids):
    first = last = ids[0]
    for one in ids[1:]:
        if one != last + 1:
            yield first, last
            first = one
        last = one
    yield first, last
