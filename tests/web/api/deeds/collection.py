"""Rounds and returns, their evidence and workbooks."""

from datetime import timedelta

from django.utils import timezone

from kechuang.web.collection import actions, evidence
from kechuang.web.collection.models import Return
from kechuang.web.collection.workbook_written import COLUMNS, write_book
from kechuang.web.indicators.models import Indicator
from tests.web.api.deeds.deed import Deed, edited
from tests.web.indicators.conftest import by

FILL = "return.fill"
VALUE = f"c{COLUMNS.index('value')}"


def round_(one):
    """A round to open."""
    today = timezone.localdate()
    asked = [{"indicator": one.indicator, "required": False}]
    days = {"opens_on": today.isoformat(), "closes_on": (today + timedelta(days=9)).isoformat()}
    named = {"plan": one.plan, "title": "2027年度统计", "year": 2027}
    return {**named, **days, "indicators": asked, "organisations": [one.county.pk]}


def ask(one, *names):
    """A round that asks the county for indicators by their names, and its return."""
    today = timezone.localdate()
    rows = [Indicator.objects.get(plan=one.plan, name=name) for name in names or ("高新技术企业", "研发经费")]
    asked = {"indicators": [(row, False) for row in rows], "units": [one.county]}
    days = {"opens_on": today, "closes_on": today + timedelta(days=9)}
    named = {"title": "2026年度统计", "year": 2026, "period": "Y"}
    made = actions.open_round(rows[0].plan, **named, **days, **asked, **by(one.people["planner"]))
    one.round, one.filed = made, Return.objects.select_related("round__plan", "organisation").get(round=made)


def _attached(one):
    ask(one)
    given = {"name": "证书.txt", **by(one.people["reporter"])}
    one.evidence = evidence.add(one.filed, b"file", **given)


def _of_return(one):
    ask(one)
    one.book = edited(write_book(one.round, [one.filed], one=one.filed), 2, "高新技术企业", **{VALUE: "52"})


def _of_round(one):
    ask(one)
    one.book = edited(write_book(one.round, [one.filed]), 2, "高新技术企业", **{VALUE: "52"})


def _sheet(one):
    return "sheet", "return.xlsx", one.book


DEEDS = {
    "collection-open": Deed("rounds", "round.manage", given=round_),
    "collection-attach": Deed(
        "returns/{one.filed.pk}/evidence",
        FILL,
        "reporter",
        prepare=ask,
        file=lambda one: ("file", "证书.txt", "证书".encode()),
    ),
    "collection-detach": Deed("evidence/{one.evidence.pk}/remove", FILL, "reporter", prepare=_attached),
    "collection-take-in": Deed("returns/{one.filed.pk}/workbook", FILL, "reporter", prepare=_of_return, file=_sheet),
    "collection-take-in-round": Deed(
        "rounds/{one.round.pk}/workbook", FILL, "reporter", prepare=_of_round, file=_sheet
    ),
}
