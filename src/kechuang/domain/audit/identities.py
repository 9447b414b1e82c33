"""Identities between statements (恒等关系): intensity × product = spending, a part within its whole, the product implied."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import combinations, pairwise

from kechuang.domain.audit.figures import Figure, Role
from kechuang.domain.audit.ledger import Ledger, listed, sources_of
from kechuang.domain.audit.spans import Span, apart, below, over, shown, shown_span
from kechuang.domain.finding import Abstention, Finding, Severity
from kechuang.domain.indicators.definition import MeasureKind, Ratio, Within

_SHRINKS = Decimal("0.95")  # an implied economy below this of today's is no rounding of the printed values
_JUMPS_UP, _JUMPS_DOWN = Decimal("1.18"), Decimal("0.90")  # no economy grows or shrinks so in a year
_GROWING = (
    "gdp",
    "population",
    "employed",
    "industrial_revenue",
    "industrial_output",
    "industrial_value_added",
    "public_spending",
)


def check_ratios(ledger: Ledger) -> Iterator[Finding | Abstention]:
    """``ratio = part / whole``: where all three are given for one year they fit."""
    for relation in ledger.catalogue.relations:
        if isinstance(relation, Ratio):
            for year, role in _moments(ledger, relation.ratio, relation.part):
                yield from _ratio_at(ledger, relation, year, role)


def _moments(ledger: Ledger, first: str, second: str) -> list[tuple[int, Role]]:
    def when(key: str) -> set[tuple[int, Role]]:
        return {(one.year, one.role) for one in ledger.by_key.get(key, ()) if one.year is not None}

    return sorted(when(first) & when(second))


def _usable(ledger: Ledger, key: str, year: int, role: Role) -> Figure | None:
    """The figure that speaks for a measure: one in its own dimension that no other contradicts."""
    found = [one for one in ledger.of(key, year, role) if one.dimension == key]
    best = ledger.best(found)
    return best if best is not None and not any(apart(best.span, one.span) for one in found) else None


def _ratio_at(ledger: Ledger, relation: Ratio, year: int, role: Role) -> Iterator[Finding]:
    ratio, part, whole = (_usable(ledger, key, year, role) for key in (relation.ratio, relation.part, relation.whole))
    if ratio is None or part is None or whole is None:
        return
    right = over(part.span, whole.span)
    if right is not None and apart(right.times(relation.scale), ratio.span):
        computed = part.span.low is not None and whole.span.low is not None
        value = (part.span.low or Decimal(0)) / whole.span.low * relation.scale if computed and whole.span.low else None
        printed = (
            shown(_middle(part.span) / _middle(whole.span) * relation.scale) if value is not None else shown_span(right)
        )
        details = {
            "ratio": ratio.measure, "part": part.measure, "whole": whole.measure, "year": str(year),
            "stated": ratio.printed, "right": printed,
        }  # fmt: skip
        arithmetic = f"{part.printed} ÷ {whole.printed} = {printed}{ratio.unit.printed} ≠ {ratio.printed}"
        yield Finding("identity.ratio", Severity.ERROR, sources_of((ratio, part, whole)), details, arithmetic)


def _middle(span: Span) -> Decimal:
    if span.low is None or span.high is None:
        return span.low if span.low is not None else span.high if span.high is not None else Decimal(0)
    return (span.low + span.high) / 2


def check_implied(ledger: Ledger) -> Iterator[Finding | Abstention]:
    """Spending and its share of the product imply the product: promised, it must not be smaller than today's."""
    for relation in ledger.catalogue.relations:
        if not isinstance(relation, Ratio) or relation.whole not in _GROWING:
            continue
        moments = _moments(ledger, relation.ratio, relation.part)
        now = [year for year, role in moments if role is Role.PAST and year == ledger.base_year]
        for year, role in moments:
            if role is Role.PROMISE and now:
                yield from _implied(ledger, relation, now[-1], year)


