"""What pages do, programs do as well: whoever may, with the verb in the token; whoever may not is told which verb it takes."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from kechuang.web.api.describing import operations
from kechuang.web.api.site import openapi
from kechuang.web.collection.models import Return, Round
from kechuang.web.evaluations.models import Evaluation, Recipe
from kechuang.web.indicators import actions as indicators
from kechuang.web.indicators.dividing import Draft
from kechuang.web.indicators.models import Indicator
from kechuang.web.jobs.models import Job
from kechuang.web.journal.models import Entry
from kechuang.web.organisations.models import Person
from kechuang.web.organisations.roles import VERBS, Role
from kechuang.web.plans.models import Item, Plan, Version
from kechuang.web.plans.states import Stage
from kechuang.web.publication.models import Release
from kechuang.web.tasks.models import Task
from tests.web.api.test_tokens import code
from tests.web.evaluations.conftest import approved, begun, computed, opined, recipe, signed
from tests.web.indicators.conftest import by
from tests.web.publication.conftest import release

__all__ = ("approved", "begun", "computed", "opined", "recipe", "signed")


def document(text="创新规划\n到2030年，研发经费达到20亿元。"):
    return SimpleUploadedFile("新规划.txt", text.encode(), "text/plain")


@pytest.fixture
def subjects(request, approved, recipe, people, county, bureau):
    """What the deeds are about: a plan that is adopted and followed, with values; evaluations and releases where they are asked for."""
    version, name = Version.objects.get(plan__organisation=bureau, stage=Stage.ADOPTED), request.node.name
    return {
        "plan": version.plan_id,
        "version": version.pk,
        "bureau": bureau.pk,
        "county": county.pk,
        "indicator": approved["高新技术企业"].pk,
        "recipe": recipe.pk,
        "signed": request.getfixturevalue("signed").pk if "publication-evaluation" in name else 0,
        "release": release(people, bureau, kind="plan").pk if "withdraw" in name else 0,
    }


def _round(one):
    today = timezone.localdate()
    asked = [{"indicator": one["indicator"], "required": False}]
    days = {"opens_on": today.isoformat(), "closes_on": (today + timedelta(days=9)).isoformat()}
    named = {"plan": one["plan"], "title": "2027年度统计", "year": 2027}
    return {**named, **days, "indicators": asked, "organisations": [one["county"]]}


def _parts(one):
    return {"edition": edition_of(one), "parts": [{"organisation": one["county"], "target": "70", "base": "40"}]}


def edition_of(one):
    return Indicator.objects.get(pk=one["indicator"]).edition


WHY = {"reason": "定期公开"}
# operation -> its address, what is sent, the verb it asks for, and in whose role
DEEDS = {
    "plans-upload": ("plans", lambda one: {"organisation": one["bureau"]}, "plan.upload", "planner"),
    "plans-adjust": (
        "plans/{plan}/adjust",
        lambda one: {"reason": "调整", "basis": "会议纪要"},
        "plan.upload",
        "planner",
    ),
    "plans-audit": ("versions/{version}/audit", lambda one: None, "plan.review", "planner"),
    "plans-follow-indicators": (
        "versions/{version}/follow-indicators",
        lambda one: None,
        "indicator.break-down",
        "planner",
    ),
    "plans-follow-tasks": ("versions/{version}/follow-tasks", lambda one: None, "task.assign", "planner"),
    "indicators-divide": ("indicators/{indicator}/break-down", _parts, "indicator.break-down", "planner"),
    "indicators-assess": ("plans/{plan}/assess", lambda one: None, "indicator.break-down", "planner"),
    "collection-open": ("rounds", _round, "round.manage", "planner"),
    "evaluations-begin": (
        "evaluations",
        lambda one: {"version": one["version"], "kind": "midterm", "as_of": 2026, "recipe": one["recipe"]},
        "evaluation.run",
        "planner",
    ),
    "evaluations-keep-recipe": (
        "recipes",
        lambda one: {"name": "county_innovation", "text": Recipe.objects.get(pk=one["recipe"]).text, **WHY},
        "evaluation.run",
        "planner",
    ),
    "publication-make": (
        "releases",
        lambda one: {"version": one["version"], "kind": "plan", **WHY},
        "publication.release",
        "director",
    ),
    "publication-evaluation": (
        "evaluations/{signed}/release",
        lambda one: {"counties": True, **WHY},
        "publication.release",
        "director",
    ),
    "publication-withdraw": ("releases/{release}/withdraw", lambda one: WHY, "publication.release", "director"),
}
# Asked in tests of their own, here or in their neighbours.
ELSEWHERE = {
    "notices-read", "plans-accept", "plans-reject", "plans-put-back", "plans-correct", "plans-adopt", "plans-label", "plans-read-again",
    "plans-discard", "indicators-describe", "indicators-undo", "tasks-report", "tasks-instruct", "tasks-move", "tasks-assign",
    "collection-change", "collection-close", "collection-call-for", "collection-fill", "collection-submit", "collection-approve", "collection-send-back",
    "collection-unapprove", "collection-lock", "evaluations-again", "evaluations-opinion", "evaluations-sign", "evaluations-withdraw",
}  # fmt: skip
FORMS = {"plans-upload": True, "plans-adjust": False}  # sent as forms; whether a document comes along


def do(program, name, one):
    address, given, _, _ = DEEDS[name]
    body = given(one)
    if name in FORMS:
        return program.send(address.format(**one), {**body, **({"document": document()} if FORMS[name] else {})})
    return program.post(address.format(**one), body)


def verbs_of(role):
    return sorted(verb for verb, allowed in VERBS.items() if Role(role) in allowed)


def test_every_deed_is_asked(schema_names):
    assert schema_names == set(DEEDS) | ELSEWHERE


@pytest.fixture
def schema_names():
    return {operation["operationId"] for _, method, operation in operations(openapi("en")) if method == "post"}


@pytest.mark.parametrize("name", DEEDS)
def test_whoever_may_does_it_and_the_journal_names_the_token(name, program, subjects):
    mine, before = program(DEEDS[name][3]), Entry.objects.count()
    answer = do(mine, name, subjects)
    assert answer.status_code == 200, answer.content.decode()
    written = Entry.objects.filter(number__gt=before, actor=DEEDS[name][3])
    assert {entry.origin.partition(" ")[2] for entry in written} == {f"token {mine.token.pk}"}


@pytest.mark.parametrize("name", DEEDS)
def test_a_token_without_the_verb_does_not(name, program, subjects):
    verb, role = DEEDS[name][2:]
    without = program(role, [one for one in verbs_of(role) if one != verb])
    answer = do(without, name, subjects)
    assert (code(answer), answer.json()["where"]) == ((403, "not-allowed"), verb)
    assert Entry.objects.filter(deed="refused", origin__endswith=f"token {without.token.pk}").count() == 1


@pytest.mark.parametrize("name", DEEDS)
def test_whoever_has_no_such_role_does_not(name, program, subjects):
    without = {role.value for role in Role if role not in VERBS[DEEDS[name][2]]}
    # A recipe is put in for one's own organisation: a planner of another bureau has one of their own.
    for role in sorted(without if name == "evaluations-keep-recipe" else {*without, "stranger"}):
        assert do(program(role), name, subjects).status_code in (403, 404), role


def test_a_document_comes_in_by_the_same_gate_and_job_as_in_the_page(program, subjects, settings):
    planner = program("planner")
    sent = {"organisation": subjects["bureau"], "document": document()}
    made = planner.send("plans", sent, **{"idempotency-key": "k1"}).json()["id"]
    again = planner.send("plans", {**sent, "document": document()}, **{"idempotency-key": "k1"}).json()["id"]
    assert made == again
    assert (Version.objects.get(pk=made).stage, Job.objects.filter(kind="plans.read", subject=made).count()) == (
        Stage.READING,
        1,
    )
    other = planner.send("plans", {**sent, "document": document("另一份")}, **{"idempotency-key": "k1"})
    assert code(other) == (422, "key-used")
    settings.LARGEST_UPLOAD = 10
    assert code(planner.send("plans", {**sent, "document": document()})) == (413, "too-large")
    settings.LARGEST_UPLOAD = 10**6
    assert code(planner.send("plans", {**sent, "document": document("")})) == (422, "unfit")
    assert code(planner.send("plans", {"organisation": subjects["bureau"]})) == (422, "unfit")
    assert code(planner.send("plans", {**sent, "document": document(), "evil": "1"})) == (422, "unfit")
    garbled = planner.client.generic(
        "POST", "/api/v1/plans", b"--x\r\n", "multipart/form-data; boundary=", headers=_bearer(planner)
    )
    assert code(garbled) == (400, "not-readable")


def _bearer(one):
    return {"authorization": f"Bearer {one.shown}"}


def test_one_version_at_a_time_is_under_way(program, subjects):
    planner = program("planner")
    why = {"reason": "中期调整", "basis": "会议纪要"}
    made = planner.send(f"plans/{subjects['plan']}/adjust", {**why, "document": document()}).json()["id"]
    assert code(planner.send(f"plans/{subjects['plan']}/adjust", why)) == (409, "already-open")
    assert code(planner.post(f"versions/{made}/read-again")) == (409, "no-such-step")
    Version.objects.filter(pk=made).update(stage=Stage.UNREADABLE)
    assert planner.post(f"versions/{made}/read-again").status_code == 200
    assert planner.post(f"versions/{made}/discard", WHY).status_code == 200
    assert code(program("director").post(f"versions/{made}/discard", WHY)) == (403, "not-allowed")
    assert Plan.objects.get(pk=subjects["plan"]).versions.get(pk=made).stage == Stage.DISCARDED


def test_a_break_down_is_read_set_and_undone(program, subjects, county, west):
    planner, address = program("planner"), f"indicators/{subjects['indicator']}/break-down"
    parts = [
        {"organisation": county.pk, "base": "40", "target": "70"},
        {"organisation": west.pk, "base": "20", "target": "40", "shape": "linear"},
    ]
    sent = {"edition": edition_of(subjects), "whole": {"shape": "geometric"}, "parts": parts, "reason": "分解到县"}
    assert planner.post(address, sent).json() == {"id": subjects["indicator"], "edition": 1, "changed": 1}
    shown = planner.get(address).json()
    assert (shown["joining"], shown["whole"]["shape"], shown["whole"]["target"]) == ("sum", "geometric", "120")
    assert [(one["organisation"], one["target"], one["years"][-1]) for one in shown["parts"]] == [
        (county.pk, "70", {"year": 2030, "value": "70"}),
        (west.pk, "40", {"year": 2030, "value": "40"}),
    ]
    short = [one for one in shown["misfits"] if one["rule"] == "sum-short" and one["year"] is None]
    assert [(one["found"], one["wanted"]) for one in short] == [("110", "120")]
    assert code(planner.post(address, sent)) == (409, "changed-meanwhile")
    assert planner.post(f"indicators/{subjects['indicator']}/undo-break-down", {"edition": 1}).status_code == 200
    assert planner.get(address).json()["parts"] == []
    again = {"edition": edition_of(subjects)}
    assert code(planner.post(f"indicators/{subjects['indicator']}/undo-break-down", again)) == (409, "nothing-to-undo")


def test_what_a_page_would_not_take_a_program_cannot_put_in_either(program, subjects, elsewhere, county):
    planner, address = program("planner"), f"indicators/{subjects['indicator']}/break-down"
    edition = {"edition": edition_of(subjects)}
    typed = {"organisation": county.pk, "shape": "typed", "years": [{"year": 1999, "value": 1}]}
    for part in (
        {"organisation": elsewhere.pk},
        typed,
        {**typed, "shape": "linear"},
        {"organisation": county.pk, "weight": -1},
    ):
        assert code(planner.post(address, {**edition, "parts": [part]})) == (422, "unfit")
    assert code(planner.post(address, {**edition, "whole": {"shape": "along"}})) == (422, "unfit")
    twice = [{"organisation": county.pk}, {"organisation": county.pk}]
    assert code(planner.post(address, {**edition, "parts": twice})) == (422, "unfit")
    assert code(planner.get(f"{address}?of={elsewhere.pk}")) == (404, "not-found")


def test_a_part_that_was_given_is_divided_further(program, people, subjects, county):
    row = Indicator.objects.get(pk=subjects["indicator"])
    whole = Draft(subjects["bureau"], "linear")
    parts = [Draft(county.pk, "along", 40, 70)]
    indicators.break_down(row, whole, parts, edition=row.edition, **by(people["planner"]))
    shown = program("planner").get(f"indicators/{row.pk}/break-down?of={county.pk}").json()
    assert (shown["whole"]["organisation"], shown["whole"]["target"], shown["parts"]) == (county.pk, "70", [])


def test_a_round_asks_only_for_what_is_followed_of_whom_one_reaches(program, subjects, elsewhere):
    planner, fit = program("planner"), _round(subjects)
    made = planner.post("rounds", fit).json()
    assert (made["changed"], Round.objects.get(pk=made["id"]).title) == (1, "2027年度统计")
    assert planner.post(f"rounds/{made['id']}/call-for").json()["changed"] == 1
    assert planner.post(f"rounds/{made['id']}/call-for").json()["changed"] == 0
    assert code(program("director").post(f"rounds/{made['id']}/call-for")) == (403, "not-allowed")
    assert code(planner.post("rounds", {**fit, "closes_on": "2020-01-01"})) == (422, "unfit")
    assert code(planner.post("rounds", {**fit, "indicators": [{"indicator": 10**9}]})) == (422, "unfit")
    assert code(planner.post("rounds", {**fit, "organisations": [10**9]})) == (422, "unfit")
    assert code(planner.post("rounds", {**fit, "organisations": [elsewhere.pk]})) == (403, "not-allowed")
    assert Round.objects.count() == 1


def test_an_evaluation_is_begun_said_of_signed_and_released(program, computed):
    shown = program("planner").get(f"evaluations/{computed.pk}").json()
    said = {"digest": shown["digest"]}
    assert {one["name"] for one in shown["files"]} >= {"results.json"}
    assert code(program("planner").post(f"evaluations/{computed.pk}/compute-again")) == (409, "no-such-step")
    evaluator, director = program("evaluator"), program("director")
    assert code(director.post(f"evaluations/{computed.pk}/release", WHY)) == (409, "not-signed")
    assert evaluator.post(f"evaluations/{computed.pk}/opinion", {**said, "text": "同意"}).status_code == 200
    assert director.post(f"evaluations/{computed.pk}/sign", said).status_code == 200
    assert director.post(f"evaluations/{computed.pk}/release", {**WHY, "slug": "plan-1"}).status_code == 200
    shown = evaluator.get(f"evaluations/{computed.pk}").json()
    assert (shown["stage"], [one["text"] for one in shown["opinions"]]) == ("published", ["同意"])
    assert Release.objects.get().publication.slug == "plan-1"


def test_what_failed_is_computed_again(program, begun):
    Evaluation.objects.filter(pk=begun.pk).update(problem="job-worker-died")
    planner = program("planner")
    assert planner.get(f"evaluations/{begun.pk}").json()["problem"] == "job-worker-died"
    assert code(program("evaluator").post(f"evaluations/{begun.pk}/compute-again")) == (403, "not-allowed")
    assert planner.post(f"evaluations/{begun.pk}/compute-again").status_code == 200


def test_what_was_not_adopted_is_neither_evaluated_nor_followed_nor_released(program, subjects):
    planner = program("planner")
    why = {"reason": "调整", "basis": "会议纪要"}
    draft = planner.send(f"plans/{subjects['plan']}/adjust", why).json()["id"]
    begin = {"version": draft, "kind": "final", "as_of": 2026}
    assert code(planner.post("evaluations", begin)) == (409, "not-adopted")
    assert code(planner.post(f"versions/{draft}/follow-indicators")) == (409, "not-adopted")
    assert code(planner.post(f"versions/{draft}/follow-tasks")) == (409, "not-adopted")
    sent = {"version": draft, "kind": "plan", **WHY}
    assert code(program("director").post("releases", sent)) == (409, "not-adopted")


def test_a_recipe_names_what_is_wrong_with_it(program, subjects):
    answer = program("planner").post("recipes", {"name": "x", "text": "title: 无", "reason": "试"})
    assert code(answer) == (422, "unfit")
    assert answer.json()["errors"][0]["where"] == "body.text"
    shown = program("evaluator").get(f"recipes/{subjects['recipe']}").json()
    assert (shown["number"], shown["text"][:5]) == (1, Recipe.objects.get().text[:5])


def test_a_release_is_withdrawn_once(program, subjects):
    director, address = program("director"), f"releases/{subjects['release']}/withdraw"
    assert director.post(address, WHY).status_code == 200
    assert code(director.post(address, WHY)) == (409, "no-such-step")


def test_an_open_round_is_changed_as_in_the_page(program, subjects, county, west):
    planner = program("planner")
    made = planner.post("rounds", _round(subjects)).json()["id"]
    later = (timezone.localdate() + timedelta(days=30)).isoformat()
    sent = {
        "closes_on": later,
        "indicators": [{"indicator": subjects["indicator"]}],
        "organisations": [county.pk, west.pk],
        "reason": "汛期延期",
    }
    assert planner.post(f"rounds/{made}/change", sent).json()["changed"] == 3
    assert planner.get(f"rounds/{made}").json()["closes_on"] == later
    assert Round.objects.get(pk=made).returns.count() == 2
    past = {**sent, "closes_on": "2020-01-01"}
    assert code(planner.post(f"rounds/{made}/change", past)) == (422, "day-past")
    assert code(program("director").post(f"rounds/{made}/change", sent)) == (403, "not-allowed")


KINDS = {
    "journal": Entry, "plans": Plan, "versions": Version, "items": Item, "indicators": Indicator, "tasks": Task, "rounds": Round,
    "returns": Return, "evaluations": Evaluation, "recipes": Recipe, "releases": Release,
}  # fmt: skip


def questions():
    """Every question of the API, about the first thing there is of its kind."""
    for address in (address for address, method, _ in operations(openapi("en")) if method == "get"):
        near = address.removeprefix("/api/v1/") + ("?q=研发" if address.endswith("/search") else "")
        about = KINDS[near.split("/")[0]].objects.order_by("pk").first() if "{" in near else None
        if about or "{" not in near:
            yield near.replace("{id}", str(about and about.pk))


def test_no_answer_tells_a_third_party_anybody_s_name(program, opined, people):
    Person.objects.exclude(username="evaluator").update(name="王小明")
    evaluator, answered = program("evaluator"), 0
    for near in questions():
        answer = evaluator.get(near)
        answered += answer.status_code == 200
        text = answer.content.decode()
        assert not [one for one in ("王小明", "planner", "director", "reporter") if one in text], near
    assert answered > 15
