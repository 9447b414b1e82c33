"""From an adopted version to what is followed of it: one ``Followed`` per indicator, and the history its tables give."""

from dataclasses import dataclass
from decimal import Decimal

from kechuang.domain.indicators.definition import Direction, MeasureKind, Ratio
from kechuang.domain.indicators.outlook_questions import Measure, measure_of, pose
from kechuang.readers.rulebooks import read_vocabulary
from kechuang.web.indicators.facts import read_lore
from kechuang.web.indicators.states import Aggregation

_PLACES = Decimal("0.000001")
_SCALES = {"%": Decimal(100), "‰": Decimal(1000)}
_GREATEST = Decimal(10) ** 18


@dataclass(frozen=True)
class Followed:
    """An indicator as a version has it; ``columns`` are those of the row, ``measure`` what its name and unit stand for."""

    form: str
    measure: Measure
    columns: dict[str, object]


@dataclass(frozen=True)
class Known:
    """A value of the past that a version gives: region as it is named there (None: the plan's own), and the item."""

    position: int  # in the list of those followed
    region: str | None
    year: int
    value: Decimal
    item: int


def followed_of(adopted):
    """Every indicator of an adopted version that is to be followed, in the order of the plan."""
    lore = read_lore()
    return [_followed(row, lore, adopted.plan.identity) for row in adopted.rows]


def _followed(row, lore, identity):
    measure = measure_of(row.name, row.unit, lore)
    definition = measure.definition
    kind = definition.kind.value if definition else _kind_by_unit(row.unit)
    base, target = row.baseline, row.target
    value = None if base is None else _fitting(base.value)
    low, high = (None if target is None else _fitting(end) for end in _ends(target))
    columns = {
        "item_id": int(row.source.document),
        "name": row.name[:200],
        "key": definition.key if definition else "",
        "unit": (row.unit or "")[:32],
        "direction": _direction(definition, value, low, high).value,
        "kind": kind,
        "binding": row.binding.value if row.binding else "",
        "baseline_year": _baseline_year(base, identity),
        "baseline_value": value,
        "target_year": None if target is None else target.year or identity.end,
        "target_bound": target.bound.value if target else "=",
        "target_low": low,
        "target_high": high,
        "cumulative": bool(target and target.cumulative),
    }
    return Followed(lore.form(row.name), measure, columns)


def _baseline_year(base, identity):
    if base is not None and base.year is not None:
        return base.year
    return None if identity.start is None else identity.start - 1


def _ends(target):
    return (None, None) if target is None else (target.low, target.high)


def _fitting(number):
    """A number as the columns hold it; None where it is none or larger than any statistic."""
    if number is None or abs(number) >= _GREATEST:
        return None
    return number.quantize(_PLACES)


def _kind_by_unit(unit):
    return MeasureKind.RATIO.value if unit in _SCALES else ""


def _direction(definition, base, low, high):
    if definition is not None:
        return definition.direction
    near = low if low is not None else high
    falling = near is not None and base is not None and near < base
    return Direction.FALL if falling or (low is None and high is not None) else Direction.RISE


def aggregation_of(followed):
    """How the parts of an indicator make its whole, as its kind and unit say; a planner may know better."""
    kind, unit = followed.columns["kind"], followed.columns["unit"]
    if kind in (MeasureKind.STOCK, MeasureKind.FLOW):
        return Aggregation.SUM
    if kind == MeasureKind.RATIO:
        return Aggregation.RATIO
    return Aggregation.SUM if kind == "" and unit in read_lore().counting else Aggregation.NONE


def ratio_of(followed, among):
    """Numerator, denominator and scale of a ratio, where the catalogue names them and the plan has both; positions."""
    unit = followed.columns["unit"]
    scale = _SCALES.get(unit, Decimal(1))
    positions = {one.measure.key: at for at, one in enumerate(among)}
    for relation in read_lore().catalogue.relations_of(followed.columns["key"]):
        if isinstance(relation, Ratio) and relation.ratio == followed.columns["key"]:
            part, whole = positions.get(relation.part), positions.get(relation.whole)
            if part is not None and whole is not None:
                return part, whole, _in_printed_units(relation.scale, followed, among[part], among[whole])
    return None, None, scale


def _in_printed_units(scale, ratio, part, whole):
    factor = Decimal(str(part.measure.factor)) / Decimal(str(whole.measure.factor))
    return (scale * factor / Decimal(str(ratio.measure.factor))).quantize(_PLACES)


def history_of(adopted, followed):
    """Baselines and the cells of statistics tables for the measures that are followed, in the unit the plan prints."""
    lore = read_lore()
    positions = {}
    for at, one in enumerate(followed):
        positions.setdefault(one.measure.key, at)
    identity = adopted.plan.identity
    own = lore.region(identity.region.name) if identity.region else identity.title or ""
    _, observed = pose((adopted.plan,), (), lore=lore)
    for (region, key), values in observed.items():
        if key in positions:
            at = positions[key]
            where = None if region == own or _is_everywhere(region, own) else region
            for one in values:
                value = _fitting(Decimal(repr(one.value / followed[at].measure.factor)))
                if value is not None:
                    yield Known(at, where, one.year, value, int(one.place.document))


def _is_everywhere(region, own):
    """Whether a table's 全市 is the plan's own region: it is in the plan of a city, and not in that of a county."""
    return region in read_vocabulary().words("audit.everywhere") and region[-1:] == own[-1:]
