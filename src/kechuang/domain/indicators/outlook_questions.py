"""From plans and a bureau's figures to questions: which targets there are, and what is known of each measure by region.

Names meet through the catalogue; a measure it does not know is met by its normalised name and unit. Where several places
give a value for the same year, a bureau's own figure goes before an indicator table and that before a statistics table.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from kechuang.domain.indicators.catalogue import Catalogue
from kechuang.domain.indicators.definition import Direction, IndicatorDefinition, MeasureKind
from kechuang.domain.indicators.growth import is_rate_of_growth, set_growth
from kechuang.domain.indicators.observation import Observation, gather
from kechuang.domain.indicators.outlook import Question
from kechuang.domain.indicators.outlook_drift import Key
from kechuang.domain.indicators.path import Shape
from kechuang.domain.indicators.target import set_target
from kechuang.domain.plans.plan import Indicator, Plan, YearValue
from kechuang.domain.region import RegionBook

_COMPLETED = "completed_value_not_target"
_PERCENT = "%"
_FULL = 100
_SMALLEST, _GREATEST = Decimal("1e-30"), Decimal("1e30")


class UnknownName(LookupError):
    """An observation whose ``kind`` (region or indicator) neither the code lists nor the plans know."""

    def __init__(self, kind: str, observation: Observation) -> None:
        super().__init__(kind, observation)
        self.kind = kind
        self.observation = observation


@dataclass(frozen=True, eq=False)
class Lore:
    """What names mean: the catalogue, the regions, and the units that count whole things."""

    catalogue: Catalogue
    regions: RegionBook
    counting: frozenset[str]

    def region(self, name: str) -> str:
        """The full name of a region (巴中 → 巴中市), the name itself where the code list has none or several."""
        found = self.regions.named(name)
        return name if found is None else found.name

    def form(self, wording: str) -> str:
        """The normalised form of a measure's name."""
        return next(self.catalogue.rules.forms(wording))


@dataclass(frozen=True, slots=True)
class Measure:
    """What a printed name and unit stand for; ``factor`` converts the unit to the measure's own."""

    key: str
    factor: float
    definition: IndicatorDefinition | None


def pose(
    plans: Sequence[Plan], observations: Iterable[Observation], *, lore: Lore, shape: Shape = Shape.LINEAR
) -> tuple[tuple[Question, ...], Mapping[Key, tuple[Observation, ...]]]:
    """Every target with a number, and everything observed, by region and measure in the order of the years.

    Raises UnknownName for an observation nobody can place, Contradictory for two values of one year in ``observations``.
    """
    measures = _Measures(lore)
    asked = [(plan, row, measures.of_plan(row)) for plan in plans for row in plan.indicators]
    known: dict[Key, dict[int, Observation]] = {}
    regions = {_region_of(plan, lore) for plan in plans}
    placed = [_placed(one, measures, lore, regions) for one in observations]
    for one in (*_flatten(gather(placed)), *_from_rows(asked, lore), *_from_series(plans, measures, lore)):
        known.setdefault((one.region, one.indicator), {}).setdefault(one.year, one)
    observed = {key: tuple(by_year[year] for year in sorted(by_year)) for key, by_year in known.items()}
    questions = (_question(*each, observed, lore, shape) for each in asked)
    return tuple(question for question in questions if question is not None), observed


class _Measures:
    """Finds what names mean; remembers the names and units of the plans' own indicators."""

    def __init__(self, lore: Lore) -> None:
        self._lore = lore
        self._seen: dict[tuple[str, str | None], Measure | None] = {}
        self._of_plans: dict[str, Measure] = {}

    def of_plan(self, row: Indicator) -> Measure:
        """The measure of an indicator row; from then on its name is known."""
        form = self._lore.form(row.name)
        measure = measure_of(row.name, row.unit, self._lore)
        self._of_plans.setdefault(form, measure)
        self._of_plans.setdefault(measure.key, measure)
        return measure

    def find(self, wording: str, unit: str | None) -> Measure | None:
        """The measure the catalogue knows by that name and unit."""
        if (wording, unit) not in self._seen:
            self._seen[wording, unit] = _look_up(wording, unit, self._lore)
        return self._seen[wording, unit]

    def find_any(self, wording: str, unit: str | None) -> Measure | None:
        """The same, or a plan's indicator of that name; without a unit the plan's unit is meant."""
        measure = self.find(wording, unit)
        known = self._of_plans.get(self._lore.form(wording)) or (self._of_plans.get(measure.key) if measure else None)
        if known is None or (unit is not None and measure is not None):
            return measure
        fits = unit is None or known.key.endswith(f"|{unit}")
        return known if fits else measure


def measure_of(wording: str, unit: str | None, lore: Lore) -> Measure:
    """The measure of an indicator row: that of the catalogue, or one of its own name and unit."""
    return _look_up(wording, unit, lore) or Measure(f"{lore.form(wording)}|{unit or ''}", 1.0, None)


def _look_up(wording: str, unit: str | None, lore: Lore) -> Measure | None:
    definition = lore.catalogue.match(wording, unit)
    if definition is None:
        return None
    one = lore.catalogue.convert(Decimal(1), unit or "", definition)
    return None if one is None else Measure(definition.key, float(one), definition)


def _placed(one: Observation, measures: _Measures, lore: Lore, plan_regions: set[str]) -> Observation:
    region = lore.region(one.region)
    if region not in plan_regions and not lore.regions.candidates(one.region):
        raise UnknownName("region", one)
    measure = measures.find_any(one.indicator, one.unit)
    if measure is None:
        raise UnknownName("indicator", one)
    return replace(one, region=region, indicator=measure.key, value=one.value * measure.factor)


