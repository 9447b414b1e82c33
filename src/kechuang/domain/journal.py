"""The tree over a journal (留痕): a number of 32 bytes that changes when any entry is altered, removed or put in between.

Merkle tree hash, inclusion and consistency proofs of RFC 9162 (Certificate Transparency 2.0), sections 2.1.1 to 2.1.4,
with SHA-256, or with SM3 (GB/T 32905) where the build of Python has it. Leaves are numbered from 0.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

SHA256 = "sha256"
SM3 = "sm3"


def has_sm3() -> bool:
    """Whether this build of Python can compute SM3."""
    return SM3 in hashlib.algorithms_available


def leaf_hash(data: bytes, algorithm: str = SHA256) -> bytes:
    """The hash of one entry: the zero before it keeps leaves and nodes apart.

    >>> leaf_hash(b"").hex()
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d'
    """
    return hashlib.new(algorithm, b"\0" + data).digest()


def node_hash(left: bytes, right: bytes, algorithm: str = SHA256) -> bytes:
    """The hash of two subtrees side by side."""
    return hashlib.new(algorithm, b"\1" + left + right).digest()


@dataclass(frozen=True, slots=True)
class Frontier:
    """All that is needed to go on: the roots of the perfect subtrees, the largest first, one for each bit of ``size``."""

    size: int = 0
    peaks: tuple[bytes, ...] = ()
    algorithm: str = SHA256

    def append(self, leaf: bytes) -> "Frontier":
        """The frontier with one leaf more; costs as many hashes as ``size`` ends in ones."""
        peaks = list(self.peaks)
        size = self.size
        while size & 1:
            leaf = node_hash(peaks.pop(), leaf, self.algorithm)
            size >>= 1
        return Frontier(self.size + 1, (*peaks, leaf), self.algorithm)

    def root(self) -> bytes:
        """The Merkle tree hash; that of no entry is the hash of nothing."""
        if not self.peaks:
            return hashlib.new(self.algorithm, b"").digest()
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = node_hash(peak, root, self.algorithm)
        return root


def root_of(leaves: Iterable[bytes], algorithm: str = SHA256) -> bytes:
    """The Merkle tree hash of leaf hashes."""
    frontier = Frontier(algorithm=algorithm)
    for leaf in leaves:
        frontier = frontier.append(leaf)
    return frontier.root()


def inclusion_proof(leaves: Sequence[bytes], index: int, algorithm: str = SHA256) -> list[bytes]:
    """The hashes that lead from leaf ``index`` to the root (RFC 9162, 2.1.3.1); IndexError outside the tree."""
    if not 0 <= index < len(leaves):
        raise IndexError(f"leaf {index} of a tree of {len(leaves)}: the leaves are 0 to {len(leaves) - 1}")
    proof: list[bytes] = []
    while len(leaves) > 1:
        split = _split(len(leaves))
        if index < split:
            proof.append(root_of(leaves[split:], algorithm))
            leaves = leaves[:split]
        else:
            proof.append(root_of(leaves[:split], algorithm))
            leaves, index = leaves[split:], index - split
    return proof[::-1]


def consistency_proof(leaves: Sequence[bytes], first: int, algorithm: str = SHA256) -> list[bytes]:
    """The hashes that show the first ``first`` leaves to be a beginning of all (RFC 9162, 2.1.4.1)."""
    if not 0 < first <= len(leaves):
        raise IndexError(f"a tree of {first} is no beginning of a tree of {len(leaves)}")
    proof: list[bytes] = []
    whole = True
    while first != len(leaves):
        split = _split(len(leaves))
        if first <= split:
            proof.append(root_of(leaves[split:], algorithm))
            leaves = leaves[:split]
        else:
            proof.append(root_of(leaves[:split], algorithm))
            leaves, first, whole = leaves[split:], first - split, False
    return ([] if whole else [root_of(leaves, algorithm)]) + proof[::-1]


def is_included(
    leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes, algorithm: str = SHA256
) -> bool:
    """Whether ``proof`` leads from the leaf to the root (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    position, last, hash_ = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if position & 1 or position == last:
            hash_ = node_hash(step, hash_, algorithm)
            while position and not position & 1:
                position, last = position >> 1, last >> 1
        else:
            hash_ = node_hash(hash_, step, algorithm)
        position, last = position >> 1, last >> 1
    return last == 0 and hash_ == root


def is_consistent(
    first: int, second: int, first_root: bytes, second_root: bytes, proof: Sequence[bytes], algorithm: str = SHA256
) -> bool:
    """Whether ``proof`` shows the tree of ``first`` leaves to be a beginning of that of ``second`` (RFC 9162, 2.1.4.2)."""
    if not 0 < first <= second:
        return False
    if first == second:
        return not proof and first_root == second_root
    steps = [first_root, *proof] if first & (first - 1) == 0 else list(proof)
    if not steps:
        return False
    position, last = first - 1, second - 1
    while position & 1:
        position, last = position >> 1, last >> 1
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if position & 1 or position == last:
            old, new = node_hash(step, old, algorithm), node_hash(step, new, algorithm)
            while position and not position & 1:
                position, last = position >> 1, last >> 1
        else:
            new = node_hash(new, step, algorithm)
        position, last = position >> 1, last >> 1
    return last == 0 and old == first_root and new == second_root


def _split(size: int) -> int:
    """The largest power of two below ``size``."""
    return 1 << (size - 1).bit_length() - 1


class FaultKind(StrEnum):
    """What happened to an entry."""

    ALTERED = "altered"
    MISSING = "missing"
    INSERTED = "inserted"


@dataclass(frozen=True, slots=True)
class Fault:
    """The first entry that is not as it was written; ``index`` from 0."""

    kind: FaultKind
    index: int


def find_fault(leaves: Sequence[bytes], witness: Sequence[bytes]) -> Fault | None:
    """The first place where the leaves differ from what a witness kept of them; None where they do not.

    More leaves than the witness knows are no fault: the journal went on. One leaf that was taken out and one that was
    put in are told from one that was changed by what follows them.
    """
    for index, known in enumerate(witness):
        if index >= len(leaves):
            return Fault(FaultKind.MISSING, index)
        if leaves[index] != known:
            return Fault(_kind_of(leaves, witness, index), index)
    return None


def _kind_of(leaves: Sequence[bytes], witness: Sequence[bytes], index: int) -> FaultKind:
    found, known = leaves[index : index + 2], witness[index : index + 2]
    if len(found) == len(known) == 2 and found[1] == known[1]:
        return FaultKind.ALTERED
    if len(known) == 2 and found[0] == known[1]:
        return FaultKind.MISSING
    if len(found) == 2 and found[1] == known[0]:
        return FaultKind.INSERTED
    return FaultKind.ALTERED
