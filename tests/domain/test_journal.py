"""The tree over the journal: the vectors of Certificate Transparency, and every way to cheat."""

import random
from itertools import pairwise

import pytest

from kechuang.domain.journal import (
    SM3,
    Fault,
    FaultKind,
    Frontier,
    consistency_proof,
    find_fault,
    has_sm3,
    inclusion_proof,
    is_consistent,
    is_included,
    leaf_hash,
    root_of,
)

# The inputs and roots that implementations of RFC 6962 and RFC 9162 share as test vectors.
INPUTS = [
    bytes.fromhex(text)
    for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
LEAVES = [leaf_hash(data) for data in INPUTS]
EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def many(count):
    return [leaf_hash(str(number).encode()) for number in range(count)]


def test_the_tree_of_nothing_is_the_hash_of_nothing():
    assert root_of([]).hex() == EMPTY


@pytest.mark.parametrize("size", range(1, 9))
def test_the_roots_are_those_of_certificate_transparency(size):
    assert root_of(LEAVES[:size]).hex() == ROOTS[size - 1]


def test_the_proofs_are_those_of_certificate_transparency():
    assert [step.hex() for step in inclusion_proof(LEAVES, 5)] == [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]
    assert [step.hex() for step in consistency_proof(LEAVES[:8], 6)] == [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]


@pytest.mark.skipif(not has_sm3(), reason="this build of Python has no SM3")
def test_with_sm3_every_proof_holds_too():
    leaves = [leaf_hash(data, SM3) for data in INPUTS]
    root = root_of(leaves, SM3)
    assert all(
        is_included(leaf, index, 8, inclusion_proof(leaves, index, SM3), root, SM3) for index, leaf in enumerate(leaves)
    )
    assert not is_included(leaves[0], 0, 8, inclusion_proof(leaves, 0, SM3), root)


def test_every_entry_of_every_small_tree_is_proven_and_no_other():
    for size in range(1, 34):
        leaves = many(size)
        root = root_of(leaves)
        for index, leaf in enumerate(leaves):
            proof = inclusion_proof(leaves, index)
            assert is_included(leaf, index, size, proof, root)
            assert not is_included(leaf_hash(b"other"), index, size, proof, root)
            assert not is_included(leaf, (index + 1) % size, size, proof, root) or size == 1
            assert not is_included(leaf, index, size, [*proof, leaf], root)


def test_every_beginning_of_every_small_tree_is_proven_and_no_other():
    leaves = many(33)
    roots = {size: root_of(leaves[:size]) for size in range(1, 34)}
    for second in range(1, 34):
        for first in range(1, second + 1):
            proof = consistency_proof(leaves[:second], first)
            assert is_consistent(first, second, roots[first], roots[second], proof)
            assert not is_consistent(first, second, leaf_hash(b"other"), roots[second], proof)
            if first < second:
                assert not is_consistent(first, second, roots[first], leaf_hash(b"other"), proof)


def test_a_frontier_grown_leaf_by_leaf_has_the_root_of_all():
    leaves = many(200)
    frontier = Frontier()
    for size, leaf in enumerate(leaves, start=1):
        frontier = frontier.append(leaf)
        assert len(frontier.peaks) == size.bit_count()
    assert frontier.root() == root_of(leaves)


def test_ten_thousand_tampered_entries_are_all_named():
    chance = random.Random(20260101)
    leaves = many(1_000)
    for _ in range(10_000):
        index = chance.randrange(len(leaves))
        tampered = leaves.copy()
        tampered[index] = leaf_hash(chance.randbytes(8))
        assert find_fault(tampered, leaves) == Fault(FaultKind.ALTERED, index)


def test_an_entry_that_was_taken_out_or_put_in_is_named_as_such():
    chance = random.Random(7)
    leaves = many(500)
    for _ in range(300):
        index = chance.randrange(len(leaves))
        assert find_fault(leaves[:index] + leaves[index + 1 :], leaves) == Fault(FaultKind.MISSING, index)
        assert find_fault([*leaves[:index], leaf_hash(b"new"), *leaves[index:]], leaves) == Fault(
            FaultKind.INSERTED, index
        )


def test_a_history_that_was_rewritten_is_no_continuation():
    chance = random.Random(9)
    leaves = many(300)
    for _ in range(300):
        first = chance.randrange(1, len(leaves))
        index = chance.randrange(first)
        rewritten = leaves.copy()
        rewritten[index] = leaf_hash(chance.randbytes(8))
        proof = consistency_proof(rewritten, first)
        assert not is_consistent(first, 300, root_of(leaves[:first]), root_of(rewritten), proof)


def test_a_journal_that_only_went_on_raises_no_alarm():
    leaves = many(2_000)
    sizes = sorted(random.Random(1).sample(range(1, 2_000), 30))
    for first, second in pairwise(sizes):
        proof = consistency_proof(leaves[:second], first)
        assert is_consistent(first, second, root_of(leaves[:first]), root_of(leaves[:second]), proof)
        assert find_fault(leaves, leaves[:second]) is None


def test_what_is_outside_the_tree_has_no_proof():
    with pytest.raises(IndexError, match="leaf 8 of a tree of 8"):
        inclusion_proof(LEAVES, 8)
    with pytest.raises(IndexError, match="no beginning"):
        consistency_proof(LEAVES, 9)
    assert not is_included(LEAVES[0], 0, 0, [], b"")
    assert not is_consistent(0, 8, b"", b"", [])
    assert not is_consistent(3, 8, b"", b"", [])
