"""What the path of an indicator asks in a year against what the yearly work plan promises (年度分解核对): needed, promised, gap."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from kechuang.domain.indicators.definition import Direction
from kechuang.domain.plans.plan import Basis
from kechuang.domain.quantity import Bound
from kechuang.domain.units import UnitMismatch, UnitOfMeasure, convert

_PERCENT = "%"


class Verdict(StrEnum):
    """Whether what is promised is what the path asks."""

    ENOUGH = "enough"
    SHORT = "short"
    UNKNOWN = "unknown"


class Why(StrEnum):
    """What leaves it open."""

    NO_NUMBER = "no-number"
    NO_PATH = "no-path"
    UNITS = "units"
    NOT_THIS_YEAR = "not-this-year"


@dataclass(frozen=True, slots=True)
class Promised:
    """What a work plan promises of an indicator."""

    low: Decimal | None
    high: Decimal | None
    bound: Bound
    basis: Basis
    unit: UnitOfMeasure
    year: int | None
    in_total: bool = False  # said to be the sum of the years until then


@dataclass(frozen=True)
class Path:
    """Where an indicator should stand year by year, in its own unit; where it is cumulative, what each year adds to the sum."""

    values: Mapping[int, Decimal]
    unit: UnitOfMeasure
    direction: Direction
    cumulative: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """Needed, promised and the gap between them in the unit named, with the working; ``why`` where it is left open."""

    verdict: Verdict
    needed: Decimal | None = None
    promised: Decimal | None = None
    gap: Decimal | None = None
    unit: str = ""
    working: str = ""
    why: Why | None = None


def compare_with_path(promised: Promised, path: Path, year: int) -> Comparison:
    """A level against the path's level, an addition against its step, a rate of growth against its growth. Of a sum over the period
    a year's number or addition is laid against what the path adds in that year, a sum until then against the path's.

    A promise stands for what it may be rounded from: 22 is up to 22.5, and enough for a path that asks 22.4.
    """
    value = promised.high if promised.bound in {Bound.AT_MOST, Bound.BELOW} else promised.low
    if value is None:
        return _open(Why.NO_NUMBER)
    if promised.year is not None and promised.year != year:
        return _open(Why.NOT_THIS_YEAR)
    asked = _asked_in_total(promised, path, year) if path.cumulative else _asked(promised.basis, path, year)
    if asked is None:
        return _open(Why.NO_PATH)
    needed, working = asked
    half = _half_of_last_digit(value)
    if promised.basis is Basis.ANNUAL_GROWTH:
        if promised.unit.printed != _PERCENT:
            return _open(Why.UNITS)
        return _compared(needed, value, half, path.direction, _PERCENT, working)
    try:
        own = convert(value, promised.unit, path.unit)
        half = convert(half, promised.unit, path.unit)
    except UnitMismatch:
        return _open(Why.UNITS)
    return _compared(needed, own, half, path.direction, path.unit.printed, working)


def _asked(basis: Basis, path: Path, year: int) -> tuple[Decimal, str] | None:
    now, before = path.values.get(year), path.values.get(year - 1)
    if now is None:
        return None
    if basis in {Basis.LEVEL, Basis.SHARE}:
        return now, f"{year}: {_shown(now)}"
    if before is None:
        return None
    if basis is Basis.ANNUAL_GROWTH:
        if before <= 0:
            return None
        rate = (now / before - 1) * 100
        return rate, f"{_shown(now)} ÷ {_shown(before)} − 1 = {_shown(rate)}%"
    return now - before, f"{_shown(now)} − {_shown(before)} = {_shown(now - before)}"


def _asked_in_total(promised: Promised, path: Path, year: int) -> tuple[Decimal, str] | None:
    if promised.basis is Basis.ANNUAL_GROWTH:
        return _asked(promised.basis, path, year)
    if year not in path.values:
        return None
    if not promised.in_total:
        return path.values[year], f"{year}: {_shown(path.values[year])}"
    parts = [value for one, value in sorted(path.values.items()) if one <= year]
    total = sum(parts, Decimal(0))
    return total, f"{' + '.join(_shown(one) for one in parts)} = {_shown(total)}"


def _compared(
    needed: Decimal, promised: Decimal, half: Decimal, direction: Direction, unit: str, working: str
) -> Comparison:
    short = promised + half < needed if direction is Direction.RISE else promised - half > needed
    return Comparison(Verdict.SHORT if short else Verdict.ENOUGH, needed, promised, promised - needed, unit, working)


def _open(why: Why) -> Comparison:
    return Comparison(Verdict.UNKNOWN, why=why)


def _half_of_last_digit(value: Decimal) -> Decimal:
    exponent = value.as_tuple().exponent
    return Decimal(5).scaleb(int(exponent) - 1) if isinstance(exponent, int) else Decimal(0)


def _shown(value: Decimal) -> str:
    return f"{round(value, 2).normalize():f}"
