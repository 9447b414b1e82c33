"""Whoever has a hand in a return approves it nowhere: not at the next level, not in another role, not through somebody else."""

import pytest
from django.core.exceptions import PermissionDenied

from kechuang.web.collection import approval, queries
from kechuang.web.organisations.models import HeldRole
from kechuang.web.organisations.roles import Role, Scope
from tests.web.accounts.test_accounts import acting, again, leave
from tests.web.collection.conftest import bring, by, fill, of, submit
from tests.web.conftest import SINCE


def also(person, role):
    """The person, holding another role over the bureau and all below it."""
    HeldRole.objects.create(person=person, role=role, scope=Scope.BELOW, starts_on=SINCE)
    return again(person)


def refuses(filed, who):
    with pytest.raises(PermissionDenied, match="same hands"):
        approval.approve(filed, **by(who))
    return filed not in queries.returns_to_approve(who)


def test_what_one_s_delegate_filled_in_for_one_one_does_not_approve(round_, staff, west, people):
    clerk, filed = also(staff["clerk"], Role.APPROVER), of(round_, west)
    stand_in = acting(people["nobody"], leave(clerk, people["nobody"]))
    fill(filed, stand_in)
    submit(filed, stand_in)
    assert refuses(filed, clerk)
    assert refuses(filed, also(people["nobody"], Role.APPROVER))
    approval.approve(filed, **by(staff["approver"]))
    assert refuses(filed, also(clerk, Role.PLANNER))
    approval.approve(filed, **by(staff["planner"]))


def test_the_page_says_that_somebody_else_approves(browser, round_, staff, west):
    filed = of(round_, west)
    bring(filed, staff, "submitted")
    also(staff["clerk"], Role.APPROVER)
    for who, shown in (("clerk", False), ("approver", True)):
        page = browser(who).get(f"/collection/returns/{filed.pk}/").content.decode()
        assert (f"/collection/returns/{filed.pk}/approve/" in page, "须由他人审核" in page) == (shown, not shown)


def test_what_one_filled_in_and_somebody_else_handed_in_one_does_not_approve(round_, staff, west, people):
    filler, filed = also(people["nobody"], Role.REPORTER), of(round_, west)
    fill(filed, filler)
    submit(filed, staff["clerk"])
    assert refuses(filed, also(filler, Role.APPROVER))


def test_what_one_handed_in_one_does_not_approve_at_the_bureau_either(round_, staff, west):
    filed = of(round_, west)
    bring(filed, staff, "county-approved")
    assert refuses(filed, also(staff["clerk"], Role.PLANNER))


def test_what_one_s_delegate_approved_for_one_below_one_does_not_approve_above(round_, staff, west, people):
    approver, filed = also(staff["approver"], Role.PLANNER), of(round_, west)
    bring(filed, staff, "submitted")
    stand_in = acting(people["nobody"], leave(approver, people["nobody"], roles=["approver"]))
    approval.approve(filed, **by(stand_in))
    filed.refresh_from_db()
    assert (filed.county_approved_by, set(filed.county_hands.all())) == (people["nobody"], {people["nobody"], approver})
    assert refuses(filed, approver)
    assert refuses(filed, also(people["nobody"], Role.PLANNER))


def test_whoever_took_an_approval_back_may_give_it_again(round_, staff, west):
    filed = of(round_, west)
    bring(filed, staff, "county-approved")
    approval.unapprove(filed, reason="核对", **by(staff["approver"]))
    filed.refresh_from_db()
    assert (filed.county_approved_by, filed.county_hands.count()) == (None, 0)
    assert filed in queries.returns_to_approve(staff["approver"])
    approval.approve(filed, **by(staff["approver"]))
