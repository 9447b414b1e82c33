"""The same measure twice (同一指标前后不一): text against table against box, under another name or in another unit."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import combinations

from kechuang.domain.audit.figures import Figure, Place, Role
from kechuang.domain.audit.ledger import Ledger, listed, ordered, sources_of
from kechuang.domain.audit.spans import apart, shown
from kechuang.domain.finding import Abstention, Finding, Severity
from kechuang.domain.plans.plan import Basis

_MOST = 200  # a measure told more often in one year is no plan's


def check_restated(ledger: Ledger) -> Iterator[Finding | Abstention]:
    """One measure of one year has one value: told twice, or promised twice, it must agree within rounding."""
    for group in find_groups(ledger):
        clashing = _clashing(ledger, group)
        if clashing:
            yield _finding(clashing)
        else:
            yield from _loosely(group)


def find_groups(ledger: Ledger) -> Iterator[list[Figure]]:
    """Figures that should be one number: one measure, one year, both told or both promised."""
    found: defaultdict[tuple[str, str, int, Role], list[Figure]] = defaultdict(list)
    for figure in ledger.levels:
        if figure.year is not None and not ledger.is_vague(figure):
            found[figure.key, figure.dimension, figure.year, figure.role].append(figure)
    yield from (group[:_MOST] for group in found.values() if len(group) > 1)


def _clashing(ledger: Ledger, group: list[Figure]) -> list[Figure]:
    pairs = [
        pair for pair in combinations(ordered(group), 2) if same_thing(*pair) and apart(pair[0].span, pair[1].span)
    ]
    return [figure for pair in pairs if not one_sentence(ledger, *pair) for figure in pair]


def one_sentence(ledger: Ledger, first: Figure, second: Figure) -> bool:
    """Two numbers of one sentence are two things that the sentence tells apart."""
    sentence = ledger.sentence_of(first.source)
    return Place.TABLE not in (first.place, second.place) and sentence.start <= second.source.start < sentence.end


def same_thing(first: Figure, second: Figure) -> bool:
    """Two cells of one table are two things, whatever their names come to."""
    if first.table is not None and first.table == second.table:
        return False
    alike = first.known or first.key == second.key
    return alike and (first.sure or second.sure)


def _finding(figures: list[Figure]) -> Finding:
    first = ordered(figures)[0]
    sure = all(one.sure for one in figures)
    rule = "restated.promise" if first.role is Role.PROMISE else "restated.past"
    spans = sorted({one.value for one in figures})
    return Finding(
        rule,
        Severity.ERROR if sure else Severity.WARNING,
        sources_of(figures),
        {"measure": first.measure, "year": str(first.year), "values": listed(figures)},
        _difference(figures) if len(spans) > 1 else "",
    )


def _difference(figures: Iterable[Figure]) -> str:
    by_span = sorted(figures, key=lambda one: one.span.low if one.span.low is not None else one.value)
    low, high = by_span[0], by_span[-1]
    return f"{low.printed} ≠ {high.printed}; " + (
        f"{high.value:f} − {low.value:f} = {shown(high.value - low.value)}" if low.unit == high.unit else ""
    )


def _loosely(group: list[Figure]) -> Iterator[Finding]:
    """The same number printed with more and with fewer digits: 7.8 in one table, 8 in the next."""
    exact = [one for one in ordered(group) if one.bound.value == "=" and one.role is Role.PAST]
    values = {one.span.low for one in exact}
    coarse = [
        pair
        for pair in combinations(exact, 2)
        if pair[0].value != pair[1].value and pair[0].unit == pair[1].unit and same_thing(*pair)
        and abs(pair[0].value - pair[1].value) * 100 > abs(pair[0].value)
    ]  # fmt: skip
    if len(values) > 1 and coarse:
        pair = coarse[0]
        details = {"measure": pair[0].measure, "year": str(pair[0].year), "values": listed(pair)}
        yield Finding("restated.rounding", Severity.NOTE, sources_of(pair), details, "")


def check_unclear_additions(ledger: Ledger) -> Iterator[Finding]:
    """建成N家 may be a total or an addition; larger than what exists and unlike the table's total, it misleads."""
    for figure in ledger.figures:
        addition = figure.role is Role.PROMISE and figure.basis is Basis.INCREMENT and figure.place is not Place.TABLE
        if not addition or ledger.is_vague(figure) or figure.year is None or ledger.says_additional(figure):
            continue
        tabled = [one for one in ledger.of(figure.key, figure.year, Role.PROMISE) if one.place is Place.TABLE]
        fact = ledger.best(ledger.of(figure.key, ledger.base_year, Role.PAST))
        for target in tabled[:1]:
            unlike = target.dimension == figure.dimension and apart(figure.span, target.span)
            if unlike and (fact is None or figure.amount >= fact.amount):
                yield replace(_finding([figure, target]), severity=Severity.WARNING)


def check_additions_restated(ledger: Ledger) -> Iterator[Finding]:
    """An addition of something lasting (新增研究院 5—6 家) promised twice for the same years must agree."""
    found: defaultdict[tuple[str, str], list[Figure]] = defaultdict(list)
    for figure in ledger.figures:
        lasting = figure.role is Role.PROMISE and figure.basis is Basis.INCREMENT and ledger.is_lasting(figure)
        if lasting and figure.year is not None and not ledger.is_vague(figure):
            found[figure.key, str(figure.year)].append(figure)
    for (_, year), group in found.items():
        clashing = [
            figure for pair in combinations(ordered(group), 2) if apart(pair[0].span, pair[1].span) for figure in pair
        ]
        if clashing:
            details = {"measure": clashing[0].measure, "year": year, "values": listed(clashing)}
            yield Finding("restated.addition", Severity.WARNING, sources_of(clashing), details, _difference(clashing))
