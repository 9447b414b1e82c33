"""Units of measure (计量单位): what a printed unit is made of, and exact conversion between units of one kind."""

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from kechuang.domain.folding import fold
from kechuang.domain.vocabulary import Vocabulary

_SCALES = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}


class UnitMismatch(ValueError):
    """Two units that do not measure the same thing."""


@dataclass(frozen=True, slots=True)
class UnitOfMeasure:
    """A unit as printed: ``scale`` of the ``base`` (万元 is 10000 of 元), for each ``per_scale`` of ``per`` (件/万人).

    Counting words (家, 户, 个, 项 …) share the base 个: a count is a count, whatever it counts.
    """

    printed: str
    base: str
    scale: Decimal = Decimal(1)
    per: str = ""
    per_scale: Decimal = Decimal(1)

    @property
    def factor(self) -> Decimal:
        """How many of the base for one of ``per`` this unit stands for."""
        return self.scale / self.per_scale


class _Units:
    """The rulebook's units: bases, synonyms and conversions."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.same = dict(pair for line in vocabulary.words("units.same") for pair in _synonyms(line))
        self.counting = frozenset(vocabulary.words("units.counting"))
        self.scales = vocabulary.words("units.scales")
        self.into: dict[str, tuple[Decimal, str]] = {}
        for line in vocabulary.words("units.conversions"):
            big, _, rest = line.partition("=")
            number, small = rest.split()
            self.into.setdefault(big.strip(), (Decimal(number), small))
        kinds = [name for name in vocabulary.lists if name.startswith("units.")]
        self.words = {word for name in kinds for word in vocabulary.words(name)}

    def plain(self, printed: str) -> tuple[Decimal, str]:
        """The size and the base of a unit without a slash; 千瓦 is a unit, 千元 a thousand of one."""
        name = printed.partition("(")[0].strip()
        size = Decimal(1)
        if name not in self.words or name in self.scales:
            scale = next((word for word in self.scales if name.startswith(word)), "")
            size, name = _size(scale), name[len(scale) :]
        name = self.same.get(name, name)
        seen = {name}
        while name in self.into and self.into[name][1] not in seen:
            number, name = self.into[name]
            size, name = size * number, self.same.get(name, name)
            seen.add(name)
        return size, "个" if name in self.counting else name


def _synonyms(line: str) -> list[tuple[str, str]]:
    first, *others = (word.strip() for word in line.split("="))
    return [(other, first) for other in others]


def _size(scale: str) -> Decimal:
    return Decimal(10) ** sum(_SCALES[character] for character in scale)


@lru_cache(maxsize=4)
def _units(vocabulary: Vocabulary) -> _Units:
    return _Units(vocabulary)


def read_unit(printed: str, vocabulary: Vocabulary) -> UnitOfMeasure:
    """What a printed unit is made of; a unit the rulebook does not know is its own base."""
    units = _units(vocabulary)
    name = fold(printed).replace(" ", "")
    top, _, bottom = name.partition("/")
    scale, base = units.plain(top)
    per_scale, per = units.plain(bottom.removeprefix("每")) if bottom else (Decimal(1), "")
    return UnitOfMeasure(printed, base, scale, per, per_scale)


def code_of(printed: str | None, vocabulary: Vocabulary) -> str | None:
    """One spelling for all spellings of a unit: its size and its base, ``10000 元`` for 万元 and ``0.0001 个/人`` for 件/万人.

    None for no unit and for one the rulebook does not know.
    """
    if not printed:
        return None
    unit, known = read_unit(printed, vocabulary), _units(vocabulary).words
    if unit.base not in known or (unit.per and unit.per not in known):
        return None
    return f"{unit.factor.normalize():f} {unit.base}{f'/{unit.per}' if unit.per else ''}"


def convert(value: Decimal, source: UnitOfMeasure, target: UnitOfMeasure) -> Decimal:
    """``value`` of ``source`` in ``target``, exactly; raises UnitMismatch where they measure different things."""
    if (source.base, source.per) != (target.base, target.per):
        raise UnitMismatch(
            f"{source.printed or 'no unit'} → {target.printed or 'no unit'}: "
            f"one is in {_named(source)}, the other in {_named(target)}; compare like with like"
        )
    return value * source.factor / target.factor


def _named(unit: UnitOfMeasure) -> str:
    return f"{unit.base or 'plain numbers'}{f' for each {unit.per}' if unit.per else ''}"
