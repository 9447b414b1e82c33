"""What is checked while a return is filled in (录入校验): each check is a small generator over frozen facts.

An error cannot be true and blocks; a warning is asked back and may stand with a reason. Each finding shows its working.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from kechuang.domain.audit.spans import Span, apart, below, over, plus
from kechuang.domain.collection.entry import CellState, written
from kechuang.domain.collection.history import History, JumpRule, find_jump
from kechuang.domain.finding import Severity
from kechuang.domain.indicators.definition import Growth, Ratio, Relation, Sum, Within


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a return as it is checked.

    ``key`` and ``factor`` tie it to the catalogue: how many of the definition's own unit one of ``unit`` is. ``low`` to
    ``high`` is what is possible at all, in ``unit``; ``history`` approved values of the same period in earlier years;
    ``below`` what the organisations below reported in this round, empty where a total says nothing about them.
    """

    id: int
    name: str
    unit: str
    state: CellState
    value: Decimal | None
    required: bool = True
    key: str = ""
    factor: Decimal = Decimal(1)
    counted: bool = False
    low: Decimal | None = None
    high: Decimal | None = None
    history: History = ()
    below: tuple[tuple[str, Decimal], ...] = ()


@dataclass(frozen=True, slots=True)
class PlanRatio:
    """What the plan itself says a ratio is: field ``ratio`` = ``part`` / ``whole`` × ``scale`` in the units that are printed.

    It goes before what the catalogue says of the same field.
    """

    ratio: int
    part: int
    whole: int
    scale: Decimal


@dataclass(frozen=True, slots=True)
class Limits:
    """The numbers of the rulebook on the closing day of the round."""

    jump: JumpRule
    same_digits: int
    zero_from: Decimal


@dataclass(frozen=True)
class Facts:
    """A return as it is checked: its year, its fields, what must hold between them, and the limits of the day."""

    year: int
    fields: tuple[Field, ...]
    relations: tuple[Relation, ...]
    limits: Limits
    ratios: tuple[PlanRatio, ...] = ()

    def of(self, key: str) -> Field | None:
        """The field of a catalogue key that has a number."""
        return next((one for one in self.fields if one.key == key and one.value is not None), None)


@dataclass(frozen=True)
class EntryFinding:
    """What a check says of a field: ``details`` fill the wordings ``{rule}.says`` and ``{rule}.remedy``; ``working`` is in
    figures and signs only.
    """

    rule: str
    severity: Severity
    field_id: int
    details: Mapping[str, str] = field(default_factory=dict)
    working: str = ""

    @property
    def id(self) -> str:
        """Names this finding over this working: a reason that was given no longer counts once a figure has changed."""
        return f"{self.rule}:{hashlib.sha256(self.working.encode()).hexdigest()[:12]}"


def check_return(facts: Facts) -> list[EntryFinding]:
    """Everything the checks say, in the order of the fields."""
    found = [finding for check in CHECKS for finding in check(facts)]
    place = {one.id: index for index, one in enumerate(facts.fields)}
    return sorted(found, key=lambda one: place[one.field_id])


def check_missing(facts: Facts) -> Iterator[EntryFinding]:
    """Every required field says something; 不适用 is something."""
    for one in facts.fields:
        if one.required and one.state is CellState.BLANK:
            yield EntryFinding("entry.missing", Severity.ERROR, one.id, {"name": one.name})


def check_range(facts: Facts) -> Iterator[EntryFinding]:
    """No number lies outside what is possible."""
    for one in facts.fields:
        if one.value is None:
            continue
        details = {"name": one.name, "unit": one.unit}
        if one.low is not None and one.value < one.low:
            rule = "entry.sign" if one.low == 0 else "entry.range"
            yield EntryFinding(rule, Severity.ERROR, one.id, details, f"{written(one.value)} < {written(one.low)}")
        if one.high is not None and one.value > one.high:
            working = f"{written(one.value)} > {written(one.high)}"
            yield EntryFinding("entry.range", Severity.ERROR, one.id, details, working)
        if one.counted and one.value != one.value.to_integral_value():
            yield EntryFinding("entry.not-whole", Severity.WARNING, one.id, details, written(one.value))


