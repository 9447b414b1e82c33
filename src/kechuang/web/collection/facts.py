"""Returns as values for decisions: their fields with history, what is possible, and what the organisations below reported."""

from collections import Counter, defaultdict
from functools import cache

from kechuang.domain.collection.checks import Facts, Field, PlanRatio
from kechuang.domain.collection.entry import CellState, Entry
from kechuang.domain.collection.lifecycle import OPEN, Stage
from kechuang.domain.collection.limits import limits_on, schedule_on
from kechuang.domain.indicators.definition import MeasureKind
from kechuang.readers.catalogue import read_catalogue
from kechuang.readers.rules import read_collection_rules
from kechuang.web.collection.models import Cell, Return, RoundIndicator
from kechuang.web.indicators.facts import read_lore
from kechuang.web.indicators.models import Observation
from kechuang.web.indicators.queries import newest_observations
from kechuang.web.indicators.states import Aggregation, State
from kechuang.web.organisations.facts import tree_on
from kechuang.web.questions import Among, Question

_NEVER_WHOLE = (MeasureKind.RATIO, MeasureKind.INDEX)
_WITHOUT_FACTOR = (1, None, None)


def return_facts(filed, entries=None, cells=None):
    """One return as it is checked; ``entries`` by asked id stand in for what its cells say."""
    cells = {filed.pk: cells} if cells is not None else None
    return returns_facts(filed.round, [filed], {filed.pk: entries or {}}, cells=cells)[filed.pk]


def returns_facts(round_, returns, entries=None, *, cells=None):
    """Returns of one round as they are checked, by return id; as many questions for many as for one."""
    entries = entries or {}
    cells = cells if cells is not None else cells_of(returns)
    history = _history(round_, returns, cells)
    below = _below(round_, returns)
    limits = limits_on(read_collection_rules().on(round_.closes_on))
    facts = {}
    for filed in returns:
        put_in = entries.get(filed.pk, {})
        fields = tuple(
            _field(cell, put_in.get(cell.asked_id), history, below, filed.organisation_id) for cell in cells[filed.pk]
        )
        relations = _relations(frozenset(one.key for one in fields if one.key))
        facts[filed.pk] = Facts(round_.year, fields, relations, limits, _plan_ratios(cells[filed.pk]))
    return facts


def schedule_of(round_):
    """When reminders of a round go out."""
    return schedule_on(read_collection_rules().on(round_.closes_on))


def stages_around(filed):
    """The stages of the returns below this one, and of those above, in its round; the tree is that of the round's opening."""
    tree = tree_on(filed.round.opens_on)
    stages = dict(Return.objects.filter(round_id=filed.round_id).values_list("organisation_id", "stage"))
    above = frozenset(tree.above(filed.organisation_id)) - {filed.organisation_id}
    below = tree.below(filed.organisation_id) - {filed.organisation_id}
    return [Stage(stages[one]) for one in below & stages.keys()], [Stage(stages[one]) for one in above & stages.keys()]


def entry_of(cell):
    """What a cell says."""
    return Entry(CellState(cell.state), cell.value)


def cells_of(returns):
    """The cells of returns by return id, in the order of the form; what they ask for is read once, not once a cell."""
    asked = {one.pk: one for one in _ASKED.rows(rounds={one.round_id for one in returns})}
    found = defaultdict(list)
    for cell in _CELLS.rows(returns={one.pk for one in returns}):
        cell.asked = asked[cell.asked_id]
        found[cell.in_return_id].append(cell)
    for cells in found.values():
        cells.sort(key=lambda cell: cell.asked.position)
    return found


_ASKED = Question(
    lambda slot: RoundIndicator.objects.filter(Among("round_id", slot.numbers("rounds"))).select_related("indicator")
)
_CELLS = Question(lambda slot: Cell.objects.filter(Among("in_return_id", slot.numbers("returns"))))


def _plan_ratios(cells):
    """The ratios a return asks for whose parts the plan itself names, where it asks for both."""
    asked = {cell.asked.indicator_id: cell.asked_id for cell in cells}
    ratios = [cell.asked for cell in cells if cell.asked.indicator.aggregation == Aggregation.RATIO]
    return tuple(
        PlanRatio(one.pk, asked[one.indicator.numerator_id], asked[one.indicator.denominator_id], one.indicator.scale)
        for one in ratios
        if one.indicator.numerator_id in asked and one.indicator.denominator_id in asked
    )


def _history(round_, returns, cells):
    indicators = {cell.asked.indicator_id for one in cells.values() for cell in one}
    organisations = {one.organisation_id for one in returns}
    found = defaultdict(list)
    for organisation, indicator, year, value in _STANDING.rows(
        indicators=indicators, organisations=organisations, period=round_.period, year=round_.year
    ):
        found[organisation, indicator].append((year, value))
    return found


def _standing(slot):
    places = [
        Among("indicator_id", slot.numbers("indicators")),
        Among("organisation_id", slot.numbers("organisations")),
    ]
    rows = newest_observations(period=slot.text("period"), among=Observation.objects.filter(*places))
    earlier = rows.filter(year__lt=slot.number("year"), state=State.VALUE).order_by("year")
    return earlier.values_list("organisation", "indicator", "year", "value")


_STANDING = Question(_standing)


def _below(round_, returns):
    """Numbers of the organisations directly below, by organisation and indicator: only where all that stand there said something."""
    parents = tree_on(round_.opens_on).parents
    asked = {one.organisation_id for one in returns}
    children = defaultdict(set)
    for organisation, parent in parents.items():
        if parent in asked:
            children[parent].add(organisation)
    if not children:
        return {}
    rows = Cell.objects.filter(
        in_return__round=round_,
        in_return__organisation__in=set().union(*children.values()),
        asked__indicator__aggregation=Aggregation.SUM,
        state__in=[CellState.VALUE, CellState.NOT_APPLICABLE],
    ).exclude(in_return__stage__in=OPEN)
    said, given = Counter(), defaultdict(list)
    for organisation, name, indicator, value in rows.order_by("in_return__organisation__code").values_list(
        "in_return__organisation", "in_return__organisation__name", "asked__indicator", "value"
    ):
        said[parents[organisation], indicator] += 1
        if value is not None:
            given[parents[organisation], indicator].append((name, value))
    return {place: tuple(parts) for place, parts in given.items() if said[place] == len(children[place[0]])}


def _field(cell, entry, history, below, organisation):
    indicator = cell.asked.indicator
    entry = entry or entry_of(cell)
    factor, low, high = _possible(indicator.key, indicator.unit)
    return Field(
        id=cell.asked_id,
        name=indicator.name,
        unit=indicator.unit,
        state=entry.state,
        value=entry.value,
        required=cell.asked.required,
        key=indicator.key,
        factor=factor,
        counted=indicator.unit in read_lore().counting and indicator.kind not in _NEVER_WHOLE,
        low=low,
        high=high,
        history=tuple(history.get((organisation, indicator.pk), ())),
        below=below.get((organisation, indicator.pk), ()),
    )


@cache
def _possible(key, unit):
    """How many of the definition's own unit one ``unit`` is, and what is possible in ``unit``."""
    catalogue = read_catalogue()
    if key not in catalogue:
        return _WITHOUT_FACTOR
    definition = catalogue[key]
    factor = definition.factor(unit)
    if factor is None:
        return _WITHOUT_FACTOR
    low, high = (None if one is None else one / factor for one in (definition.low, definition.high))
    return factor, low, high


@cache
def _relations(keys):
    return tuple({relation: None for key in sorted(keys) for relation in read_catalogue().relations_of(key)})
