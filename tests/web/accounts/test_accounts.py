"""Accounts: opening and closing them, roles with a reach and a period, standing in for somebody."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kechuang.web.accounts import actions, delegating
from kechuang.web.journal.models import Entry
from kechuang.web.organisations import access
from kechuang.web.organisations.models import Delegation, HeldRole, Person
from kechuang.web.organisations.roles import Role, Scope
from tests.web.conftest import SINCE, make_organisation, make_person

BY = {"origin": "10.0.0.8", "at": timezone.now()}
TODAY = timezone.localdate()


def test_an_administrator_opens_an_account_and_others_may_not(people, county):
    given = {"username": "New.One", "name": "新人", "organisation": county, "role": "reporter", "scope": "own"}
    with pytest.raises(PermissionDenied):
        actions.add_person(**given, actor=people["director"], **BY)
    person, password = actions.add_person(**given, actor=people["administrator"], **BY)
    assert (person.username, person.check_password(password), person.must_change_password) == ("new.one", True, True)
    with pytest.raises(actions.UsernameTaken):
        actions.add_person(**given, actor=people["administrator"], **BY)
    assert password not in str(list(Entry.objects.values_list()))


def test_an_auditor_is_not_made_a_planner_as_well(people):
    with pytest.raises(actions.NotTogether):
        actions.grant_role(people["auditor"], role="planner", scope="own", actor=people["administrator"], **BY)


@pytest.mark.parametrize("address", ["password", "switch-off", "role"])
def test_accounts_of_others_are_unseen_to_whoever_does_not_manage_them(browser, people, address):
    target = people["planner"].pk
    assert browser("director").post(f"/organisations/people/{target}/{address}/").status_code == 404
    assert browser("director").get(f"/organisations/people/{target}/").status_code == 404


def test_a_closed_account_is_closed_and_its_trace_stays(browser, people):
    client = browser("administrator")
    client.post(f"/organisations/people/{people['planner'].pk}/switch-off/", {"reason": "调离"})
    assert not Person.objects.get(username="planner").is_active
    assert Entry.objects.get(deed="person.switched-off").reason == "调离"


def test_the_list_of_people_asks_as_often_for_three_as_for_one(browser, bureau, django_assert_num_queries):
    client = browser("administrator")
    with CaptureQueriesContext(connection) as few:
        client.get("/organisations/people/")
    for number in range(3):
        make_person(f"more{number}", bureau, Role.REPORTER)
    with django_assert_num_queries(len(few)):
        client.get("/organisations/people/")


def again(person):
    """The person as the next request sees them."""
    return Person.objects.get(pk=person.pk)


def grant(people, username, **given):
    given = {"role": Role.REPORTER, "scope": Scope.OWN, **given}
    return actions.grant_role(people[username], **given, actor=people["administrator"], **BY)


def test_a_role_reaches_the_organisations_listed_and_no_others(people, bureau, county):
    west = make_organisation("510002", "西县", parent=bureau)
    grant(people, "nobody", role=Role.REPORTER, scope=Scope.LISTED, listed=[west])
    assert access.reach(again(people["nobody"]), "return.fill") == {west.pk}


def test_a_role_that_begins_tomorrow_gives_nothing_today(people):
    grant(people, "nobody", starts_on=TODAY + timedelta(days=1))
    assert access.roles_of(again(people["nobody"])) == set()


def test_a_role_ends_on_its_day(people, browser):
    held = people["planner"].roles.get()
    answer = browser("administrator").post(f"/organisations/roles/{held.pk}/end/", {"ends_on": TODAY.isoformat()})
    assert answer.status_code == 302
    assert access.roles_of(again(people["planner"])) == set()
    entry = Entry.objects.get(deed="person.role-ended")
    assert f'"until":"{TODAY}"' in entry.after
    assert '"until":null' in entry.before


def test_a_session_ends_at_once_where_a_role_changes(people, browser):
    client = browser("nobody")
    assert client.get("/organisations/own/").status_code == 200
    grant(people, "nobody")
    assert client.get("/organisations/own/").status_code == 302


@pytest.mark.parametrize("address", ["switch-off", "password", "sessions"])
def test_a_session_ends_at_once_where_the_administrator_says_so(people, browser, address):
    client = browser("planner")
    browser("administrator").post(f"/organisations/people/{people['planner'].pk}/{address}/", {"reason": "调离"})
    assert client.get("/organisations/own/").status_code == 302


def test_an_account_is_not_closed_without_a_reason(people, browser):
    browser("administrator").post(f"/organisations/people/{people['planner'].pk}/switch-off/", {"reason": ""})
    assert again(people["planner"]).is_active


def test_administrators_change_nothing_about_themselves(people):
    me, by = people["administrator"], {"actor": people["administrator"], **BY}
    for deed in (
        lambda: actions.grant_role(me, role=Role.ADMINISTRATOR, scope=Scope.OWN, **by),
        lambda: actions.end_role(me.roles.get(), ends_on=TODAY, **by),
        lambda: actions.switch_off(me, reason="r", **by),
        lambda: actions.take_factor(me, reason="r", **by),
    ):
        with pytest.raises(actions.NotOneself):
            deed()


def test_only_administrators_change_accounts(people):
    target, by = people["planner"], {"actor": people["director"], **BY}
    for deed in (
        lambda: actions.grant_role(target, role=Role.DIRECTOR, scope=Scope.OWN, **by),
        lambda: actions.end_role(target.roles.get(), ends_on=TODAY, **by),
        lambda: actions.switch_off(target, reason="r", **by),
        lambda: actions.hand_out_password(target, **by),
        lambda: actions.take_factor(target, reason="r", **by),
        lambda: actions.end_sessions(target, **by),
    ):
        with pytest.raises(PermissionDenied):
            deed()


def test_a_reach_and_a_period_are_checked_as_they_are_put_in(people, browser):
    address = f"/organisations/people/{people['nobody'].pk}/role/"
    client = browser("administrator")
    role = {"role": "reporter", "scope": "listed"}
    assert client.post(address, role).status_code == 422
    period = {"role": "reporter", "scope": "own", "starts_on": "2026-05-01", "ends_on": "2026-05-01"}
    assert client.post(address, period).status_code == 422
    assert client.post(address, {**period, "ends_on": "2026-05-02"}).status_code == 302
    held = HeldRole.objects.get(person=people["nobody"])
    assert (held.starts_on, held.ends_on) == (date(2026, 5, 1), date(2026, 5, 2))


def leave(person, delegate, *, roles=("reporter",), starts_on=TODAY, days=10, actor=None):
    """``person`` leaves roles to ``delegate`` from a day for ten days."""
    last = starts_on + timedelta(days=days)
    given = {"roles": list(roles), "starts_on": starts_on, "ends_on": last, "reason": "出差"}
    return delegating.delegate(person, delegate=delegate, **given, actor=actor or person, **BY)


def acting(person, left):
    """``person`` as a request sees them that stands in by ``left``."""
    person = again(person)
    access.act_as(person, delegation=left, on=TODAY)
    return person


def test_whoever_stands_in_reaches_as_far_as_whoever_left_the_role(people, bureau, county):
    left = leave(people["reporter"], people["nobody"])
    person = acting(people["nobody"], left)
    assert access.reach(person, "return.fill") == {county.pk}
    assert access.reach(again(people["nobody"]), "return.fill") == frozenset()


def test_what_was_left_ends_with_the_role_it_comes_from(people):
    left = leave(people["reporter"], people["nobody"])
    HeldRole.objects.filter(person=people["reporter"]).update(ends_on=TODAY)
    assert access.reach(acting(people["nobody"], left), "return.fill") == frozenset()


def test_one_s_own_roles_rest_while_one_stands_in(people):
    left = leave(people["reporter"], people["director"])
    assert access.roles_of(acting(people["director"], left)) == {Role.REPORTER}


def test_a_delegation_runs_from_its_first_day_through_its_last(people):
    left = leave(people["reporter"], people["nobody"], starts_on=TODAY + timedelta(days=1), days=1)
    running = [list(access.delegations_to(people["nobody"], on=TODAY + timedelta(days=days))) for days in range(4)]
    assert running == [[], [left], [left], []]


def test_a_delegation_withdrawn_or_of_a_closed_account_does_not_run(people):
    left = leave(people["reporter"], people["nobody"])
    Person.objects.filter(pk=people["reporter"].pk).update(is_active=False)
    assert not access.delegations_to(people["nobody"], on=TODAY).exists()
    Person.objects.filter(pk=people["reporter"].pk).update(is_active=True)
    delegating.withdraw(left, actor=people["reporter"], **BY)
    assert not access.delegations_to(people["nobody"], on=TODAY).exists()


@pytest.mark.parametrize(
    ("username", "given", "refusal"),
    [
        ("stranger", {}, delegating.NotHigher),
        ("nobody", {"roles": ["approver"]}, delegating.NotTheirs),
        ("nobody", {"roles": []}, delegating.NotTheirs),
        ("auditor", {}, delegating.KeptApart),
        ("administrator", {}, delegating.KeptApart),
        ("nobody", {"days": 93}, delegating.TooLong),
        ("nobody", {"days": -1}, delegating.TooLong),
        ("nobody", {"starts_on": TODAY - timedelta(days=1)}, delegating.TooLong),
    ],
)
def test_what_cannot_be_left(people, username, given, refusal):
    with pytest.raises(refusal):
        leave(people["reporter"], people[username], **given)
    assert not Delegation.objects.exists()


def test_a_role_is_not_left_to_somebody_below(people):
    with pytest.raises(delegating.NotHigher):
        leave(people["planner"], people["reporter"], roles=["planner"])


def test_others_roles_are_left_and_taken_back_by_an_administrator_only(people):
    with pytest.raises(PermissionDenied):
        leave(people["reporter"], people["nobody"], actor=people["planner"])
    left = leave(people["reporter"], people["nobody"], actor=people["administrator"])
    with pytest.raises(PermissionDenied):
        delegating.withdraw(left, actor=people["nobody"], **BY)


def test_a_role_kept_apart_is_not_given_to_whoever_stands_in(people):
    leave(people["reporter"], people["nobody"])
    with pytest.raises(actions.NotTogether):
        grant(people, "nobody", role=Role.AUDITOR)


def test_the_journal_names_both(people, browser):
    left = leave(people["reporter"], people["nobody"])
    client = browser("nobody")
    assert client.post("/organisations/own/act/", {"as": f"delegation:{left.pk}"}).url == "/"
    client.get("/plans/upload/")
    assert Entry.objects.get(deed="refused").actor == "nobody/reporter"
    assert "nobody 代 reporter" in client.get("/organisations/own/").content.decode()
    for actor in ("nobody", "reporter"):
        page = browser("auditor").get("/journal/", {"actor": actor, "deed": "refused"}).content.decode()
        assert "nobody 代 reporter" in page


def test_a_choice_that_no_longer_holds_is_dropped(people, browser):
    left = leave(people["reporter"], people["nobody"])
    client = browser("nobody")
    client.post("/organisations/own/act/", {"as": f"delegation:{left.pk}"})
    delegating.withdraw(left, actor=people["reporter"], **BY)
    assert "nobody 代 reporter" not in client.get("/organisations/own/").content.decode()


@pytest.mark.parametrize("chosen", ["role:planner", "delegation:1", "delegation:x", "planner", "moon:1"])
def test_one_acts_as_nothing_one_does_not_hold(browser, chosen):
    client = browser("nobody")
    assert client.post("/organisations/own/act/", {"as": chosen}).url == "/organisations/own/"
    assert client.get("/plans/upload/").status_code == 403


def test_one_of_several_roles_is_chosen_and_given_up_again(people, browser):
    HeldRole.objects.create(person=people["planner"], role=Role.DIRECTOR, scope=Scope.BELOW, starts_on=SINCE)
    client = browser("planner")
    client.post("/organisations/own/act/", {"as": "role:director"})
    assert client.get("/plans/upload/").status_code == 403
    client.post("/organisations/own/act/", {"as": ""})
    assert client.get("/plans/upload/").status_code == 200


def test_roles_are_left_through_the_page(people, browser):
    client = browser("reporter")
    given = {
        "delegate": people["nobody"].pk,
        "roles": ["reporter"],
        "starts_on": TODAY.isoformat(),
        "ends_on": TODAY.isoformat(),
        "reason": "休假",
    }
    assert client.post("/organisations/own/delegate/", given).status_code == 302
    entry = Entry.objects.get(deed="person.delegated")
    assert (entry.actor, entry.reason) == ("reporter", "休假")
    left = Delegation.objects.get()
    assert left.ends_on == TODAY + timedelta(days=1)
    assert client.post("/organisations/own/delegate/", {**given, "delegate": people["stranger"].pk}).status_code == 422
    assert browser("nobody").post(f"/organisations/delegations/{left.pk}/withdraw/").status_code == 404
    assert client.post(f"/organisations/delegations/{left.pk}/withdraw/").status_code == 302


def test_who_has_nobody_to_leave_roles_to_is_told_what_it_takes(people, browser):
    Person.objects.exclude(username="reporter").update(is_active=False)
    assert "没有可以委托的人" in browser("reporter").get("/organisations/own/delegate/").content.decode()


def test_only_whoever_could_hold_the_roles_is_offered(people):
    offered = delegating.fitting(people["reporter"], on=TODAY).values_list("username", flat=True)
    assert set(offered) == {"planner", "director", "approver", "evaluator", "nobody"}
    offered = delegating.fitting(people["auditor"], on=TODAY).values_list("username", flat=True)
    assert set(offered) == {"nobody"}


def test_what_was_left_is_not_passed_on(people, browser):
    HeldRole.objects.create(person=people["nobody"], role=Role.PLANNER, scope=Scope.OWN, starts_on=SINCE)
    left = leave(people["reporter"], people["nobody"])
    client = browser("nobody")
    client.post("/organisations/own/act/", {"as": f"delegation:{left.pk}"})
    given = {"delegate": people["director"].pk, "roles": ["planner"], "reason": "r"}
    days = {"starts_on": TODAY.isoformat(), "ends_on": TODAY.isoformat()}
    assert client.post("/organisations/own/delegate/", {**given, **days}).status_code == 422


def test_the_same_hands_do_not_do_both(people):
    reporter, director = people["reporter"], people["director"]
    access.require_other_hands(director, "return.approve", reporter.pk, None)
    with pytest.raises(PermissionDenied):
        access.require_other_hands(reporter, "return.approve", reporter.pk)
    left = leave(reporter, director)
    with pytest.raises(PermissionDenied):
        access.require_other_hands(acting(director, left), "return.approve", reporter.pk)


def test_an_administrator_who_stands_in_changes_nothing_about_the_other(people, bureau):
    other = make_person("admin2", bureau, Role.ADMINISTRATOR, Scope.ALL)
    left = leave(other, people["administrator"], roles=["administrator"])
    with pytest.raises(actions.NotOneself):
        actions.switch_off(other, reason="r", actor=acting(people["administrator"], left), **BY)