def check_relations(facts: Facts) -> Iterator[EntryFinding]:
    """What must hold between indicators holds, within what rounding leaves open."""
    for one in facts.ratios:
        yield from _plan_ratio(facts, one)
    said = {one.ratio for one in facts.ratios}
    for relation in facts.relations:
        match relation:
            case Within():
                yield from _within(facts, relation)
            case Sum():
                yield from _sum(facts, relation)
            case Ratio():
                ratio = facts.of(relation.ratio)
                if ratio is not None and ratio.id not in said:
                    yield from _ratio(facts, relation)
            case Growth():
                yield from _growth(facts, relation)


def _within(facts: Facts, relation: Within) -> Iterator[EntryFinding]:
    part, whole = facts.of(relation.part), facts.of(relation.whole)
    if part is not None and whole is not None and below(_span(whole), _span(part)):
        details = {"part": part.name, "whole": whole.name}
        working = f"{_printed(part)} > {_printed(whole)}"
        yield EntryFinding("entry.part-over-whole", Severity.ERROR, part.id, details, working)


def _sum(facts: Facts, relation: Sum) -> Iterator[EntryFinding]:
    total, given = facts.of(relation.total), [facts.of(part) for part in relation.parts]
    parts = [part for part in given if part is not None]
    if total is None or not parts:
        return
    added, details = plus(*(_span(part) for part in parts)), {"total": total.name}
    shown = f"{' + '.join(_printed(part) for part in parts)} = {written(_added(parts))}"
    if below(_span(total), added):
        yield EntryFinding(
            "entry.sum-over-total", Severity.ERROR, total.id, details, f"{shown} > {written(_own(total))}"
        )
    elif relation.exhaustive and len(parts) == len(given) and apart(_span(total), added):
        yield EntryFinding("entry.sum", Severity.ERROR, total.id, details, f"{shown} ≠ {written(_own(total))}")


def _ratio(facts: Facts, relation: Ratio) -> Iterator[EntryFinding]:
    ratio, part, whole = facts.of(relation.ratio), facts.of(relation.part), facts.of(relation.whole)
    if ratio is None or part is None or whole is None or not whole.value:
        return
    right = over(_span(part), _span(whole))
    if right is not None and apart(right.times(relation.scale), _span(ratio)):
        computed = _own(part) / _own(whole) * relation.scale / ratio.factor
        details = {"ratio": ratio.name, "part": part.name, "whole": whole.name}
        working = f"{_printed(part)} ÷ {_printed(whole)} = {_three(computed)}{ratio.unit} ≠ {_printed(ratio)}"
        yield EntryFinding("entry.ratio", Severity.WARNING, ratio.id, details, working)


def _plan_ratio(facts: Facts, own: PlanRatio) -> Iterator[EntryFinding]:
    known = {one.id: one for one in facts.fields if one.value is not None}
    ratio, part, whole = known.get(own.ratio), known.get(own.part), known.get(own.whole)
    if ratio is None or part is None or whole is None or part.value is None or not whole.value:
        return
    right = over(_rounded(part.value), _rounded(whole.value))
    if right is not None and apart(right.times(own.scale), _rounded(ratio.value)):
        details = {"ratio": ratio.name, "part": part.name, "whole": whole.name}
        plain = own.scale == 1 or (own.scale == 100 and ratio.unit == "%")
        times = "" if plain else f" × {written(own.scale)}"
        computed = _three(part.value / whole.value * own.scale)
        working = f"{_printed(part)} ÷ {_printed(whole)}{times} = {computed}{ratio.unit} ≠ {_printed(ratio)}"
        yield EntryFinding("entry.ratio", Severity.WARNING, ratio.id, details, working)


def _growth(facts: Facts, relation: Growth) -> Iterator[EntryFinding]:
    growth, of = facts.of(relation.growth), facts.of(relation.of)
    before = dict(of.history).get(facts.year - 1) if of is not None else None
    if growth is None or of is None or of.value is None or not before or before <= 0:
        return
    now, then = _rounded(of.value), _rounded(before)
    change = over(now, then)
    if change is not None and apart(change.shifted(Decimal(-1)).times(Decimal(100)), _rounded(growth.value)):
        computed = (of.value / before - 1) * 100
        details = {"growth": growth.name, "of": of.name}
        working = f"{_printed(of)} ÷ {written(before)} − 1 = {_three(computed)}% ≠ {_printed(growth)}"
        yield EntryFinding("entry.growth", Severity.WARNING, growth.id, details, working)


