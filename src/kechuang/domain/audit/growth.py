"""Growth against its own ends (增幅与起止值): times, percent, percentage points, rates a year, and the words for them."""

from collections.abc import Iterator
from decimal import Decimal

from kechuang.domain.audit.figures import Figure, Role
from kechuang.domain.audit.figures_reading import span_of
from kechuang.domain.audit.ledger import Ledger, sources_of
from kechuang.domain.audit.spans import Span, apart, below, grown, loose, minus, over, rounded, shown, yearly_rate
from kechuang.domain.finding import Abstention, Finding, Severity
from kechuang.domain.indicators.definition import Growth
from kechuang.domain.plans.plan import Basis, Statement
from kechuang.domain.quantity import Bound
from kechuang.domain.source import Source
from kechuang.domain.units import read_unit

_HUNDRED = Decimal(100)
_FAR = 120  # how far behind a claim its change may stand


def check_change(ledger: Ledger) -> Iterator[Finding | Abstention]:
    """A stated change fits the values it leads from and to."""
    for statement in ledger.plan.statements:
        if statement.change is None or statement.to_value is None:
            continue
        start = _start(ledger, statement)
        if start is not None:
            yield from _judge(ledger, statement, *start)


def _start(ledger: Ledger, one: Statement) -> tuple[Decimal, Span, tuple[Source, ...]] | None:
    """The value the change starts from: printed beside it, or what a table gives for five years before."""
    unit = read_unit(one.unit, ledger.vocabulary)
    if one.from_value is not None:
        value = one.from_value
        return value, span_of(value, value, value, Bound.EQUAL, unit, Decimal(1)), ()
    same = [figure for figure in ledger.levels if figure.source == one.source]
    year = one.year or ledger.base_year
    if not same or year is None:
        return None
    earlier = [
        figure
        for figure in ledger.of(same[0].key, year - 5, Role.PAST)
        if figure.dimension == same[0].dimension and figure.sure
    ]
    known = ledger.best(earlier)
    if known is None or known.unit.factor != unit.factor:
        return None
    return known.value, span_of(known.value, known.value, known.value, Bound.EQUAL, unit, Decimal(1)), (known.source,)


def _judge(
    ledger: Ledger, one: Statement, start: Decimal, begun: Span, more: tuple[Source, ...]
) -> Iterator[Finding | Abstention]:
    assert one.change is not None
    assert one.to_value is not None
    unit = read_unit(one.unit, ledger.vocabulary)
    ended = span_of(one.to_value, one.to_value, one.to_value, Bound.EQUAL, unit, Decimal(1))
    ratio = over(ended, begun)
    stated = rounded(one.change)
    candidates = _candidates(ratio, begun, ended)
    right = candidates.get(one.change_kind or "")
    if right is None or not apart(stated, right):
        yield from _named(one, start, stated, candidates, more)
        return
    if not apart(loose(one.change), right):
        reason = {"measure": one.measure, "stated": _worded(one.change, one.change_kind)}
        yield Abstention("growth.change", "abstained.rounding", (one.source, *more), reason)
        return
    yield _wrong(ledger, one, start, stated, candidates, more)


def _candidates(ratio: Span | None, begun: Span, ended: Span) -> dict[str, Span]:
    found = {"absolute": minus(ended, begun), "points": minus(ended, begun)}
    if ratio is not None:
        found["percent"] = ratio.shifted(Decimal(-1)).times(_HUNDRED)
        found["times"] = ratio.shifted(Decimal(-1))
        found["ratio"] = ratio
    return found


def _wrong(
    ledger: Ledger, one: Statement, start: Decimal, stated: Span, candidates: dict[str, Span], more: tuple[Source, ...]
) -> Finding:
    assert one.to_value is not None
    kind = one.change_kind or ""
    rule = f"growth.{kind}" if kind in {"times", "ratio", "percent", "points", "absolute"} else "growth.percent"
    if kind == "times" and "ratio" in candidates and not apart(stated, candidates["ratio"]):
        rule = "growth.times-as-ratio"
    if kind == "percent" and one.unit == "%" and not apart(stated, candidates["points"]):
        rule = "growth.points-as-percent"
    if kind == "points" and "percent" in candidates and not apart(stated, candidates["percent"]):
        rule = "growth.percent-as-points"
    details = {
        "measure": one.measure, "from": f"{start:f}{one.unit}", "to": f"{one.to_value:f}{one.unit}",
        "stated": _worded(one.change, kind), "right": _right(kind, start, one.to_value),
    }  # fmt: skip
    sources = (_with_change(ledger, one), *more)
    return Finding(rule, Severity.ERROR, sources, details, _working(kind, start, one.to_value))


def _with_change(ledger: Ledger, one: Statement) -> Source:
    """The claim together with the change it states, to the end of its clause."""
    text = ledger.document.text
    assert one.change is not None
    limit = min(len(text), one.source.end + _FAR)
    found = text.find(f"{one.change:f}", one.source.start, limit)
    if found < 0:
        return one.source
    end = next((place for place in range(found, limit) if text[place] in "，；、,;。\n"), limit)
    return ledger.document.source(one.source.start, max(end, one.source.end))


def _named(
    one: Statement, start: Decimal, stated: Span, candidates: dict[str, Span], more: tuple[Source, ...]
) -> Iterator[Finding]:
    """A share whose relative change is given in percent reads like percentage points."""
    if one.change_kind == "percent" and one.unit == "%" and one.to_value is not None and "percent" in candidates:
        details = {
            "measure": one.measure, "from": f"{start:f}%", "to": f"{one.to_value:f}%",
            "stated": _worded(one.change, "percent"), "right": shown(one.to_value - start),
        }  # fmt: skip
        yield Finding(
            "growth.percent-of-percent", Severity.WARNING, (one.source, *more), details,
            f"{one.to_value:f} − {start:f} = {shown(one.to_value - start)}",
        )  # fmt: skip


