"""Whether the journal is as it was written: every entry against its hash, the tree, and the checkpoints that left."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from kechuang.domain.journal import Fault, FaultKind, Frontier, find_fault, leaf_hash
from kechuang.web.journal.checkpoints import Checkpoint, add_checkpoint, load_key
from kechuang.web.journal.entries import COLUMNS, bytes_of, frontier_of
from kechuang.web.journal.models import Entry, Head
from kechuang.web.journal.verify_rows import RowsVerdict, check_rows

_NO_ROWS = RowsVerdict(0, None, ())


@dataclass(frozen=True)
class Verdict:
    """What was found: how many entries, their root, the first fault, and the size of the first checkpoint that disagrees; and of
    the changes of rows that entries bind.
    """

    size: int
    root: bytes
    fault: Fault | None
    checkpoints: int = 0
    broken_checkpoint: int | None = None
    rows: RowsVerdict = _NO_ROWS

    @property
    def is_sound(self):
        """Whether nothing was altered, removed or put in, as far as the head and the checkpoints can tell."""
        return self.fault is None and self.broken_checkpoint is None and self.rows.fault is None


def verify(checkpoints: Sequence[Checkpoint] = ()):
    """Read the whole journal once and answer the first entry that is altered, missing or inserted.

    Without checkpoints, whoever can rewrite entries, hashes and head together cannot be found out: that is what
    checkpoints on another machine are for. They carry every hash, so the very entry can be named.
    """
    leaves: list[bytes] = []
    entries = Entry.objects.order_by("number")
    fault = _read_into(leaves, entries)
    head = Head.objects.filter(pk=1).first()
    if fault is None and head is not None:  # entries that were added meanwhile
        fault = _read_into(leaves, entries.filter(number__gt=len(leaves), number__lte=head.size))
    witness = [leaf for checkpoint in checkpoints for leaf in checkpoint.leaves]
    fault = _first(fault, find_fault(leaves, witness))
    frontier, roots = _grow(leaves, {checkpoint.size for checkpoint in checkpoints})
    fault = fault or _against_head(head, len(leaves), frontier)
    broken = next((one.size for one in checkpoints if roots.get(one.size) != one.root), None)
    return Verdict(len(leaves), frontier.root(), fault, len(checkpoints), broken, check_rows())


def read_leaves(after=0):
    """The hash of every entry, but the first ``after``, as computed from what it says, in order."""
    rows = Entry.objects.filter(number__gt=after).order_by("number").values_list(*COLUMNS)
    return [leaf_hash(bytes_of(values)) for values in rows.iterator(chunk_size=5_000)]


def _read_into(leaves, entries):
    """Put the hashes of ``entries`` behind those that were read before; answers the first fault."""
    fault = None
    for number, *values, stored in entries.values_list("number", *COLUMNS, "leaf").iterator(chunk_size=5_000):
        leaf = leaf_hash(bytes_of(values))
        index = len(leaves)
        if fault is None and number != index + 1:
            fault = Fault(FaultKind.MISSING, index)
        if fault is None and leaf.hex() != stored:
            fault = Fault(FaultKind.ALTERED, index)
        leaves.append(leaf)
    return fault


def _grow(leaves, sizes):
    """The tree over all leaves, and its root at each of ``sizes`` on the way."""
    frontier, roots = Frontier(), {}
    for leaf in leaves:
        frontier = frontier.append(leaf)
        if frontier.size in sizes:
            roots[frontier.size] = frontier.root()
    return frontier, roots


def _against_head(head, count, frontier):
    if head is None or count < head.size:
        return Fault(FaultKind.MISSING, count)
    if count > head.size:
        return Fault(FaultKind.INSERTED, head.size)
    if frontier_of(head.size, head.peaks) == frontier:
        return None
    return Fault(FaultKind.ALTERED, _first_changed(frontier_of(head.size, head.peaks), frontier))


def _first_changed(kept, found):
    """The first leaf under the first peak that differs: as near as a frontier can tell."""
    start = 0
    for bit in reversed(range(kept.size.bit_length())):
        if kept.size >> bit & 1:
            if kept.peaks[:1] != found.peaks[:1]:
                return start
            kept = Frontier(kept.size, kept.peaks[1:])
            found = Frontier(found.size, found.peaks[1:])
            start += 1 << bit
    return start


def _first(one, other):
    return min((fault for fault in (one, other) if fault), key=lambda fault: fault.index, default=None)


def write_checkpoint():
    """Write a checkpoint over the whole journal; None where nothing was added since the last.

    The head is held meanwhile, so that two workers do not write the same checkpoint.
    """
    key = load_key(settings.CHECKPOINT_KEY)
    with transaction.atomic():
        Head.objects.select_for_update().get(pk=1)
        return add_checkpoint(settings.CHECKPOINTS, read_leaves, key=key, origin=settings.CHECKPOINT_ORIGIN)
