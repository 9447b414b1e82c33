"""What a table says of itself (表格自洽): units against names, jumps of ten, the wrong year above a column, row numbers."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from kechuang.domain.audit.figures import Figure, Place, Role
from kechuang.domain.audit.ledger import Ledger, listed, sources_of
from kechuang.domain.audit.spans import apart, shown
from kechuang.domain.finding import Finding, Severity
from kechuang.domain.source import Source

_MOST = 200  # a measure told more often is no plan's
_TELLING = 20  # smaller counts jump by themselves
_TEN = (Decimal("8.5"), Decimal("11.8"))


def check_units(ledger: Ledger) -> Iterator[Finding]:
    """Projects are not counted in persons, money not in firms."""
    seen: set[tuple[str, str]] = set()
    for figure in ledger.figures:
        unit = figure.unit.printed
        kind = _counted(ledger, figure.measure)
        if figure.place is not Place.TABLE or not unit or (figure.measure, unit) in seen or kind is None:
            continue
        seen.add((figure.measure, unit))
        persons = unit in ledger.words("person_units")
        money = figure.unit.base == "元"
        wrong = {
            "things": persons or money,
            "people": not persons and figure.unit.base == "个" and unit != "个",
            "money": persons or figure.unit.base == "个",
        }
        if wrong[kind]:
            details = {"measure": figure.measure, "unit": unit}
            yield Finding(
                "table.unit-against-name",
                Severity.ERROR,
                _row_of(ledger, figure),
                details,
                f"{figure.measure} ({unit})",
            )


def _counted(ledger: Ledger, name: str) -> str | None:
    plain = name.rstrip("数量")
    for kind in ("people", "money", "things"):
        if any(plain.endswith(word.rstrip("数量")) for word in ledger.words(f"counted_{kind}")):
            return kind
    return None


def _row_of(ledger: Ledger, figure: Figure) -> tuple[Source, ...]:
    text = ledger.document.text
    start = text.rfind("\n", 0, figure.source.start) + 1
    end = text.find("\n", figure.source.end)
    return (ledger.document.source(start, end if end >= 0 else len(text)),)


def check_unit_slips(ledger: Ledger) -> Iterator[Finding]:
    """人年 (person-years) written as 人/年 is another quantity."""
    slipped = [one for one in ledger.figures if one.unit.printed in ledger.words("slips")]
    for figure in slipped:
        details = {"measure": figure.measure, "unit": figure.unit.printed}
        yield Finding("table.unit-slip", Severity.WARNING, (figure.source,), details, "")


def check_range(ledger: Ledger) -> Iterator[Finding]:
    """No value outside what the measure can be: a share above 100, a count below zero."""
    for figure in ledger.figures:
        if not figure.known or figure.dimension != figure.key or figure.source.text == "":
            continue
        definition = ledger.catalogue[figure.key]
        factor = ledger.catalogue.convert(figure.value, figure.unit.printed, definition)
        if factor is not None and not definition.possible(factor) and figure.role is not Role.OLD_PROMISE:
            details = {
                "measure": figure.measure,
                "value": figure.printed,
                "low": shown(definition.low),
                "high": shown(definition.high),
            }
            yield Finding("table.impossible-value", Severity.ERROR, (figure.source,), details, "")


def check_jumps(ledger: Ledger) -> Iterator[Finding]:
    """The same measure ten times as large a year apart: a decimal point, or another 口径."""
    for key, figures in ledger.by_key.items():
        past = [one for one in figures if one.role is Role.PAST and one.year is not None and one.place is Place.TABLE]
        if not past or ledger.is_vague(past[0]):
            continue
        found = sorted(past, key=lambda one: (one.year or 0, one.source.start))[:_MOST]
        jumped = [(first, second) for first in found for second in found if _ten_times(first, second)]
        if jumped:
            pair = min(jumped, key=lambda two: (two[0].source.start, two[1].source.start))
            ratio = max(pair[0].value, pair[1].value) / min(pair[0].value, pair[1].value)
            details = {
                "measure": pair[1].measure,
                "values": listed(pair),
                "ratio": shown(ratio, 3),
                "key": key if not pair[0].known else ledger.catalogue[key].name,
            }
            high, low = (pair[0], pair[1]) if pair[0].value > pair[1].value else (pair[1], pair[0])
            yield Finding(
                "table.jump-of-ten",
                Severity.WARNING,
                sources_of(pair),
                details,
                f"{high.printed} ÷ {low.printed} = {shown(ratio, 3)}",
            )


def _ten_times(first: Figure, second: Figure) -> bool:
    """Only between tables: within one row such a jump is the growth the row reports."""
    if (
        first.dimension != second.dimension
        or first.table == second.table
        or abs((first.year or 0) - (second.year or 0)) > 1
    ):
        return False
    if first.source.start >= second.source.start or min(first.value, second.value) <= 0:
        return False
    low, high = sorted((first.value * first.unit.factor, second.value * second.unit.factor))
    return _TEN[0] <= high / low <= _TEN[1] and low >= 1


def check_year_labels(ledger: Ledger) -> Iterator[Finding]:
    """A table headed with one year whose values are, one after another, those of another year."""
    tables: defaultdict[tuple[str, int], list[tuple[Figure, Figure]]] = defaultdict(list)
    against: defaultdict[tuple[str, int], int] = defaultdict(int)
    for figures in ledger.by_key.values():
        for one in figures:
            if (
                one.column is None
                and one.region is None
                and one.place is Place.TABLE
                and one.year
                and one.table
                and _single_year(ledger, one)
            ):
                other = _other_year(figures, one)
                if other is not None:
                    tables[one.table, one.year].append((one, other))
                elif any(f.year == one.year and f.table != one.table and f.value != one.value for f in figures):
                    against[one.table, one.year] += 1
    for (table, year), pairs in tables.items():
        if len(pairs) >= 2:
            both = [figure for pair in pairs for figure in pair]
            details = {
                "table": table,
                "year": str(year),
                "other": str(pairs[0][1].year),
                "count": str(len(pairs)),
                "measures": "; ".join(pair[0].measure for pair in pairs),
            }
            arithmetic = "; ".join(f"{a.printed} ({a.year}) = {b.printed} ({b.year})" for a, b in pairs)
            yield Finding("table.wrong-year", Severity.WARNING, sources_of(both), details, arithmetic)


def check_mixed_years(ledger: Ledger) -> Iterator[Finding]:
    """A table whose values are those of another year, but for one: it mixes years, or contradicts the text."""
    wrong = list(check_year_labels(ledger))
    for finding in wrong:
        table, year, other = finding.details["table"], int(finding.details["year"]), int(finding.details["other"])
        for figures in ledger.by_key.values():
            mine = next((one for one in figures if one.table == table and one.year == year), None)
            theirs = next((one for one in figures if one.year == other and one.role is Role.PAST and one.sure), None)
            if mine is None or theirs is None or mine.dimension != theirs.dimension or ledger.is_vague(mine):
                continue
            if apart(mine.span, theirs.span) and not _jumps(mine, theirs):
                details = {
                    "measure": mine.measure,
                    "table": table,
                    "year": str(year),
                    "other": str(other),
                    "value": mine.printed,
                    "own": theirs.printed,
                }
                sign = f"{mine.printed} ({table}) ≠ {theirs.printed} ({other})"
                yield Finding("table.mixed-years", Severity.WARNING, sources_of((mine, theirs)), details, sign)


def _jumps(first: Figure, second: Figure) -> bool:
    """Whether two values are so far apart that the check on jumps speaks of them."""
    low, high = sorted((first.amount, second.amount))
    return low > 0 and high / low >= _TEN[0]


def check_sudden(ledger: Ledger) -> Iterator[Finding]:
    """A count that falls to a third or trebles within a year."""
    for figures in ledger.by_key.values():
        series = {
            one.year: one
            for one in figures
            if one.role is Role.PAST and one.place is Place.TABLE and one.year is not None and one.column is None
        }
        for early in sorted(year for year in series if year is not None and year + 1 in series):
            first, second = series[early], series[early + 1]
            low, high = sorted((first.amount, second.amount))
            if first.table == second.table and first.measure == second.measure and low >= _TELLING and high >= 3 * low:
                details = {
                    "measure": first.measure,
                    "first": str(early),
                    "second": str(early + 1),
                    "from": first.printed,
                    "to": second.printed,
                }
                yield Finding(
                    "table.sudden",
                    Severity.NOTE,
                    sources_of((first, second)),
                    details,
                    f"{first.printed} → {second.printed}",
                )


def _single_year(ledger: Ledger, figure: Figure) -> bool:
    return {one.year for one in ledger.figures if one.table == figure.table} == {figure.year}


def _other_year(figures: tuple[Figure, ...], one: Figure) -> Figure | None:
    """The same value a year away, where the measure has none of that year."""
    same = [
        f for f in figures
        if f.role is Role.PAST and f.dimension == one.dimension and f.value * f.unit.factor == one.value * one.unit.factor
        and f.table != one.table and f.year is not None and one.year is not None and f.sure
    ]  # fmt: skip
    if not same or any(f.year == one.year for f in same):
        return None
    return next((f for f in same if abs((f.year or 0) - (one.year or 0)) == 1), None)


def check_row_numbers(ledger: Ledger) -> Iterator[Finding]:
    """Row numbers follow each other."""
    for row in ledger.plan.indicators:
        if "row_number_skips" in row.flags:
            details = {"table": row.table or "", "row": row.name}
            yield Finding("table.row-number-skips", Severity.WARNING, (row.source,), details, "")
    numbers = [(int(one.number), one) for one in ledger.plan.projects if one.number and one.number.isdigit()]
    for (before, _), (after, project) in pairwise(numbers):
        if after not in (before + 1, 1):
            details = {"table": "", "row": project.name}
            yield Finding("table.row-number-skips", Severity.WARNING, (project.source,), details, f"{before} → {after}")
