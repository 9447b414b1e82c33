"""Rows as values for decisions: an adopted version as a plan, indicators as questions, values as observations."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from kechuang.domain.indicators.definition import Direction, MeasureKind
from kechuang.domain.indicators.observation import TableRow
from kechuang.domain.indicators.outlook_followed import Promise
from kechuang.domain.indicators.outlook_followed import target_of as asked_target
from kechuang.domain.indicators.outlook_questions import Lore, ceiling_of
from kechuang.domain.plans.plan import Binding, Change, Identity, Kind, Plan, RegionName, SeriesCell, YearValue
from kechuang.domain.plans.plan import Indicator as Row
from kechuang.domain.quantity import Bound
from kechuang.domain.source import Source
from kechuang.readers.catalogue import read_catalogue
from kechuang.readers.regions import read_regions
from kechuang.readers.rulebooks import read_vocabulary
from kechuang.web.plans.states import COUNTED

NO_PLACE = TableRow("", 0)


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


def promise_of(indicator, *, change=None):
    """What a plan asks of an indicator; ``change`` is what it asks where it sets no number, see ``change_of``."""
    low, high = indicator.target_low, indicator.target_high
    return Promise(
        str(indicator.pk),
        indicator.name,
        indicator.unit or None,
        indicator.key,
        kind_of(indicator),
        indicator.direction == Direction.RISE,
        indicator.baseline_year,
        indicator.target_year,
        Bound(indicator.target_bound),
        None if low is None else float(low),
        None if high is None else float(high),
        indicator.cumulative,
        change,
    )


def change_of(indicator):
    """The change the plan's row asks for (年均增长、累计), None without one."""
    read = indicator.item.values.get("change")
    if not read:
        return None
    return Change(
        _decimal(read.get("value")), read.get("kind"), read.get("text") or "", Bound(read.get("bound") or "=")
    )


def target_of(indicator):
    """What an indicator should reach as the plan has it; None without a number."""
    return asked_target(promise_of(indicator))


def kind_of(indicator):
    """The kind of measure, None where nobody said."""
    return MeasureKind(indicator.kind) if indicator.kind else None


def ceiling(indicator):
    """The natural upper end of an indicator, None without one."""
    definition = read_lore().catalogue[indicator.key] if indicator.key else None
    return ceiling_of(indicator.unit or None, definition)
