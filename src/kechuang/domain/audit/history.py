"""What is said of the last plan (上期评价): success claimed for missed targets, zeros beside activity, five years for one."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal

from kechuang.domain.audit.figures import Figure, Place, Role
from kechuang.domain.audit.ledger import Ledger, Sentence, sources_of
from kechuang.domain.audit.spans import apart, plus, shown
from kechuang.domain.finding import Finding, Severity
from kechuang.domain.indicators.definition import MeasureKind
from kechuang.domain.plans.plan import Indicator
from kechuang.domain.source import Source

_SIGNS = 3  # how many characters of a measure a sentence has to name


def check_success(ledger: Ledger) -> Iterator[Finding]:
    """Success claimed in words for measures that the table shows to have missed their targets."""
    missed = [row for row in ledger.plan.indicators if _is_missed(row)]
    if not missed:
        return
    for sentence in ledger.sentences:
        if not ledger.has(sentence.text, "success"):
            continue
        named = [row for row in missed if _names(ledger, sentence, row)]
        if named:
            cells = [cell for row in named for cell in (row.target, row.actual) if cell is not None]
            sources: tuple[Source, ...] = (_claim(ledger, sentence), *(cell.source for cell in cells))
            rows = "; ".join(f"{row.name} {_text(row.actual)} < {_text(row.target)}" for row in named)
            details = {
                "measures": ", ".join(row.name for row in named),
                "missed": str(len(missed)),
                "all": str(_compared(ledger)),
            }
            yield Finding("history.success-missed", Severity.WARNING, sources, details, rows)


def _text(cell: object) -> str:
    return str(getattr(cell, "text", ""))


def _is_missed(row: Indicator) -> bool:
    expected = "expected_vs_actual" in row.flags and row.target is not None and row.actual is not None
    if not expected or row.target is None or row.actual is None or row.target.value is None or row.actual.value is None:
        return False
    return row.actual.value < row.target.value


def _compared(ledger: Ledger) -> int:
    return sum("expected_vs_actual" in row.flags for row in ledger.plan.indicators)


def _claim(ledger: Ledger, sentence: Sentence) -> Source:
    return ledger.document.source(sentence.start, sentence.end)


def _names(ledger: Ledger, sentence: Sentence, row: Indicator) -> bool:
    wanted = ledger.catalogue.match(row.name, row.unit or "")
    wanted_key = wanted.key if wanted else _alias(ledger, row)
    for name in re.split(r"[，、。；：]|指标|等", sentence.text):
        plain = name.strip()
        if len(plain) < _SIGNS:
            continue
        match = ledger.catalogue.match(plain)
        keys = {match.key} if match else set()
        if match:
            keys |= {
                key
                for relation in ledger.catalogue.relations_of(match.key)
                for key in [getattr(relation, "ratio", "")]
                if getattr(relation, "part", "") == match.key
            }
        if wanted_key in keys or plain == row.name:
            return True
    return False


def _alias(ledger: Ledger, row: Indicator) -> str | None:
    figure = next((one for one in ledger.figures if row.actual and one.source == row.actual.source), None)
    return figure.key if figure and figure.known else None


def check_zero(ledger: Ledger) -> Iterator[Finding]:
    """A share of exactly nothing where its own part is there: not reported, or rounded away."""
    for relation in ledger.catalogue.relations:
        ratio, part = getattr(relation, "ratio", None), getattr(relation, "part", None)
        if ratio is None or part is None:
            continue
        zeros = [one for one in ledger.by_key.get(ratio, ()) if one.value == 0 and one.role is Role.PAST and one.known]
        for zero in zeros[:1]:
            active = _activity(ledger, part, zero)
            if active:
                details = {
                    "measure": zero.measure,
                    "year": str(zero.year),
                    "activity": "; ".join(f"{one.measure} {one.printed}" for one in active),
                }
                yield Finding("history.zero-share", Severity.WARNING, sources_of((zero, *active)), details, "")


def _activity(ledger: Ledger, part: str, zero: Figure) -> list[Figure]:
    """Signs that the part is not nothing: the part itself, or the whole it belongs to."""
    keys = {part} | {
        relation.whole
        for relation in ledger.catalogue.relations_of(part)
        if getattr(relation, "part", "") == part and hasattr(relation, "whole") and not hasattr(relation, "ratio")
    }
    found = [one for key in sorted(keys) for one in ledger.of(key, zero.year, Role.PAST) if one.value > 0]
    return found[:2]


def check_period(ledger: Ledger) -> Iterator[Finding]:
    """A five-year sum that is really the last year's value: 期间……达到 beside a table of the years."""
    for figure in ledger.figures:
        if not _claims_a_period(ledger, figure):
            continue
        yearly = _years(ledger, figure)
        if len(yearly) >= 4 and not apart(yearly[max(yearly)].span, figure.span):
            total = plus(*(one.span for one in yearly.values()))
            if apart(total, figure.span):
                yield _one_year_for_five(figure, yearly)


def _claims_a_period(ledger: Ledger, figure: Figure) -> bool:
    """Whether a sentence says of a flow what it came to over the five years."""
    known = figure.known and figure.year is not None and figure.region is None
    if figure.place is not Place.TEXT or figure.role is not Role.PAST or not known:
        return False
    if ledger.catalogue[figure.key].kind is not MeasureKind.FLOW:
        return False
    sentence = ledger.sentence_of(figure.source)
    before = sentence.text[: figure.source.end - sentence.start]
    begins = re.match(r"\s*“?十.五”?\s*(?:期间|时期)", before) is not None
    return begins and ledger.has(figure.source.text, "reach_words")


def _one_year_for_five(figure: Figure, yearly: Mapping[int, Figure]) -> Finding:
    value = sum((one.value for one in yearly.values()), Decimal(0))
    details = {
        "measure": figure.measure,
        "stated": figure.printed,
        "year": str(max(yearly)),
        "sum": f"{shown(value)}{figure.unit.printed}",
    }
    parts = " + ".join(f"{one.value:f}" for _, one in sorted(yearly.items()))
    arithmetic = f"{parts} = {value:f} ≠ {figure.printed}"
    sources = sources_of((figure, *yearly.values()))
    return Finding("history.one-year-for-five", Severity.WARNING, sources, details, arithmetic)


def _years(ledger: Ledger, figure: Figure) -> dict[int, Figure]:
    found: defaultdict[str, dict[int, Figure]] = defaultdict(dict)
    for one in ledger.by_key.get(figure.key, ()):
        if one.place is Place.TABLE and one.role is Role.PAST and one.year is not None and one.unit == figure.unit:
            found[one.table or ""].setdefault(one.year, one)
    return max(found.values(), key=len, default={})