def check_history(facts: Facts) -> Iterator[EntryFinding]:
    """No number leaps against its own history; one that fits with the point moved is a slip of unit."""
    for one in facts.fields:
        if one.value is None or not one.history:
            continue
        jump = find_jump(one.history, facts.year, one.value, facts.limits.jump, counted=one.counted)
        last_year, last = one.history[-1]
        if one.value == 0 and last >= facts.limits.zero_from:
            details = {"name": one.name, "last": written(last), "year": str(last_year)}
            yield EntryFinding("entry.zero", Severity.WARNING, one.id, details, f"{last_year}: {written(last)} → 0")
        elif jump is not None:
            working = f"{last_year}: {written(last)} → {facts.year}: {written(one.value)}"
            bounds = {"low": written(jump.low), "high": written(jump.high)}
            details = {"name": one.name, "unit": one.unit} | bounds
            if jump.factor is None:
                yield EntryFinding("entry.jump", Severity.WARNING, one.id, details, working)
            else:
                fitting = one.value / jump.factor
                working += f"; {written(one.value)} → {_three(fitting)}"
                details |= {"factor": _times(jump.factor)}
                yield EntryFinding("entry.slip", Severity.WARNING, one.id, details, working)


def check_same(facts: Facts) -> Iterator[EntryFinding]:
    """A number with enough digits to change that is last year's to the digit is asked back, and 不适用 after a number too."""
    for one in facts.fields:
        before = dict(one.history).get(facts.year - 1)
        if before is None:
            continue
        details = {"name": one.name, "year": str(facts.year - 1)}
        if one.value is not None and one.value == before and _digits(one.value) >= facts.limits.same_digits:
            working = f"{facts.year - 1}: {written(before)} = {facts.year}: {written(one.value)}"
            yield EntryFinding("entry.same", Severity.WARNING, one.id, details, working)
        if one.state is CellState.NOT_APPLICABLE:
            working = f"{facts.year - 1}: {written(before)}"
            yield EntryFinding("entry.no-longer-applicable", Severity.WARNING, one.id, details, working)


def check_below(facts: Facts) -> Iterator[EntryFinding]:
    """A total that the organisations below make up is the sum of what they reported."""
    for one in facts.fields:
        if one.value is None or not one.below:
            continue
        added = plus(*(_rounded(value) for _, value in one.below))
        if apart(_rounded(one.value), added):
            total = sum((value for _, value in one.below), Decimal(0))
            shown = " + ".join(written(value) for _, value in one.below)
            working = f"{shown} = {written(total)} ≠ {written(one.value)}"
            yield EntryFinding("entry.below", Severity.WARNING, one.id, {"name": one.name}, working)


Check = Callable[[Facts], Iterator[EntryFinding]]
CHECKS: tuple[Check, ...] = (check_missing, check_range, check_relations, check_history, check_same, check_below)


def _rounded(value: Decimal | None) -> Span:
    """All a number can stand for: half of its last digit either way; a whole number stands for itself."""
    assert value is not None
    exponent = value.normalize().as_tuple().exponent
    if not isinstance(exponent, int) or exponent >= 0:
        return Span(value, value)
    half = Decimal(5).scaleb(exponent - 1)
    return Span(value - half, value + half, high_open=True)


def _span(one: Field) -> Span:
    return _rounded(one.value).times(one.factor)


def _own(one: Field) -> Decimal:
    return (one.value or Decimal(0)) * one.factor


def _added(parts: list[Field]) -> Decimal:
    return sum((_own(part) for part in parts), Decimal(0))


def _printed(one: Field) -> str:
    return f"{written(one.value or Decimal(0))}{one.unit}"


def _three(value: Decimal) -> str:
    return written(Decimal(f"{value:.4g}"))


def _times(factor: Decimal) -> str:
    return f"÷{written(factor)}" if factor > 1 else f"×{written(1 / factor)}"


def _digits(value: Decimal) -> int:
    return len(value.normalize().as_tuple().digits) if value else 0