def _flatten(gathered: Mapping[Key, tuple[Observation, ...]]) -> Iterator[Observation]:
    return (one for values in gathered.values() for one in values)


def _region_of(plan: Plan, lore: Lore) -> str:
    """The plan's region, or its title where it names none, so that two plans without a region do not mix."""
    identity = plan.identity
    return lore.region(identity.region.name) if identity.region else identity.title or ""


def _from_rows(asked: Iterable[tuple[Plan, Indicator, Measure]], lore: Lore) -> Iterator[Observation]:
    """Baselines, and what tables report as reached."""
    for plan, row, measure in asked:
        reached = row.target if _COMPLETED in row.flags else row.actual
        for value in (row.baseline, reached):
            if value is not None and not value.cumulative:
                found = _observed(plan, row, measure, value, lore)
                if found is not None:
                    yield found


def _observed(plan: Plan, row: Indicator, measure: Measure, value: YearValue, lore: Lore) -> Observation | None:
    year = value.year
    if year is None and value is row.baseline and plan.identity.start is not None:
        year = plan.identity.start - 1
    if year is None or value.value is None or not _is_statistic(value.value):
        return None
    number = float(value.value) * measure.factor
    return Observation(_region_of(plan, lore), measure.key, year, number, row.unit, value.source)


def _from_series(plans: Iterable[Plan], measures: _Measures, lore: Lore) -> Iterator[Observation]:
    for plan in plans:
        home = _region_of(plan, lore)
        for cell in plan.series:
            measure = measures.find_any(cell.measure, cell.unit)
            if measure is None or cell.year is None or cell.value is None or not _is_statistic(cell.value):
                continue
            region = home if cell.region is None else lore.region(cell.region)
            value = float(cell.value) * measure.factor
            yield Observation(region, measure.key, cell.year, value, cell.unit, cell.source)


def _question(
    plan: Plan,
    row: Indicator,
    measure: Measure,
    observed: Mapping[Key, tuple[Observation, ...]],
    lore: Lore,
    shape: Shape,
) -> Question | None:
    """None where the row sets no number by a year nor asks an average growth, or reports a period that is over."""
    target, definition = row.target, measure.definition
    if _COMPLETED in row.flags:
        return None
    if target is None or target.value is None:
        return _growth_question(plan, row, measure, lore)
    if not all(_is_statistic(end) for end in (target.low, target.high) if end is not None):
        return None
    year = target.year or plan.identity.end
    if year is None:
        return None
    base = _base(plan, row, measure, lore)
    low, high = (None if end is None else float(end) * measure.factor for end in (target.low, target.high))
    region = _region_of(plan, lore)
    asked = set_target(
        year,
        bound=target.bound,
        low=low,
        high=high,
        base=None if base is None else base.value,
        rising=None if definition is None else definition.direction is Direction.RISE,
        cumulative=target.cumulative,
    )
    return Question(
        row.name,
        measure.key,
        region,
        row.unit,
        base,
        asked,
        ceiling=ceiling_of(row.unit, definition),
        whole=_is_whole(row, observed.get((region, measure.key), ()), definition, lore),
        flow=definition is not None and definition.kind is MeasureKind.FLOW,
        shape=shape,
        factor=measure.factor,
        place=target.source,
    )


def _growth_question(plan: Plan, row: Indicator, measure: Measure, lore: Lore) -> Question | None:
    """What a row asks that sets no number but an average growth a year (年均增长); None where it asks none."""
    definition, identity, change = measure.definition, plan.identity, row.change
    if change is None or change.value is None or not _is_statistic(change.value):
        return None
    first = None if row.baseline is None else row.baseline.year
    asked = set_growth(
        change,
        since=first if first is not None or identity.start is None else identity.start - 1,
        until=(None if row.target is None else row.target.year) or identity.end,
        rising=None if definition is None else definition.direction is Direction.RISE,
        is_rate=definition is not None and is_rate_of_growth(definition.key, lore.catalogue),
    )
    if asked is None:
        return None
    target, growing = asked
    ends = row.name, measure.key, _region_of(plan, lore), row.unit, _base(plan, row, measure, lore), target
    return Question(*ends, growing=growing, factor=measure.factor, place=row.source)


def _base(plan: Plan, row: Indicator, measure: Measure, lore: Lore) -> Observation | None:
    return None if row.baseline is None else _observed(plan, row, measure, row.baseline, lore)


def _is_statistic(value: Decimal) -> bool:
    """Whether a printed number stays within floating point when squared or divided: anything else is no statistic."""
    return value == 0 or _SMALLEST <= abs(value) <= _GREATEST


def ceiling_of(unit: str | None, definition: IndicatorDefinition | None) -> float | None:
    """A share ends at 100 %, unless the catalogue says that this percentage does not."""
    if unit != _PERCENT or (definition is not None and definition.high != _FULL):
        return None
    return float(_FULL)


def _is_whole(
    row: Indicator, points: Sequence[Observation], definition: IndicatorDefinition | None, lore: Lore
) -> bool:
    printed = [value.value for value in (row.baseline, row.target) if value is not None and value.value is not None]
    numbers = [float(value) for value in printed] + [one.value for one in points]
    return counts_whole_things(row.unit, None if definition is None else definition.kind, numbers, lore.counting)


def counts_whole_things(
    unit: str | None, kind: MeasureKind | None, numbers: Iterable[float], counting: frozenset[str]
) -> bool:
    """Whether a measure counts things that cannot be halved, by its kind, its unit and all that is known of its values."""
    if kind in (MeasureKind.RATIO, MeasureKind.INDEX):
        return False
    return (unit is None or unit in counting) and all(number.is_integer() for number in numbers)
