"""Whether the row changes match the entries that bind them, and which of them no entry binds."""

import hashlib
from dataclasses import dataclass, field
from typing import Any

from kechuang.domain.journal import FaultKind
from kechuang.web.journal.binding import COLUMNS, Bound, hash_of, mark_of, read_bound
from kechuang.web.journal.models import Entry, RowChange

_TOGETHER = 5_000


@dataclass(frozen=True)
class RowFault:
    """A change of a row that is not as entry ``entry`` binds it."""

    kind: FaultKind
    change: int
    entry: int


@dataclass(frozen=True)
class RowsVerdict:
    """What was found: how many changes, the first fault, and the changes that no entry binds."""

    count: int
    fault: RowFault | None
    unbound: tuple[int, ...]


@dataclass
class _Reading:
    """How far the changes of one entry have been read."""

    entry: int
    bound: Bound
    done: int = 0
    whole: Any = field(default_factory=hashlib.sha256)

    def take(self, change):
        """Take the next change; answers whether its mark is the one that was bound."""
        digest = hash_of(change)
        self.whole.update(digest)
        self.done += 1
        return mark_of(digest) == self.bound.mark(self.done - 1)

    def agrees(self):
        """Whether all that was taken is all that was bound."""
        return self.done == self.bound.count and self.whole.hexdigest() == self.bound.sha256


def check_rows():
    """Read every change once, in order, beside what the entries say of it.

    What entries bind that were written meanwhile is not taken for unbound.
    """
    bindings = list(_bindings())
    count, faults, unbound = _read(bindings)
    later = _bindings(after=bindings[-1].entry if bindings else 0)
    meanwhile = [ends for one in later for ends in one.bound.ranges] if unbound else []
    unbound = [one for one in unbound if not any(first <= one <= last for first, last in meanwhile)]
    return RowsVerdict(count, min(faults, key=lambda fault: fault.change, default=None), tuple(unbound))


def _bindings(after=0):
    """What each entry binds, as far as it can be read; one that cannot is found by its own hash."""
    entries = Entry.objects.filter(number__gt=after, rows__isnull=False).order_by("number")
    for number, text in entries.values_list("number", "rows").iterator(chunk_size=_TOGETHER):
        try:
            yield _Reading(number, read_bound(text))
        except ValueError:
            continue


def _read(bindings):
    """How many changes there are, what is wrong with them, and which no binding names."""
    ranges = [(first, last, one) for one in bindings for first, last in one.bound.ranges]
    ranges.sort(key=lambda span: span[:2])
    count, faults, unbound, place, due = 0, [], [], 0, 0
    for change in RowChange.objects.order_by("id").values_list(*COLUMNS).iterator(chunk_size=_TOGETHER):
        count += 1
        while place < len(ranges) and ranges[place][1] < change[0]:
            faults += _ended(ranges[place], due)
            place, due = place + 1, 0
        if place == len(ranges) or change[0] < ranges[place][0]:
            unbound.append(change[0])
            continue
        first, _, reading = ranges[place]
        due = max(due, first)
        if change[0] > due:
            faults.append(RowFault(FaultKind.MISSING, due, reading.entry))
        if not reading.take(change):
            faults.append(RowFault(FaultKind.ALTERED, change[0], reading.entry))
        due = change[0] + 1
    for one in ranges[place:]:
        faults += _ended(one, due)
        due = 0
    faults += [_differs(one) for one in bindings if not one.agrees()] if not faults else []
    return count, faults, unbound


def _ended(span, due):
    """What is wrong with a range behind its last change: the rest of it is missing."""
    first, last, reading = span
    due = max(due, first)
    return [RowFault(FaultKind.MISSING, due, reading.entry)] if due <= last else []


def _differs(reading):
    return RowFault(FaultKind.ALTERED, reading.bound.ranges[0][0], reading.entry)
