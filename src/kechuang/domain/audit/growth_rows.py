"""Growth that an indicator table states, against baseline and target of the same row."""

from collections.abc import Iterator
from decimal import Decimal

from kechuang.domain.audit.figures_reading import span_of
from kechuang.domain.audit.ledger import Ledger
from kechuang.domain.audit.spans import Span, apart, below, exactly, loose, minus, over, shown, yearly_rate
from kechuang.domain.finding import Finding, Severity
from kechuang.domain.quantity import Bound
from kechuang.domain.units import read_unit


def check_change_column(ledger: Ledger) -> Iterator[Finding]:
    """The third column of an indicator table (年均增速, 累计, 增减) against baseline and target beside it."""
    for row in ledger.plan.indicators:
        change, first, last = row.change, row.baseline, row.target
        if change is None or change.value is None or first is None or last is None:
            continue
        if (
            None in (first.value, last.value, first.year, last.year)
            or first.bound is not Bound.EQUAL
            or last.bound is not Bound.EQUAL
        ):
            continue
        assert first.value is not None and last.value is not None and first.year is not None and last.year is not None  # noqa: PT018
        unit = read_unit(row.unit or "", ledger.vocabulary)
        begun = span_of(first.value, first.value, first.value, Bound.EQUAL, unit, Decimal(1))
        ended = span_of(last.value, last.value, last.value, Bound.EQUAL, unit, Decimal(1))
        kind = "percent" if "%" in change.text and row.unit != "%" and change.kind != "annual_growth" else change.kind
        right = _column(kind, first.value, last.value, begun, ended, last.year - first.year)
        if right is None or change.bound is not Bound.EQUAL or first.cumulative or last.cumulative:
            continue
        value, span, working = right
        if apart(loose(change.value), span) and apart(
            loose(abs(change.value)), Span(abs(span.low or Decimal(0)), abs(span.high or Decimal(0)))
        ):
            details = {"measure": row.name, "stated": change.text, "right": shown(value)}
            yield Finding("growth.change-column", Severity.ERROR, (row.source,), details, working)


def _column(
    kind: str, first: Decimal, last: Decimal, begun: Span, ended: Span, years: int
) -> tuple[Decimal, Span, str] | None:
    if kind == "annual_growth" and begun.positive and ended.positive and years > 0:
        rate = yearly_rate(last / first, years)
        low = yearly_rate((ended.low or last) / (begun.high or first), years)
        high = yearly_rate((ended.high or last) / (begun.low or first), years)
        return rate, Span(low, high), f"({last:f} ÷ {first:f})^(1/{years}) − 1 = {shown(rate)}%"
    ratio = over(ended, begun)
    if kind == "percent" and ratio is not None:
        rate = (last / first - 1) * 100
        return rate, ratio.shifted(Decimal(-1)).times(Decimal(100)), f"{last:f} ÷ {first:f} − 1 = {shown(rate)}%"
    if kind in {"cumulative", "change"}:
        return last - first, minus(ended, begun), f"{last:f} − {first:f} = {shown(last - first)}"
    return None


def check_doubling(ledger: Ledger) -> Iterator[Finding]:
    """A row marked as to be doubled (倍增) at least doubles."""
    for row in ledger.plan.indicators:
        if "doubling" not in row.flags or row.baseline is None or row.target is None:
            continue
        first, last = row.baseline.value, row.target.value
        if first is None or last is None or first <= 0:
            continue
        unit = read_unit(row.unit or "", ledger.vocabulary)
        ended = span_of(last, row.target.low, row.target.high, row.target.bound, unit, Decimal(1))
        begun = span_of(first, first, first, Bound.EQUAL, unit, Decimal(1))
        ratio = over(ended, begun)
        if ratio is not None and below(ratio, exactly(Decimal(2))):
            details = {"measure": row.name, "from": f"{first:f}", "to": f"{last:f}", "ratio": shown(last / first)}
            yield Finding(
                "growth.not-doubled",
                Severity.ERROR,
                (row.source,),
                details,
                f"{last:f} ÷ {first:f} = {shown(last / first)} < 2",
            )
