"""What pages do, programs do as well: whoever may, with the verb in the token; whoever may not is told which verb it takes."""

import pytest

from kechuang.web.api.describing import operations
from kechuang.web.api.site import openapi
from kechuang.web.journal.models import Entry
from kechuang.web.organisations.models import HeldRole, Person
from kechuang.web.organisations.roles import VERBS, Role, Scope
from tests.web.api.conftest import code
from tests.web.api.deeds import DEEDS, ELSEWHERE


@pytest.fixture
def deed(name, subjects):
    """A deed by its name, with what it is about."""
    DEEDS[name].prepare(subjects)
    return DEEDS[name]


def verbs_of(role):
    return sorted(verb for verb, allowed in VERBS.items() if Role(role) in allowed)


def reach_everything(people, role):
    HeldRole.objects.filter(person=people[role]).update(scope=Scope.ALL)
    people[role] = Person.objects.get(pk=people[role].pk)  # what they hold was asked for already


def test_every_deed_is_asked():
    deeds = {operation["operationId"] for _, method, operation in operations(openapi("en")) if method == "post"}
    assert deeds == set(DEEDS) | ELSEWHERE
    assert not set(DEEDS) & ELSEWHERE


@pytest.mark.parametrize("name", DEEDS)
def test_whoever_may_does_it_and_the_journal_names_the_token(name, deed, program, subjects):
    mine, before = program(deed.role), Entry.objects.count()
    answer = deed.do(mine, subjects)
    assert answer.status_code == 200, answer.content.decode()
    written = Entry.objects.filter(number__gt=before, actor=deed.role)
    assert {entry.origin.partition(" ")[2] for entry in written} == {f"token {mine.token.pk}"}


@pytest.mark.parametrize("name", DEEDS)
def test_a_token_without_the_verb_does_not(name, deed, program, subjects):
    without = program(deed.role, [one for one in verbs_of(deed.role) if one != deed.verb])
    answer = deed.do(without, subjects)
    assert (code(answer), answer.json()["where"]) == ((403, "not-allowed"), deed.verb)
    assert Entry.objects.filter(deed="refused", origin__endswith=f"token {without.token.pk}").count() == 1


@pytest.mark.parametrize("name", DEEDS)
def test_a_token_kept_to_another_organisation_does_not(name, deed, program, subjects, people, elsewhere):
    reach_everything(people, deed.role)
    answer = deed.do(program(deed.role, organisation=elsewhere), subjects)
    assert answer.status_code in (403, 404) or code(answer) in deed.beyond
    assert not Entry.objects.filter(origin__contains="token").exclude(deed__in=("refused", "token.made")).exists()


def test_a_token_kept_to_another_organisation_sees_nothing_of_this_one(program, people, subjects, elsewhere):
    reach_everything(people, "planner")
    narrow, about = program("planner", organisation=elsewhere), vars(subjects)
    for address in (
        "plans", "indicators", "observations", "tasks", "rounds", "returns", "evaluations", "releases", "recipes", "work-plans",
        "search?q=研发",
    ):  # fmt: skip
        assert narrow.get(address).json()["items"] == [], address
    for address in (
        "plans/{plan}",
        "versions/{version}",
        "versions/{version}/text",
        "indicators/{indicator}",
        "recipes/{recipe}",
    ):
        assert code(narrow.get(address.format(**about))) == (404, "not-found"), address
    assert program("planner").get("plans").json()["items"]


@pytest.mark.parametrize("name", DEEDS)
def test_whoever_has_no_such_role_does_not(name, deed, program, subjects):
    without = {role.value for role in Role if role not in VERBS[deed.verb]}
    for role in sorted(without if deed.whose == "anybody's" else {*without, "stranger"}):
        assert deed.do(program(role), subjects).status_code in (403, 404), role


@pytest.mark.parametrize("name", DEEDS)
def test_sent_again_with_its_key_it_is_done_once(name, deed, program, subjects):
    mine, request, key = program(deed.role), deed.request(subjects), {"idempotency-key": "k1"}
    first = request(mine, **key).json()
    after = Entry.objects.count()
    assert request(mine, **key).json() == first
    assert Entry.objects.count() == after
