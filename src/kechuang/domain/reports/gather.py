"""Gathers what a report rests on: the plan's indicators that look forward, each with what was observed before and since."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kechuang.domain.folding import fold
from kechuang.domain.indicators.catalogue import Catalogue
from kechuang.domain.indicators.definition import Direction
from kechuang.domain.plans.plan import Indicator, Plan, YearValue
from kechuang.domain.reports.comparison import is_same_region
from kechuang.domain.reports.facts import Followed, Observed

_LOOKS_BACK = "completed_value_not_target"


@dataclass(frozen=True, slots=True)
class Reported:
    """One value somebody reported for an indicator of a region; ``region`` empty where it is the plan's own."""

    region: str
    indicator: str
    unit: str | None
    observed: Observed


def follow(
    plan: Plan, reported: Iterable[Reported], catalogue: Catalogue
) -> tuple[tuple[Followed, ...], tuple[Reported, ...]]:
    """The plan's indicators with what was observed, and the reported values that fit none of them."""
    forward = [one for one in plan.indicators if looks_forward(one, plan)]
    own = [one for one in reported if is_own(one.region, plan)]
    known = [*own, *told_by(plan)]
    followed = tuple(_follow(one, known, catalogue) for one in forward)
    left = tuple(one for one in own if not any(measures(one, indicator, catalogue) for indicator in forward))
    return followed, left


def looks_forward(indicator: Indicator, plan: Plan) -> bool:
    """Whether the row promises something: not a table of what was reached before the period."""
    target, start = indicator.target, plan.identity.start
    if target is None or not target.text.strip() or _LOOKS_BACK in indicator.flags:
        return False
    return start is None or target.year is None or target.year >= start


def is_own(region: str, plan: Plan) -> bool:
    """Whether a value is the plan's own region's."""
    own = plan.identity.region
    return not region or own is None or is_same_region(region, own.name) or is_same_region(own.name, region)


def is_same_place(other: Plan, plan: Plan) -> bool:
    """Whether another document speaks of the same region, or of none."""
    region = other.identity.region
    return region is None or is_own(region.name, plan)


def told_by(plan: Plan) -> Iterator[Reported]:
    """What a document tells of the past: tables that look back, values reached, and statistics of its region."""
    for indicator in plan.indicators:
        looking_back = not looks_forward(indicator, plan)
        values = (indicator.baseline, indicator.target, *indicator.others) if looking_back else ()
        for value in (*values, indicator.actual):
            observed = _observed(value)
            if observed is not None:
                yield Reported("", indicator.name, indicator.unit, observed)
    for cell in plan.series:
        if cell.year is not None and cell.value is not None and is_own(cell.region or "", plan):
            yield Reported("", cell.measure, cell.unit, Observed(cell.year, cell.value, cell.source.text, cell.source))


def _observed(value: YearValue | None) -> Observed | None:
    if value is None or value.year is None or value.value is None:
        return None
    return Observed(value.year, value.value, value.text, value.source)


def _follow(indicator: Indicator, known: list[Reported], catalogue: Catalogue) -> Followed:
    by_year: dict[int, Observed] = {}
    for one in known:
        if measures(one, indicator, catalogue):
            by_year.setdefault(one.observed.year, one.observed)
    observed = tuple(by_year[year] for year in sorted(by_year))
    return Followed(indicator, observed, rising=_rises(indicator, catalogue))


def measures(one: Reported, indicator: Indicator, catalogue: Catalogue) -> bool:
    """Whether a reported value measures an indicator: the same name or the same entry of the catalogue, in the same unit."""
    if one.unit and indicator.unit and fold(one.unit) != fold(indicator.unit):
        return False
    if _folded(one.indicator) == _folded(indicator.name):
        return True
    definition = catalogue.match(indicator.name, indicator.unit)
    return definition is not None and definition is catalogue.match(one.indicator, one.unit or indicator.unit)


def _rises(indicator: Indicator, catalogue: Catalogue) -> bool:
    base, target = indicator.baseline, indicator.target
    if base is not None and target is not None and base.value is not None and target.value is not None:
        return target.value >= base.value
    definition = catalogue.match(indicator.name, indicator.unit)
    return definition is None or definition.direction is Direction.RISE


def _folded(name: str) -> str:
    return "".join(fold(name).split())