def _worded(change: Decimal | None, kind: str | None) -> str:
    sign = {"percent": "%", "points": " pp"}.get(kind or "", "")
    return f"{change:f}{sign}"


def _right(kind: str, start: Decimal, end: Decimal) -> str:
    if kind in {"absolute", "points"} or start == 0:
        return shown(end - start)
    ratio = end / start
    if kind == "ratio":
        return shown(ratio)
    return shown(ratio - 1) if kind == "times" else f"{shown((ratio - 1) * 100)}%"


def _working(kind: str, start: Decimal, end: Decimal) -> str:
    if kind in {"absolute", "points"} or start == 0:
        return f"{end:f} − {start:f} = {shown(end - start)}"
    if kind == "ratio":
        return f"{end:f} ÷ {start:f} = {shown(end / start)}"
    quotient = f"{end:f} ÷ {start:f} = {shown(end / start)}; {shown(end / start)} − 1 = {shown(end / start - 1)}"
    return quotient if kind == "times" else f"{quotient} = {shown((end / start - 1) * 100)}%"


def check_growth_words(ledger: Ledger) -> Iterator[Finding]:
    """环比 compares with the month, quarter or year before, 同比 with the same time a year before: neither with five years ago."""
    for rule, words in (("growth.chained", "chained"), ("growth.same-period", "same_period")):
        places: list[Source] = []
        for sentence in ledger.sentences:
            found = [word for word in ledger.words(words) if word in sentence.text]
            if found and (words == "same_period" or _speaks_of_five_years(ledger, sentence.start)):
                places += _places(ledger, sentence.start, sentence.end, found)
        if places:
            yield Finding(rule, Severity.WARNING, tuple(places), {"count": str(len(places))}, "")


def _speaks_of_five_years(ledger: Ledger, start: int) -> bool:
    line = ledger.document.text.rfind("\n", 0, start) + 1
    end = ledger.document.text.find("\n", start)
    return ledger.has(ledger.document.text[line : end if end >= 0 else None], "five_years")


def _places(ledger: Ledger, start: int, end: int, found: list[str]) -> Iterator[Source]:
    text = ledger.document.text
    for word in found:
        place = text.find(word, start, end)
        while place >= 0:
            stop = next((at for at in range(place, end) if text[at] in "，；、"), end)
            begin = max(text.rfind(mark, start, max(start, place - 1)) for mark in "，；：") + 1
            yield ledger.document.source(max(begin, start), stop)
            place = text.find(word, stop, end)


def check_rates(ledger: Ledger) -> Iterator[Finding | Abstention]:
    """A promised rate of growth a year, the value it starts from and the value promised must fit."""
    rates: dict[tuple[str, int, Decimal], list[Figure]] = {}
    for rate in ledger.figures:
        of = _of(ledger, rate)
        if of is not None and rate.year is not None and rate.role is Role.PROMISE and rate.region is None:
            rates.setdefault((of, rate.year, rate.value), []).append(rate)
    for (of, year, _), said in rates.items():
        ends = [one for one in ledger.by_key.get(of, ()) if one.role is Role.PROMISE and one.year == year]
        begins = [one for one in ledger.by_key.get(of, ()) if one.role is Role.PAST and one.year == ledger.base_year]
        end, begin = ledger.best(ends), ledger.best(begins)
        if end is not None and begin is not None and begin.year is not None and year > begin.year:
            yield from _rate_against(said, begin, end, year - begin.year)


def _of(ledger: Ledger, figure: Figure) -> str | None:
    """The measure whose growth a figure is."""
    if figure.basis is Basis.ANNUAL_GROWTH and figure.unit.printed == "%":
        name = ledger.catalogue.match(figure.measure)
        if name is not None:
            return next(
                (
                    relation.of
                    for relation in ledger.catalogue.relations_of(name.key)
                    if isinstance(relation, Growth) and relation.growth == name.key
                ),
                name.key,
            )
        return figure.key
    if figure.known:
        for relation in ledger.catalogue.relations_of(figure.key):
            if isinstance(relation, Growth) and relation.growth == figure.key:
                return relation.of
    return None


def _rate_against(said: list[Figure], begin: Figure, end: Figure, years: int) -> Iterator[Finding]:
    rate = said[0]
    reached = grown(begin.span, rate.span, years)
    if not apart(reached, end.span) or not end.value:
        return
    needed = yearly_rate(end.amount / begin.amount, years) if begin.amount > 0 and end.amount > 0 else Decimal(0)
    power = shown((1 + rate.value / 100) ** years)
    got = shown(begin.amount / (end.amount / end.value) * (1 + rate.value / 100) ** years)
    sign = "≥ " if rate.span.high is None else "≤ " if rate.span.low is None else ""
    details = {
        "measure": begin.measure, "rate": rate.printed, "begin": begin.printed, "base": str(begin.year),
        "end": end.printed, "year": str(end.year), "reached": f"{sign}{got}{end.unit.printed}", "needed": f"{shown(needed, 3)}%",
    }  # fmt: skip
    arithmetic = f"{begin.printed} × (1 + {rate.value:f}%)^{years} = {begin.value:f} × {power} = {got}{end.unit.printed}; {sign or '= '}{got}{end.unit.printed} ≠ {end.printed}"
    severity = Severity.ERROR if below(end.span, reached) or rate.bound is Bound.EQUAL else Severity.WARNING
    yield Finding("growth.rate-against-target", severity, sources_of((*said, begin, end)), details, arithmetic)
