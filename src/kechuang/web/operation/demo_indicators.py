"""Demo data of indicators: the invented plan is followed, some of it divided, and a history made up for the years before."""

from dataclasses import replace
from decimal import Decimal

from kechuang.domain.indicators.division import Way, propose
from kechuang.web.indicators import actions
from kechuang.web.indicators.dividing import complete
from kechuang.web.indicators.grid import drafts_of, first_drafts, setting_of
from kechuang.web.indicators.models import Indicator
from kechuang.web.indicators.states import Origin
from kechuang.web.plans import actions as plans
from kechuang.web.plans import reviewing
from kechuang.web.plans.models import Plan
from kechuang.web.plans.states import Stage, Standing
from kechuang.web.words import say

_FILE = "yunling-2018-2025.xlsx"
_FIRST = 2018
_PARTS = ("990101", "990102", "990103")
# key -> yearly values from 2018 to the baseline's year, county by county; all invented
_COUNTIES = {
    "high_tech_enterprises": ((1, 1, 2, 3, 4, 5, 6, 7), (1, 1, 2, 2, 2, 3, 3, 4), (2, 2, 2, 3, 4, 4, 6, 7)),
    "technology_smes": ((3, 4, 5, 7, 9, 11, 14, 17), (2, 3, 4, 5, 6, 8, 9, 11), (4, 5, 6, 8, 10, 13, 15, 18)),
    "commissioners": (
        (20, 22, 24, 27, 29, 31, 34, 36),
        (18, 19, 21, 23, 25, 27, 29, 31),
        (9, 10, 11, 13, 14, 16, 18, 19),
    ),
    "rd_intensity": (
        ("0.52", "0.56", "0.61", "0.64", "0.68", "0.71", "0.75", "0.80"),
        ("0.35", "0.37", "0.41", "0.42", "0.46", "0.48", "0.50", "0.53"),
        ("0.90", "0.98", "1.02", "1.10", "1.15", "1.21", "1.26", "1.34"),
    ),
    "technology_contract_value": (
        ("0.03", "0.04", "0.06", "0.09", "0.13", "0.15", "0.19", "0.22"),
        ("0.02", "0.02", "0.03", "0.05", "0.06", "0.08", "0.08", "0.10"),
        ("0.05", "0.06", "0.08", "0.13", "0.18", "0.23", "0.29", "0.34"),
    ),
}
# key -> yearly values of the whole, where it is not made of the counties'
_WHOLE = {
    "rd_intensity": ("0.58", "0.61", "0.65", "0.69", "0.72", "0.76", "0.80", "0.86"),
    "fiscal_science_share": ("0.78", "0.80", "0.79", "0.84", "0.86", "0.90", "0.92"),
    "enterprises_with_rd_share": ("18.2", "19.9", "21.4", "22.0", "23.3", "26.1", "30.0", "31.5"),
    "high_value_inventions_per_10k": ("0.11", "0.13", "0.17", "0.20", "0.24", "0.29", "0.33", "0.38"),
    "science_literacy": ("6.9", "7.5", "8.2", "8.9", "9.5", "10.2", "10.9", "11.6"),
    "energy_per_gdp": ("0.57", "0.56", "0.54", "0.53", "0.52", "0.50", "0.49", "0.48"),
    "high_tech_industry_revenue": ("9.8", "11.0", "12.1", "14.0", "15.9", "17.6", "19.9", "21.6"),
}
# key -> how it is divided at first; the weights of a ratio are what the counties' product came to, in 亿元
_DIVIDED = {
    "high_tech_enterprises": Way.SHARE,
    "technology_smes": Way.MIXED,
    "commissioners": Way.INCREMENT,
    "technology_contract_value": Way.SHARE,
    "rd_intensity": Way.GROWTH,
}
_WEIGHTS = {"990101": Decimal(62), "990102": Decimal(47), "990103": Decimal(40)}


def make(known, people, at):
    """Adopt the invented plan where it has been read, follow it, divide it, and give it a past.

    ``known`` are organisations by code, ``people`` accounts by user name. Answers the indicators, none where there is no
    plan to follow yet.
    """
    planner, director = people["demo_planner"], people["demo_director"]
    by = {"origin": "demo", "at": at}
    version = _adopted(known["990100"], planner, director, by)
    if version is None:
        return []
    rows = actions.follow_plan(version, actor=planner, **by)
    actions.keep_observations(list(_history(rows, known)), actor=planner, **by)
    for row in rows:
        if row.key in _DIVIDED:
            _divide(row, known, actor=planner, **by)
    return rows


def _adopted(bureau, planner, director, by):
    plan = Plan.objects.filter(organisation=bureau).order_by("pk").first()
    version = plan.versions.order_by("-number").first() if plan is not None else None
    if version is None or version.stage not in (Stage.REVIEW, Stage.ADOPTED):
        return None
    if version.stage == Stage.ADOPTED:
        return version
    waiting = version.items.filter(standing=Standing.PENDING).values_list("pk", flat=True)
    reviewing.accept(version, waiting, actor=planner, **by)
    return plans.adopt(version, despite=say("demo.despite"), actor=director, **by)


def _history(rows, known):
    """The invented past; what the plan itself says of a year stands."""
    for row in rows:
        series = {
            "990100": _WHOLE.get(row.key, ()),
            **dict(zip(_PARTS, _COUNTIES.get(row.key, ((),) * 3), strict=True)),
        }
        for number, (code, values) in enumerate(series.items(), start=2):
            there = set(row.observations.filter(organisation=known[code]).values_list("year", flat=True))
            for column, value in enumerate(values):
                year = _FIRST + column
                if year not in there:
                    source = {"file": _FILE, "row": number, "column": str(year)}
                    yield actions.Value(
                        row.pk,
                        known[code].pk,
                        year,
                        Decimal(str(value)),
                        origin=Origin.IMPORTED.value,
                        source=source,
                    )


def _divide(row, known, **by):
    """Shares for the counties and the park, as a first proposal gives them."""
    indicator = Indicator.objects.select_related("plan__organisation").get(pk=row.pk)
    setting = setting_of(indicator, known["990100"])
    weights = {known[code].pk: weight for code, weight in _WEIGHTS.items()}
    whole, _ = drafts_of(setting)
    parts = [
        replace(part, weight=weights[part.organisation] if indicator.aggregation == "ratio" else None)
        for part in first_drafts(setting)
    ]
    breakdown = complete(indicator, whole, parts)
    sizes = setting.bases if breakdown.cumulative else None
    targets = propose(breakdown, _DIVIDED[indicator.key], sizes=sizes)
    parts = [replace(part, target=targets.get(part.organisation)) for part in parts]
    actions.break_down(indicator, whole, parts, edition=indicator.edition, **by)