def _implied(ledger: Ledger, relation: Ratio, now: int, then: int) -> Iterator[Finding | Abstention]:
    was = _usable(ledger, relation.part, now, Role.PAST), _usable(ledger, relation.ratio, now, Role.PAST)
    shall = _usable(ledger, relation.part, then, Role.PROMISE), _usable(ledger, relation.ratio, then, Role.PROMISE)
    if was[0] is None or was[1] is None or shall[0] is None or shall[1] is None:
        return
    today, later = over(was[0].span, was[1].span), over(shall[0].span, shall[1].span)
    if today is None or later is None or later.high is None:
        return
    before, after = _middle(was[0].span) / _middle(was[1].span), _middle(shall[0].span) / _middle(shall[1].span)
    figures = [*was, *shall]
    known = [one for one in figures if one is not None]
    whole = ledger.catalogue[relation.whole]
    scale = relation.scale
    details = {
        "whole": whole.name, "part": shall[0].measure, "then": str(then), "now": str(now),
        "later": shown(after * scale), "today": shown(before * scale), "unit": whole.unit,
        "change": shown((1 - after / before) * 100, 3),
    }  # fmt: skip
    arithmetic = (
        f"{then}: {shall[0].printed} ÷ {shall[1].printed} = {shown(after * scale)}{whole.unit} {shown_span(later.times(scale))}; "
        f"{now}: {was[0].printed} ÷ {was[1].printed} = {shown(before * scale)}{whole.unit} {shown_span(today.times(scale))}"
    )
    if below(later, today):
        yield Finding("identity.implied-whole", Severity.ERROR, sources_of(known), details, arithmetic)
    elif after < before * _SHRINKS:
        yield Finding("identity.implied-whole-printed", Severity.WARNING, sources_of(known), details, arithmetic)
        yield Abstention(
            "identity.implied-whole",
            "abstained.rounding",
            sources_of(known),
            {"measure": whole.name, "stated": arithmetic},
        )


def check_within(ledger: Ledger) -> Iterator[Finding]:
    """A part is never larger than the whole the catalogue names for it."""
    for relation in ledger.catalogue.relations:
        if not isinstance(relation, Within):
            continue
        for year, role in _moments(ledger, relation.part, relation.whole):
            parts = [one for one in ledger.of(relation.part, year, role) if one.dimension == relation.part]
            wholes = [one for one in ledger.of(relation.whole, year, role) if one.dimension == relation.whole]
            part, whole = ledger.best(parts), ledger.best(wholes)
            if part is None or whole is None or not _comparable(ledger, part, whole):
                continue
            if below(whole.span, part.span):
                details = {
                    "part": part.measure,
                    "whole": whole.measure,
                    "year": str(year),
                    "values": listed((part, whole)),
                }
                yield Finding(
                    "identity.part-over-whole",
                    Severity.WARNING,
                    sources_of((part, whole)),
                    details,
                    f"{part.printed} > {whole.printed}",
                )


def _comparable(ledger: Ledger, part: Figure, whole: Figure) -> bool:
    if part.table is not None and part.table == whole.table:
        return False  # rows of one table are asked row by row
    first, second = ledger.catalogue[part.key], ledger.catalogue[whole.key]
    return first.unit == second.unit and (
        first.kind is second.kind or MeasureKind.RATIO not in (first.kind, second.kind)
    )


def check_same_whole(ledger: Ledger) -> Iterator[Finding]:
    """Two shares of one whole, each beside its part, imply the same whole."""
    relations = [one for one in ledger.catalogue.relations if isinstance(one, Ratio) and one.whole in _GROWING]
    for first, second in combinations(relations, 2):
        if first.whole != second.whole or ledger.base_year is None:
            continue
        one, other = (_whole_of(ledger, relation, ledger.base_year) for relation in (first, second))
        if one is None or other is None or not apart(one[0], other[0]):
            continue
        whole = ledger.catalogue[first.whole]
        values = [_middle(span) for span, _ in (one, other)]
        details = {
            "whole": whole.name, "year": str(ledger.base_year), "first": f"{shown(values[0])}{whole.unit}",
            "second": f"{shown(values[1])}{whole.unit}",
        }  # fmt: skip
        arithmetic = "; ".join(
            f"{part.printed} ÷ {ratio.printed} = {shown(value)}{whole.unit} {shown_span(span)}"
            for (span, (part, ratio)), value in zip((one, other), values, strict=True)
        )
        figures = (*one[1], *other[1])
        yield Finding("identity.two-wholes", Severity.WARNING, sources_of(figures), details, arithmetic)


