"""A round of five indicators among a county, a township below it, a second county and a department, and who fills it in."""

from datetime import date
from decimal import Decimal

import pytest

from kechuang.domain.collection.checks import check_return
from kechuang.domain.collection.entry import CellState, Entry
from kechuang.web.collection import actions, approval
from kechuang.web.collection.facts import return_facts
from kechuang.web.collection.models import Cell, Return
from kechuang.web.organisations.roles import Kind, Role, Scope
from tests.web.conftest import make_organisation, make_person
from tests.web.indicators.conftest import adopted, by, department, followed, west

__all__ = ("adopted", "by", "department", "followed", "west")
PLAIN = {
    "研发经费": "11",
    "地区生产总值": "520",
    "研发经费投入强度": "2.12",
    "高新技术企业": "66",
    "技术合同成交额": "8",
}


@pytest.fixture
def town(county):
    """A township below the county."""
    return make_organisation("510101", "东镇", Kind.TOWNSHIP, parent=county)


@pytest.fixture
def staff(people, bureau, county):
    """The people, and somebody who reports for everybody."""
    people["clerk"] = make_person("clerk", bureau, Role.REPORTER, Scope.BELOW)
    people["county-approver"] = make_person("county-approver", county, Role.APPROVER, Scope.BELOW)
    return people


@pytest.fixture
def round_(followed, staff, bureau, county, town, west, department):
    """The round, open."""
    return open_round(staff, followed, [county, town, west, department])


def open_round(staff, followed, units, *, year=2026, opens_on=date(2026, 1, 1), closes_on=date(2027, 1, 31), **more):
    """A round of all indicators."""
    indicators = [(row, True) for row in sorted(followed.values(), key=lambda one: one.position)]
    plan = indicators[0][0].plan
    asked = {"period": "Y", "opens_on": opens_on, "closes_on": closes_on, "indicators": indicators, "units": units}
    title = f"{year}年度统计调查"
    return actions.open_round(plan, title=title, year=year, **{**asked, **more}, **by(staff["planner"]))


def of(round_, organisation):
    """The return of an organisation, as it stands."""
    return Return.objects.select_related("round__plan", "organisation").get(round=round_, organisation=organisation)


def number(text):
    """An entry that is a number."""
    return Entry(CellState.VALUE, Decimal(text))


def fill(filed, who, values=PLAIN, *, answer="已核实", **more):
    """Fill in numbers by the name of the indicator, and answer what is asked back."""
    cells = {
        one.asked.indicator.name: one for one in Cell.objects.filter(in_return=filed).select_related("asked__indicator")
    }
    filling = {cells[name].asked_id: actions.Filled(number(text)) for name, text in values.items()}
    entries = {pk: one.entry for pk, one in filling.items()}
    for finding in check_return(return_facts(filed, entries)) if answer else ():
        if finding.field_id in filling:
            filling[finding.field_id].answers[finding.id] = answer
    filed.refresh_from_db()
    return actions.fill(filed, filling, edition=filed.edition, **by(who), **more)


def submit(filed, who):
    """Hand in a return."""
    filed.refresh_from_db()
    return actions.submit(filed, edition=filed.edition, **by(who))


def bring(filed, staff, stage):
    """Take a draft on to a stage, with plain numbers in all it asks for."""
    asked = set(filed.cells.values_list("asked__indicator__name", flat=True))
    fill(filed, staff["clerk"], {name: value for name, value in PLAIN.items() if name in asked})
    submit(filed, staff["clerk"])
    for who, at in (("approver", "county-approved"), ("planner", "bureau-approved")):
        if stage == "submitted":
            return
        approval.approve(filed, **by(staff[who]))
        if stage == at:
            return
    approval.lock(filed, **by(staff["planner"]))
