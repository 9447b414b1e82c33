"""The tasks of a plan through its versions (任务沿革): which task of a new version is which that is followed already."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kechuang.domain.folding import fold
from kechuang.domain.plans.structure.numbering import read_marker


@dataclass(frozen=True, slots=True)
class Said:
    """A task or project as a version says it; ``place`` is where it stands: the document's fingerprint and the offset."""

    kind: str
    title: str
    place: tuple[str, int]


Key = Callable[[Said], tuple[object, ...]]


@dataclass(frozen=True)
class Pairing:
    """``pairs`` gives for each of the new version's, in order, the index of the followed one, None where it is new; ``gone``
    are the followed ones that the new version no longer says.
    """

    pairs: tuple[int | None, ...]
    gone: tuple[int, ...]


def pair_tasks(followed: Sequence[Said], version: Sequence[Said]) -> Pairing:
    """By title first, several of one title in their order; then, for what was renamed, by the place in the document."""
    pairs: list[int | None] = [None] * len(version)
    free = list(range(len(followed)))
    for key_of in (_by_title, _by_place):
        for index, one in enumerate(version):
            if pairs[index] is None:
                pairs[index] = _take(free, followed, key_of, one)
    return Pairing(tuple(pairs), tuple(free))


def plain_title(title: str) -> str:
    """A title without its number, spaces and punctuation, so that 1.提升平台能级 and 提升平台能级。 are one."""
    text = "".join(fold(title).split())
    marker = read_marker(text)
    rest = text[marker.end :] if marker is not None else text
    return "".join(character for character in rest if character.isalnum()) or text


def _by_title(said: Said) -> tuple[object, ...]:
    return said.kind, plain_title(said.title)


def _by_place(said: Said) -> tuple[object, ...]:
    return said.kind, *said.place


def _take(free: list[int], followed: Sequence[Said], key_of: Key, one: Said) -> int | None:
    found = next((index for index in free if key_of(followed[index]) == key_of(one)), None)
    if found is not None:
        free.remove(found)
    return found
