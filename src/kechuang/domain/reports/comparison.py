"""The comparison with other regions (与其他地区比较), from the tables of the plan that list regions side by side."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from kechuang.domain.plans.plan import SeriesCell
from kechuang.domain.reports.facts import ReportFacts
from kechuang.domain.reports.figures import cite, cite_computed, plain, quote
from kechuang.domain.reports.report import Block, Cited, Column, Detail, Heading, Paragraph, Sentence, Table

_FEWEST_REGIONS = 4
_SHORTEST_NAME = 2
_NUMBER = re.compile(r"-?[\d,]+(?:\.\d+)?")
NOTHING = "—"


@dataclass(frozen=True, slots=True)
class Compared:
    """One measure in one year: our own cell, and those of all regions in falling order."""

    name: str
    own: SeriesCell
    ranked: tuple[tuple[SeriesCell, Decimal], ...]


def comparison_section(facts: ReportFacts) -> Iterator[Block]:
    """Where the region stands among the others; nothing where no table of the plan compares it."""
    compared = list(find_compared(facts))
    if not compared:
        return
    yield Heading(1, Sentence("report.section.comparison"))
    yield Paragraph((Sentence("report.comparison.about"),))
    columns = (
        Column(Sentence("report.column.measure"), 32),
        Column(Sentence("report.column.year"), 12, numeric=True),
        Column(Sentence("report.column.own"), 13, numeric=True),
        Column(Sentence("report.column.rank"), 12, numeric=True),
        Column(Sentence("report.column.highest"), 17),
        Column(Sentence("report.column.lowest"), 17),
    )
    yield Table(Sentence("report.table.comparison"), columns, tuple(_row(one) for one in compared))


def find_compared(facts: ReportFacts) -> Iterator[Compared]:
    """Every measure of the plan's tables that its own region and at least three others have, in its latest year."""
    region = facts.plan.identity.region
    if region is None:
        return
    groups: dict[tuple[str | None, ...], list[SeriesCell]] = {}
    for cell in facts.plan.series:
        if cell.region and cell.value is not None and cell.region not in facts.totals:
            groups.setdefault((cell.table, cell.measure, cell.column, cell.unit), []).append(cell)
    for cells in groups.values():
        latest = max((cell.year for cell in cells if cell.year is not None), default=None)
        found = compare([cell for cell in cells if cell.year == latest], region.name)
        if found is not None:
            shared = sum(key[:2] == (found.own.table, found.own.measure) for key in groups) > 1
            yield replace(found, name=found.own.column or found.own.measure) if shared else found


def compare(cells: list[SeriesCell], region: str) -> Compared | None:
    """One measure of one year compared; None where a region stands twice, or there is nothing to tell apart."""
    names = [cell.region for cell in cells]
    own = [cell for cell in cells if is_same_region(cell.region or "", region)]
    if len(own) != 1 or len(set(names)) != len(names) or len(names) < _FEWEST_REGIONS:
        return None
    ranked = sorted(((cell, cell.value) for cell in cells if cell.value is not None), key=lambda one: -one[1])
    return None if ranked[0][1] == ranked[-1][1] else Compared(own[0].measure, own[0], tuple(ranked))


def is_same_region(name: str, region: str) -> bool:
    """Whether a short name stands for a region.

    >>> is_same_region("巴中", "巴中市"), is_same_region("巴", "巴中市"), is_same_region("广元", "巴中市")
    (True, False, False)
    """
    return len(name) >= _SHORTEST_NAME and region.startswith(name)


def _row(compared: Compared) -> tuple[Detail, ...]:
    own, (highest, most), (lowest, least) = compared.own, compared.ranked[0], compared.ranked[-1]
    name = quote(compared.name, own.source)
    measure: dict[str, Detail] = {"measure": name, "unit": own.unit or ""}
    return (
        Sentence("report.comparison.measure", measure) if own.unit and own.unit not in compared.name else name,
        Sentence("report.comparison.year", {"year": cite(own.year, own.source)}) if own.year is not None else NOTHING,
        _cited(own, own.value),
        _rank(compared),
        Sentence("report.comparison.region", {"region": highest.region or "", "value": _cited(highest, most)}),
        Sentence("report.comparison.region", {"region": lowest.region or "", "value": _cited(lowest, least)}),
    )


def _rank(compared: Compared) -> Cited:
    own = compared.own
    higher = tuple(_cited(cell, value) for cell, value in compared.ranked if own.value is None or value > own.value)
    total = cite_computed(str(len(compared.ranked)), "report.rule.count", items=_all(compared))
    return cite_computed(
        f"{len(higher) + 1}/{total.figure}", "report.rule.rank", own=_cited(own, own.value), all=_all(compared)
    )


def _all(compared: Compared) -> tuple[Cited, ...]:
    return tuple(_cited(cell, value) for cell, value in compared.ranked)


def _cited(cell: SeriesCell, value: Decimal | None) -> Cited:
    """A cell's number exactly as printed, where the cell holds nothing else."""
    printed = cell.source.text.strip()
    return cite(printed if _NUMBER.fullmatch(printed) or value is None else plain(value), cell.source)
