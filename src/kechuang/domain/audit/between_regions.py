"""One region's table about another, against that region's own plan (引用他地数据)."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from kechuang.domain.audit.figures import Figure, Place, Role, same_region
from kechuang.domain.audit.ledger import Ledger, sources_of
from kechuang.domain.audit.spans import apart, shown
from kechuang.domain.finding import Finding, Severity

_PARTICULAR = 3  # so many digits do not agree by chance
_FAR = Decimal("1.7")  # so many times another a year apart is another measure, or wrong


def check_regional_tables(table: Ledger, own: Ledger) -> Iterator[Finding]:
    """What one plan's table says of another region, against that region's own plan."""
    region = own.plan.identity.region
    if region is None:
        return
    theirs: defaultdict[str, list[tuple[Figure, Figure]]] = defaultdict(list)
    for figure in table.figures:
        if (
            figure.region is None
            or figure.place is not Place.TABLE
            or not same_region(figure.region, region.name, own.vocabulary)
        ):
            continue
        for other in _comparable(own, figure):
            theirs[figure.table or ""].append((figure, other))
    for name, pairs in theirs.items():
        yield from _wrong_year(name, pairs, region.name)
        for figure, other in pairs:
            yield from _differs(figure, other, region.name, own)


def _comparable(own: Ledger, figure: Figure) -> list[Figure]:
    """What a region's own plan tells of the measure a table gives for it, in the same year or the next to it."""
    for key in (figure.key, *own.kin(figure.key)):
        told = [one for one in own.by_key.get(key, ()) if one.role is Role.PAST and one.sure and _like(one, figure)]
        near = [one for one in told if abs((one.year or 0) - (figure.year or 0)) <= 1]
        best: dict[Decimal, Figure] = {}
        for one in sorted(near, key=lambda one: abs((one.year or 0) - (figure.year or 0))):
            best.setdefault(one.amount, one)
        if best:
            return list(best.values())[:2]
    return []


def _like(one: Figure, figure: Figure) -> bool:
    return one.dimension == figure.dimension or (one.key != figure.key and one.unit.base == figure.unit.base)


def _differs(figure: Figure, other: Figure, region: str, own: Ledger) -> Iterator[Finding]:
    details = {
        "region": region, "measure": figure.measure, "table": figure.printed, "year": str(figure.year), "own": other.printed,
        "other": str(other.year), "document": other.source.document,
    }  # fmt: skip
    if figure.year == other.year:
        if apart(figure.span, other.span):
            difference = f"{figure.printed} ≠ {other.printed}"
            yield Finding("between.region-differs", Severity.WARNING, sources_of((figure, other)), details, difference)
        return
    low, high = sorted((figure.amount, other.amount))
    if low > 0 and high / low >= _FAR and low >= 1:
        yield Finding(
            "between.region-far",
            Severity.WARNING,
            sources_of((figure, other)),
            details,
            f"{shown(high)} ÷ {shown(low)} = {shown(high / low, 3)}",
        )
    later_less = (
        figure.year is not None
        and other.year is not None
        and (figure.year < other.year) == (figure.amount > other.amount)
    )
    counts = figure.unit.base == "个" and figure.amount != other.amount
    if counts and later_less and high < low * 2 and own.falls(other) is False:
        sign = f"{figure.printed} ({figure.year}) vs {other.printed} ({other.year})"
        yield Finding("between.region-shrinks", Severity.WARNING, sources_of((figure, other)), details, sign)


def _wrong_year(name: str, pairs: list[tuple[Figure, Figure]], region: str) -> Iterator[Finding]:
    """Values that equal the region's own of another year, several of them: the table's year is off."""
    same = [
        (figure, other) for figure, other in pairs if figure.year != other.year and not apart(figure.span, other.span)
    ]
    right = [
        (figure, other) for figure, other in pairs if figure.year == other.year and not apart(figure.span, other.span)
    ]
    if len(same) >= 1 and not right and any(_telling(figure) for figure, _ in same):
        figures = [figure for pair in same for figure in pair]
        first, other = same[0]
        details = {
            "region": region, "table": name, "year": str(first.year), "other": str(other.year), "count": str(len(same)),
            "measures": "; ".join(figure.measure for figure, _ in same),
        }  # fmt: skip
        arithmetic = "; ".join(f"{a.printed} ({a.year}) = {b.printed} ({b.year})" for a, b in same)
        yield Finding("between.region-year", Severity.WARNING, sources_of(figures), details, arithmetic)


def _telling(figure: Figure) -> bool:
    """Whether a number is too particular to agree by chance: three figures or more, or an exact count."""
    return figure.span.width == 0 or len(figure.value.as_tuple().digits) >= _PARTICULAR
