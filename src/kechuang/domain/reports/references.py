"""The annex (附件): every place and every computation a report cites, numbered in the order they are printed.

A place is a line of a document, so that the cells of one row share a number. A computation is numbered where it is
printed; what it was worked out from follows in the annex even where the text itself never prints it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from kechuang.domain.reports.report import Cited, Computed, Detail, Origin, Sentence
from kechuang.domain.source import Source

Key = tuple[str, int] | Computed


@dataclass
class References:
    """The numbers given so far, and for each the figures it vouches for."""

    numbers: dict[Key, int] = field(default_factory=dict)
    origins: list[Origin] = field(default_factory=list)
    figures: list[dict[str, None]] = field(default_factory=list)

    def number(self, cited: Cited) -> int:
        """The number of what a figure comes from, given now if it has none yet."""
        key = _key(cited.origin)
        found = self.numbers.setdefault(key, len(self.origins) + 1)
        if found > len(self.origins):
            self.origins.append(cited.origin)
            self.figures.append({})
        if cited.figure:
            self.figures[found - 1][cited.figure] = None
        return found

    def close(self) -> None:
        """Number what the computations rest on, and what that rests on, until nothing is left."""
        done = 0
        while done < len(self.origins):
            origin = self.origins[done]
            if isinstance(origin, Computed):
                for cited in inputs_of(origin):
                    self.number(cited)
            done += 1


def inputs_of(computed: Computed) -> Iterator[Cited]:
    """What a computation was worked out from."""
    for _, value in computed.inputs:
        yield from (value if isinstance(value, tuple) else (value,))


def cited_in(detail: Detail) -> Iterator[Cited]:
    """Every cited figure of a sentence or a cell, in order."""
    if isinstance(detail, Cited):
        yield detail
    elif isinstance(detail, Sentence):
        for part in detail.details.values():
            yield from cited_in(part)
    elif isinstance(detail, tuple):
        for part in detail:
            yield from cited_in(part)


def _key(origin: Origin) -> Key:
    return (origin.document, origin.line) if isinstance(origin, Source) else origin
