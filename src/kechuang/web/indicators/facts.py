"""Rows as values for decisions: an adopted version as a plan, indicators as questions, values as observations."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache

from kechuang.domain.indicators.definition import Direction, Growth, MeasureKind
from kechuang.domain.indicators.observation import Observation as Observed
from kechuang.domain.indicators.observation import TableRow
from kechuang.domain.indicators.outlook import Growing, Question
from kechuang.domain.indicators.outlook_questions import Lore, ceiling_of, counts_whole_things
from kechuang.domain.indicators.path import Shape
from kechuang.domain.indicators.target import set_target
from kechuang.domain.plans.plan import Binding, Identity, Kind, Plan, RegionName, SeriesCell, YearValue
from kechuang.domain.plans.plan import Indicator as Row
from kechuang.domain.quantity import Bound
from kechuang.domain.source import Source
from kechuang.readers.catalogue import read_catalogue
from kechuang.readers.regions import read_regions
from kechuang.readers.rulebooks import read_vocabulary
from kechuang.web.indicators.models import Indicator
from kechuang.web.indicators.states import ALONG, TYPED
from kechuang.web.plans.states import COUNTED

NO_PLACE = TableRow("", 0)
_GROWTH = "annual_growth"  # the kind of a change that a plan asks each year on average


@cache
def read_lore():
    """What names mean: the catalogue, the regions, the units that count whole things."""
    vocabulary = read_vocabulary()
    counting = frozenset(vocabulary.words("units.counting")) | frozenset(vocabulary.words("units.people"))
    return Lore(read_catalogue(), read_regions(), counting)


@dataclass(frozen=True)
class Adopted:
    """An adopted version as a plan of the domain. Every source names, as its document, the item it came from."""

    plan: Plan
    rows: tuple[Row, ...]  # the rows of indicator tables to follow, past periods left out


def adopted_facts(version):
    """What an adopted version says, as its reviewers left it."""
    items = version.items.filter(kind__in=("indicators", "series"), standing__in=COUNTED).order_by("kind", "position")
    rows = [(item, _row(item)) for item in items if item.kind == "indicators"]
    series = [_cell(item) for item in items if item.kind == "series"]
    identity = _identity(version.identity)
    plan = Plan(identity, (), (), tuple(row for _, row in rows), tuple(series), (), (), (), (), ())
    return Adopted(plan, tuple(row for _, row in rows if _is_of_period(row, identity.start)))


def _is_of_period(row, start):
    """A table of what the last period reached is history, and nothing to follow."""
    year = row.target.year if row.target else None
    return start is None or year is None or year >= start


def _identity(read):
    region, period = read.get("region"), read.get("period") or {}
    name = RegionName(region["name"], region.get("code")) if region else None
    kind = Kind(read.get("kind") or Kind.OTHER.value)
    return Identity(read.get("title"), kind, name, period.get("start"), period.get("end"), read.get("horizon"), ())


def _row(item):
    values = item.values
    binding = values.get("binding")
    return Row(
        values.get("table"),
        values.get("row") or 0,
        values.get("name") or "",
        values.get("unit") or None,
        values.get("category"),
        Binding(binding) if binding else None,
        tuple(values.get("flags") or ()),
        _year_value(values.get("baseline"), item),
        _year_value(values.get("target"), item),
        None,
        _source(item),
        _year_value(values.get("actual"), item),
    )


def _year_value(part, item):
    """A baseline or target; its ends follow the value and the bound, which are what a reviewer corrects."""
    if not part:
        return None
    bound, value = Bound(part.get("bound") or Bound.EQUAL.value), _decimal(part.get("value"))
    low, high = _decimal(part.get("low")), _decimal(part.get("high"))
    if bound is not Bound.RANGE or (value is not None and value not in (low, high)):
        low = None if bound in (Bound.AT_MOST, Bound.BELOW) else value
        high = None if bound in (Bound.AT_LEAST, Bound.ABOVE) else value
    cumulative = bool(part.get("cumulative"))
    return YearValue(part.get("year"), value, bound, low, high, cumulative, part.get("text") or "", _source(item))


def _cell(item):
    values = item.values
    value = _decimal(values.get("value"))
    return SeriesCell(
        values.get("table"),
        values.get("measure") or "",
        values.get("unit") or None,
        values.get("region") or None,
        values.get("column"),
        values.get("year"),
        value,
        _source(item),
    )


def _source(item):
    return Source(str(item.pk), item.line, item.page, item.start, item.end, item.quote)


def _decimal(number):
    return None if number is None else Decimal(str(number))


@dataclass(frozen=True, slots=True)
class Judged:
    """What is to be judged of an indicator in one organisation, as plain values; ``whole`` whether it is the plan's own, ``typed``
    the years of a path that was typed.
    """

    indicator: Indicator
    organisation: int
    shape: str
    base: float | None
    target: float | None
    whole: bool
    typed: Mapping[int, float] = field(default_factory=dict)


def target_of(indicator, own=None, *, base=None):
    """What an indicator should reach, ``own`` being the target of an organisation below; None without a number."""
    low, high = (indicator.target_low, indicator.target_high) if own is None else (own, own)
    if indicator.target_year is None or (low is None and high is None):
        return None
    rising = indicator.direction == Direction.RISE
    ends = {"low": None if low is None else float(low), "high": None if high is None else float(high)}
    bound = Bound(indicator.target_bound)
    return set_target(
        indicator.target_year, bound=bound, **ends, base=base, rising=rising, cumulative=indicator.cumulative
    )


def question_of(judged, points):
    """The question, ``points`` being what was observed there; None where there is no target ahead of the baseline."""
    indicator, kind = judged.indicator, kind_of(judged.indicator)
    base = _base(judged)
    own = None if judged.whole else judged.target
    target = target_of(indicator, own, base=None if base is None else base.value)
    growing = growing_of(indicator) if target is None and judged.whole else None
    if growing is not None:
        return _growth_question(judged, base, growing)
    if target is None or (base is not None and base.year >= target.year) or (not judged.whole and own is None):
        return None
    numbers = [target.value, *([] if base is None else [base.value]), *(one.value for one in points)]
    return Question(
        indicator.name,
        str(indicator.pk),
        str(judged.organisation),
        indicator.unit or None,
        base,
        target,
        ceiling=ceiling(indicator),
        whole=counts_whole_things(indicator.unit or None, kind, numbers, read_lore().counting),
        flow=kind is MeasureKind.FLOW,
        shape=Shape.LINEAR if judged.shape in (TYPED, ALONG) else Shape(judged.shape),
        typed=judged.typed,
    )


def growing_of(indicator):
    """Where a plan sets no number but an average growth a year (年均增长), from when on, and whether the values are rates; else None."""
    change = indicator.item.values.get("change") or {}
    years = indicator.baseline_year, indicator.target_year
    if change.get("kind") != _GROWTH or change.get("value") is None or None in years or years[0] >= years[1]:
        return None
    relations = read_lore().catalogue.relations_of(indicator.key) if indicator.key else ()
    is_rate = any(isinstance(one, Growth) and one.growth == indicator.key for one in relations)
    return Growing(indicator.baseline_year, is_rate)


def _growth_question(judged, base, growing):
    indicator, change = judged.indicator, judged.indicator.item.values["change"]
    rate, bound = float(change["value"]), Bound(change.get("bound") or "=")
    rising = indicator.direction == Direction.RISE
    target = set_target(indicator.target_year, bound=bound, low=rate, high=rate, base=None, rising=rising)
    places = str(indicator.pk), str(judged.organisation)
    return Question(indicator.name, *places, indicator.unit or None, base, target, growing=growing)


def kind_of(indicator):
    """The kind of measure, None where nobody said."""
    return MeasureKind(indicator.kind) if indicator.kind else None


def ceiling(indicator):
    """The natural upper end of an indicator, None without one."""
    definition = read_lore().catalogue[indicator.key] if indicator.key else None
    return ceiling_of(indicator.unit or None, definition)


def _base(judged):
    indicator = judged.indicator
    if indicator.baseline_year is None or judged.base is None:
        return None
    region, key = str(judged.organisation), str(indicator.pk)
    return Observed(region, key, indicator.baseline_year, judged.base, indicator.unit, NO_PLACE)
