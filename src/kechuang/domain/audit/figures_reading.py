"""Reads every number of a plan as a figure (数据): indicator tables, statistics tables, commitments, statements."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from kechuang.domain.audit.figures import Figure, Place, Role, same_region, short_name
from kechuang.domain.audit.spans import Span, exactly
from kechuang.domain.document import Document
from kechuang.domain.indicators.catalogue import Catalogue
from kechuang.domain.indicators.definition import IndicatorDefinition, MeasureKind
from kechuang.domain.plans.plan import Basis, Commitment, Indicator, Kind, Plan, SeriesCell, Statement, YearValue
from kechuang.domain.quantity import Bound, Quantity
from kechuang.domain.source import Source
from kechuang.domain.units import UnitOfMeasure, read_unit
from kechuang.domain.vocabulary import Vocabulary

_QUOTED = re.compile(r"[“”\"‘’\s]")
_LISTED = re.compile(r"^.*[、，].*?等(?:各类)?(?=.{4,}$)")


@dataclass(frozen=True, eq=False)
class _Reader:
    """Turns the parts of one plan into figures."""

    document: Document
    plan: Plan
    catalogue: Catalogue
    vocabulary: Vocabulary

    def figures(self) -> list[Figure]:
        found: list[Figure | None] = []
        for indicator in self.plan.indicators:
            found += self._of_indicator(indicator)
        found += [self._of_series(cell) for cell in self.plan.series]
        found += [self._of_commitment(one) for one in self.plan.commitments]
        for statement in self.plan.statements:
            found += self._of_statement(statement)
        return [figure for figure in found if figure is not None]

    def _of_indicator(self, row: Indicator) -> list[Figure | None]:
        cells = [row.baseline, row.actual, *_told(row)]
        expected = "expected_vs_actual" in row.flags
        if row.actual is None or expected:
            cells.append(row.target)
        seen: set[tuple[str, int | None]] = set()
        figures = []
        for cell in cells:
            if cell is None or (cell.text, cell.year) in seen:
                continue
            seen.add((cell.text, cell.year))
            role = Role.OLD_PROMISE if expected and cell is row.target else self._role(cell.year)
            figures.append(self._of_cell(row, cell, role))
        return figures

    def _role(self, year: int | None) -> Role:
        start = self.plan.identity.start
        return Role.PROMISE if year is not None and start is not None and year >= start else Role.PAST

    def _of_cell(self, row: Indicator, cell: YearValue, role: Role) -> Figure | None:
        if cell.value is None:
            return None
        return self._figure(
            row.name, row.unit, cell.value, cell.low, cell.high, cell.bound, cell.source,
            year=cell.year, role=role, basis=Basis.LEVEL, place=Place.TABLE, table=row.table,
            cumulative=cell.cumulative,
        )  # fmt: skip

    def _of_series(self, cell: SeriesCell) -> Figure | None:
        if cell.value is None:
            return None
        figure = self._figure(
            cell.measure, cell.unit, cell.value, cell.value, cell.value, Bound.EQUAL, cell.source,
            year=cell.year, role=self._role(cell.year), basis=Basis.LEVEL, place=Place.TABLE, table=cell.table,
        )  # fmt: skip
        own = self._is_own(cell.region)
        figure = replace(figure, sure=cell.year is not None)
        return replace(figure, region=None if own else cell.region, column=cell.column)

    def _is_own(self, region: str | None) -> bool:
        identity = self.plan.identity
        if region is None or identity.region is None:
            return region is None
        return same_region(region, identity.region.name, self.vocabulary)

    def _of_commitment(self, one: Commitment) -> Figure | None:
        value = one.low if one.low is not None else one.high
        if value is None:
            return None
        identity = self.plan.identity
        year = one.year
        if identity.kind is Kind.ANNUAL_PLAN and identity.end is not None:
            year = identity.end
        place = Place.BOX if one.box else Place.TEXT
        figure = self._figure(
            one.measure, one.unit, value, one.low, one.high, one.bound, one.source,
            year=year, role=Role.PROMISE, basis=one.basis, place=place,
        )  # fmt: skip
        return replace(
            figure, box=one.box, some=self._of_some_place(one.measure, one.source), cumulative="累计" in one.source.text
        )

    def _of_statement(self, one: Statement) -> list[Figure | None]:
        value = one.low if one.low is not None else one.high
        if (
            value is None
            or self._is_rank(one)
            or (one.change is not None and value == one.change and one.to_value is None)
        ):
            return []
        basis = Basis.ANNUAL_GROWTH if self._tells_growth(one) else Basis.LEVEL
        figure = self._figure(
            one.measure, one.unit, value, one.low, one.high, one.bound, one.source,
            year=one.year, role=Role.PAST, basis=basis, place=Place.TEXT,
        )  # fmt: skip
        some = one.year is None and one.source.text[:1].isdigit()  # 21家企业获得贷款 counts some of them
        some = some or self._of_some_place(one.measure, one.source)
        flow = figure.known and self.catalogue[figure.key].kind is MeasureKind.FLOW
        figure = replace(figure, cumulative=flow and "累计" in self._clause(one.source))
        told = replace(figure, sure=one.year is not None, elsewhere=self._elsewhere(one.source), some=some)
        return [told, self._start_of(one)]

    def _start_of(self, one: Statement) -> Figure | None:
        """Where a change began (由26家增加到94家): five years before, in a text on a five-year period."""
        if one.from_value is None or one.year is None or one.to_value is None:
            return None
        figure = self._figure(
            one.measure, one.unit, one.from_value, one.from_value, one.from_value, Bound.EQUAL, one.source,
            year=one.year - 5, role=Role.PAST, basis=Basis.LEVEL, place=Place.TEXT,
        )  # fmt: skip
        return replace(figure, sure=False)

    def _is_rank(self, one: Statement) -> bool:
        text = one.source.text
        return any(word in text for word in self.vocabulary.words("audit.rank")) and one.unit in {"位", "名", ""}

    def _tells_growth(self, one: Statement) -> bool:
        growing = self.vocabulary.words("audit.growing")
        bare = one.change is None and one.from_value is None and one.to_value is None
        return bare and any(word in one.source.text for word in growing)

    def _of_some_place(self, measure: str, source: Source) -> bool:
        """Whether the sentence speaks of one park or district (高新区内高新技术企业达到50家), not of the whole region."""
        sentence = self._since(source, "。；：")
        before = sentence[: max(0, len(sentence) - len(source.text))]
        areas = [word for word in self.vocabulary.words("audit.areas") if word in before and word not in measure]
        region = self.plan.identity.region
        own = "" if region is None else region.name
        everywhere = any(word in before for word in self.vocabulary.words("audit.everywhere"))
        return bool(areas) and not everywhere and not any(own.endswith(word) for word in areas)

    def _clause(self, source: Source) -> str:
        return self._since(source, "，。；")

    def _since(self, source: Source, marks: str) -> str:
        """The words from the last of some marks, or the start of the line, to the end of a source."""
        text = self.document.text
        line = text.rfind("\n", 0, source.start) + 1
        return text[max(line, *(text.rfind(mark, line, source.start) + 1 for mark in marks)) : source.end].lstrip()

    def _elsewhere(self, source: Source) -> bool:
        """Whether the sentence or the clause opens with somebody else, or compares with them."""
        sentence = self._since(source, "。；")
        clause = self._clause(source)
        others = self.vocabulary.words("audit.elsewhere")
        compared = any(word in clause for word in self.vocabulary.words("audit.below_words"))
        return compared or sentence.startswith(others) or clause.startswith(others)

    def _figure(
        self,
        measure: str,
        unit: str | None,
        value: Decimal,
        low: Decimal | None,
        high: Decimal | None,
        bound: Bound,
        source: Source,
        *,
        year: int | None,
        role: Role,
        basis: Basis,
        place: Place,
        table: str | None = None,
        cumulative: bool = False,
    ) -> Figure:
        printed = unit or ""
        name = self._plain_name(measure)
        form = _last(self.catalogue.rules.forms(name))
        known = self.catalogue.match(name, printed) or self._alias(form, printed, table)
        parsed = read_unit(printed, self.vocabulary)
        factor = self.catalogue.convert(Decimal(1), printed, known) if known else None
        known = known if factor is not None else None
        factor = _own_factor(parsed) if factor is None else factor
        span = span_of(value, low, high, bound, parsed, factor, decided=role is not Role.PAST)
        dimension = known.key if known else "%" if printed == "%" else f"{parsed.base}/{parsed.per}"
        key = known.key if known else form
        return Figure(
            measure, key, known is not None, dimension, parsed, value, value * factor, bound, span, year, role, basis, place, source,
            table=table, cumulative=cumulative,
        )  # fmt: skip

    def _alias(self, form: str, unit: str, table: str | None) -> IndicatorDefinition | None:
        for line in self.vocabulary.words("audit.aliases"):
            wanted, measured_in, companion, _, key = line.split()
            fits = (form, unit) == (wanted, measured_in) and key in self.catalogue
            if fits and (companion == "-" or companion in self._keys_of_table(table)):
                return self.catalogue[key]
        return None

    def _keys_of_table(self, table: str | None) -> frozenset[str]:
        return self._table_keys.get(table or "", frozenset())

    @cached_property
    def _table_keys(self) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for cell in self.plan.series:
            match = self.catalogue.match(cell.measure, cell.unit)
            if match:
                found.setdefault(cell.table or "", set()).add(match.key)
        return {table: frozenset(keys) for table, keys in found.items()}

    def _plain_name(self, measure: str) -> str:
        name = _LISTED.sub("", _QUOTED.sub("", measure))
        kind, _, level = name.rpartition("/")
        if kind and level in self.vocabulary.words("audit.levels"):
            name = level + kind
        region = self.plan.identity.region
        for prefix in (region.name, short_name(region.name, self.vocabulary)) if region else ():
            if prefix and name.startswith(prefix) and len(name) > len(prefix) + 2:
                return name[len(prefix) :]
        return name


def _told(row: Indicator) -> list[YearValue]:
    """The values of further years; a second one of the base year is what was planned for it, not what was."""
    base = row.baseline
    return [one for one in row.others if base is None or base.value is None or one.year != base.year]


def read_figures(document: Document, plan: Plan, catalogue: Catalogue, vocabulary: Vocabulary) -> list[Figure]:
    """Every number of a plan that has a measure, in the order of its parts."""
    return _Reader(document, plan, catalogue, vocabulary).figures()


def span_of(
    value: Decimal,
    low: Decimal | None,
    high: Decimal | None,
    bound: Bound,
    unit: UnitOfMeasure,
    factor: Decimal,
    *,
    decided: bool = False,
) -> Span:
    """What a printed number can stand for, times ``factor``: a count is exact, everything else rounded.

    What was ``decided`` (a target of 1%) is no measurement: it is taken ten times as exact as it is printed.
    """
    step = Decimal(1).scaleb(min(0, int(value.as_tuple().exponent)))
    step = step / 10 if decided else step
    counted = (
        unit.base in {"个", "人", "人次"} and unit.scale == 1 and not unit.per and value == value.to_integral_value()
    )
    if counted and bound is Bound.EQUAL:
        return exactly(value).times(factor)
    if counted and bound is Bound.RANGE and low is not None and high is not None:
        return Span(low, high).times(factor)
    interval = Quantity(low, high, bound, "", 0, 0, 0, 0, step).interval()
    return Span(interval.low, interval.high, high_open=interval.high_open and bound is not Bound.BELOW).times(factor)


def _own_factor(unit: UnitOfMeasure) -> Decimal:
    """Percent stay percent; everything else is counted in its base."""
    return Decimal(1) if unit.printed == "%" else unit.factor


def _last(forms: Iterable[str]) -> str:
    return list(forms)[-1]
