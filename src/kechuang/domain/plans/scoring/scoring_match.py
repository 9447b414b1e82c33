"""Pairs what was read with what should have been read, and counts (评分)."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass

from kechuang.domain.plans.scoring.scoring_values import Row

# how alike a row of the truth and a row that was read are: 0 is not a pair
Likeness = Callable[[Row, Row], float]


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs between the truth and what was read: the field, and its value in each."""

    field: str
    wanted: str
    read: str


# what differs between the two; nothing where the row was read right
Differences = Callable[[Row, Row], list[Difference]]


@dataclass(frozen=True, slots=True)
class Fault:
    """A miss or a false find: its line, its words, and where it was read but not right, what differs."""

    line: int | None
    words: str
    differences: tuple[Difference, ...] = ()


def differing(pairs: Iterable[tuple[str, object, object]], same: Callable[[object, object], bool]) -> list[Difference]:
    """The fields among ``pairs`` (field, wanted, read) whose values are not the same."""
    return [Difference(field, str(wanted), str(read)) for field, wanted, read in pairs if not same(wanted, read)]


@dataclass(frozen=True, slots=True)
class Score:
    """One kind of thing in one document: how many the truth holds, how many were read right, and every fault."""

    kind: str
    wanted: int
    matched: int
    misses: tuple[Fault, ...]
    falses: tuple[Fault, ...]
    partial: bool = False  # the truth does not list all there is: nothing more that was read counts as false

    @property
    def recall(self) -> float | None:
        """The share of the truth that was read right; None where there is no truth."""
        return self.matched / self.wanted if self.wanted else None

    @property
    def precision(self) -> float | None:
        """The share of what was read that is right; None where nothing was read, or the truth is partial."""
        read = self.matched + len(self.falses)
        return self.matched / read if read and not self.partial else None


@dataclass(frozen=True)
class Rules:
    """How rows of one kind are compared.

    ``keys`` name the places a row can be looked for at: rows that share no key are never a pair. ``borderline`` rows of
    the truth, and read rows that ``ignored`` names, count neither way.
    """

    kind: str
    keys: Callable[[Row], Iterable[Hashable]]
    found_keys: Callable[[Row], Iterable[Hashable]]
    likeness: Likeness
    differences: Differences
    words: Callable[[Row], str]
    found_words: Callable[[Row], str]
    borderline: Callable[[Row], bool] = lambda row: False
    ignored: Callable[[Row], bool] = lambda row: False


def score_rows(wanted: Sequence[Row], found: Sequence[Row], rules: Rules, *, partial: bool = False) -> Score:
    """Pair the rows, the likest first, and count a pair without differences as right."""
    pairs = _pairs(wanted, found, rules)
    compared = {position: rules.differences(wanted[position], found[index]) for position, index in pairs.items()}
    scored = [position for position, row in enumerate(wanted) if not rules.borderline(row)]
    wrong = [position for position in scored if compared.get(position) != []]
    misses = [_miss(wanted[position], compared.get(position), rules) for position in wrong]
    falses = [_false(found[pairs[position]], compared[position], rules) for position in wrong if position in pairs]
    taken = set(pairs.values())
    falses += [
        _false(row, [], rules) for index, row in enumerate(found) if index not in taken and not rules.ignored(row)
    ]
    return Score(
        rules.kind, len(scored), len(scored) - len(wrong), tuple(misses), () if partial else tuple(falses), partial
    )


def _miss(row: Row, differences: list[Difference] | None, rules: Rules) -> Fault:
    return Fault(row.get("line_no"), rules.words(row), tuple(differences or ()))


def _false(row: Row, differences: list[Difference], rules: Rules) -> Fault:
    return Fault(line_of(row), rules.found_words(row), tuple(differences))


def line_of(row: Row) -> int | None:
    """The line a row that was read stands on."""
    source = row.get("source") or {}
    line = source.get("line")
    return int(line) if line is not None else None


def _pairs(wanted: Sequence[Row], found: Sequence[Row], rules: Rules) -> dict[int, int]:
    places: defaultdict[Hashable, list[int]] = defaultdict(list)
    for index, row in enumerate(found):
        for key in rules.found_keys(row):
            places[key].append(index)
    likely = []
    for position, row in enumerate(wanted):
        for index in {index for key in rules.keys(row) for index in places[key]}:
            likeness = rules.likeness(row, found[index])
            if likeness > 0:
                likely.append((-likeness, len(rules.differences(row, found[index])), position, index))
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, position, index in sorted(likely):
        if position not in pairs and index not in taken:
            pairs[position] = index
            taken.add(index)
    return pairs