def _whole_of(ledger: Ledger, relation: Ratio, year: int) -> tuple[Span, tuple[Figure, Figure]] | None:
    """What a part and its share imply, where a share agrees with nothing that contradicts it by far."""
    part = ledger.best([one for one in ledger.of(relation.part, year, Role.PAST) if one.dimension == relation.part])
    ratio = ledger.best([one for one in ledger.of(relation.ratio, year, Role.PAST) if one.dimension == relation.ratio])
    if part is None or ratio is None:
        return None
    whole = over(part.span, ratio.span)
    return None if whole is None else (whole.times(relation.scale), (part, ratio))


def check_regions(ledger: Ledger) -> Iterator[Finding]:
    """In a table of regions and years, amount and share imply the whole behind them: it moves slowly from year to year."""
    regions = {one.region for one in ledger.figures if one.region is not None}
    for relation in ledger.catalogue.relations:
        if not isinstance(relation, Ratio) or relation.whole not in _GROWING:
            continue
        for region in sorted(regions):
            yield from _jumps(ledger, relation, region)


def _finest(ledger: Ledger, figures: Iterable[Figure]) -> int:
    """To how many digits a table prints a measure: a 2 among 1.7 and 2.3 is 2.0."""
    mine = next(iter(figures), None)
    same = [one for one in ledger.figures if mine is not None and one.table == mine.table and one.key == mine.key]
    return min((int(one.value.as_tuple().exponent) for one in same), default=0)


def _as_exact(figure: Figure, exponent: int) -> Span:
    half = Decimal(1).scaleb(exponent) / 2 * (figure.amount / figure.value if figure.value else Decimal(1))
    return Span(figure.amount - half, figure.amount + half, high_open=True)


def _jumps(ledger: Ledger, relation: Ratio, region: str) -> Iterator[Finding]:
    mine = [one for one in ledger.figures if one.region == region and one.year is not None and one.role is Role.PAST]
    parts = {one.year: one for one in mine if one.key == relation.part and one.dimension == relation.part}
    ratios = {one.year: one for one in mine if one.key == relation.ratio and one.dimension == relation.ratio}
    years = sorted(year for year in parts if year in ratios and year is not None)
    fine = _finest(ledger, parts.values()), _finest(ledger, ratios.values())
    for early, late in pairwise(years):
        first, second = (
            over(_as_exact(parts[year], fine[0]), _as_exact(ratios[year], fine[1])) for year in (early, late)
        )
        if first is None or second is None or late - early != 1:
            continue
        change = over(second, first)
        if change is None or change.low is None or change.high is None:
            continue
        if change.low > _JUMPS_UP or change.high < _JUMPS_DOWN:
            figures = (parts[early], ratios[early], parts[late], ratios[late])
            whole = ledger.catalogue[relation.whole]
            values = [_middle(parts[year].span) / _middle(ratios[year].span) * relation.scale for year in (early, late)]
            arithmetic = "; ".join(
                f"{year}: {parts[year].printed} ÷ {ratios[year].printed} = {shown(value)}{whole.unit}"
                for year, value in zip((early, late), values, strict=True)
            )
            details = {
                "region": region, "whole": whole.name, "first": str(early), "second": str(late),
                "change": shown((values[1] / values[0] - 1) * 100, 3),
            }  # fmt: skip
            yield Finding("identity.implied-jump", Severity.NOTE, sources_of(figures), details, arithmetic)
