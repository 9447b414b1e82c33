"""The words of the number grammar (数的词表), compiled once: what binds a number, its units, what is none."""

import re
from functools import lru_cache

from kechuang.domain.quantity import Bound
from kechuang.domain.vocabulary import Vocabulary

# Every list of units in ``rulebooks/reading/units.yaml``.
UNIT_LISTS = tuple(
    f"units.{kind}"
    for kind in (
        "counting",
        "people",
        "money",
        "shares",
        "multiples",
        "durations",
        "weights",
        "lengths",
        "areas",
        "volumes",
        "energy",
        "computing",
        "other",
    )
)


class Grammar:
    """The patterns that come from the vocabulary, compiled once."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        words = vocabulary.alternatives
        scale, base = words("units.scales"), words(*UNIT_LISTS)
        one = rf"(?:{base}|(?:{scale}) ?(?:{base}))"
        counts = words("units.counting", "units.people")
        more = words("numerals.above_after")
        letters = r"(?<=[A-Za-z])(?![A-Za-z0-9])|(?<![A-Za-z])"
        self.unit = re.compile(
            rf" {{0,2}}(?P<more>{more})? ?(?P<scale>{scale})??(?P<more2>{more})? ?"
            rf"(?P<base>(?:{base})(?:{letters})(?:\((?:{counts})\))?(?:/每? ?\d{{0,3}}{one}(?:{letters}))*)"
            rf"|(?: {{0,2}}(?P<more3>{more})? ?(?P<bare>{scale})(?P<more4>{more})?)"
        )
        self.more_after = re.compile(rf"(?:{more})(?![一-鿿]{{0,2}}(?:种|样|元化|方))")
        bounds = (
            (Bound.AT_LEAST, "at_least"),
            (Bound.ABOVE, "above"),
            (Bound.AT_MOST, "at_most"),
            (Bound.BELOW, "below"),
            (Bound.ABOUT, "about"),
        )
        self.before = {word: bound for bound, name in bounds for word in vocabulary.words(f"numerals.{name}")}
        self.binds = re.compile(
            rf"(?:{words(*(f'numerals.{name}' for _, name in bounds))})(?=(?:了|到|至|于|在|有)? {{0,2}}$)"
        )
        self.after = {word: bound for bound, name in bounds[::2] for word in vocabulary.words(f"numerals.{name}_after")}
        self.closes = re.compile(
            rf" {{0,2}}(?:\([含不]*\) ?)?(?P<word>{'|'.join(sorted(self.after, key=len, reverse=True))})(?:\([含不]*\))?"
        )
        self.to = re.compile(rf" {{0,2}}(?:{words('numerals.range')}) {{0,2}}")
        captions = words("numerals.captions")
        self.label = re.compile(
            rf"(?:(?:{words('numerals.labels')})|(?:^|(?<=[^一-鿿])|(?<=[如见详]))(?:{captions})) {{0,2}}$"
        )
        self.bare_goes_on = re.compile(rf" {{0,2}}(?:{words('numerals.after_bare')})")
        self.vague = re.compile(
            rf"(?<![{''.join(vocabulary.words('numerals.counts_before'))}])(?:{words('numerals.vague')})$"
        )
        self.name_follows = re.compile(rf"(?:{words('numerals.names')})")
        self.breaks = frozenset(vocabulary.words("numerals.breakthroughs"))
        self.broken = re.compile(rf"[^，。；、,;]{{0,14}}?(?:{words('numerals.breakthrough_objects')})")
        self.rank_before = re.compile(rf"(?:{words('numerals.ranks')})[^，。；,;\n]{{0,8}}第 ?$")
        self.rank_unit = re.compile(
            rf" ?(?P<unit>{words('numerals.rank_units')})?(?![一-鿿])| ?(?P<named>{words('numerals.rank_units')})"
        )
        self.one_digit = re.compile(rf" ?(?:{words('units.after_one_digit')})|(?:{more})")
        self.top = re.compile(rf"(?:{words('numerals.top')}) ?$")


@lru_cache(maxsize=4)
def number_words(vocabulary: Vocabulary) -> Grammar:
    """The patterns of a vocabulary."""
    return Grammar(vocabulary)
