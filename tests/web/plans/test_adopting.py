"""Adopting a plan: who may, what changes, what never does, and what is written down."""

import json

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kechuang.web.jobs.models import Job
from kechuang.web.journal.models import Entry
from kechuang.web.journal.verify import verify
from kechuang.web.plans import actions, queries, reviewing
from kechuang.web.plans.access import items_visible_to, plans_visible_to, versions_visible_to
from kechuang.web.plans.difference import compare
from kechuang.web.plans.models import Item, Original, Version
from kechuang.web.plans.originals import path_of
from kechuang.web.plans.states import NEXT, NoSuchStep, Stage, Standing, step
from tests.web.plans.conftest import DOCUMENT, READ, TEXT, by

NOBODY_ELSE = ["director", "reporter", "approver", "evaluator", "auditor", "administrator", "stranger", "nobody"]


def deeds():
    return list(Entry.objects.order_by("number").values_list("deed", flat=True))


def first(version, kind="commitments"):
    return version.items.filter(kind=kind).order_by("position").first()


def today():
    return timezone.localdate()


def test_what_is_uploaded_is_kept_under_its_fingerprint_and_waits_to_be_read(people, bureau):
    version = actions.upload(b"plan", name="../a/plan.txt", organisation=bureau, **by(people["planner"]))
    assert (version.stage, version.number) == (Stage.READING, 1)
    assert path_of(version.original.sha256).read_bytes() == b"plan"
    assert Job.objects.get().subject == version.pk
    assert deeds() == ["plan.uploaded"]


@pytest.mark.parametrize("username", NOBODY_ELSE)
def test_only_a_planner_of_the_place_uploads(people, bureau, username):
    with pytest.raises(PermissionDenied):
        actions.upload(b"plan", name="plan.txt", organisation=bureau, **by(people[username]))
    assert (Version.objects.count(), Original.objects.count()) == (0, 0)


def test_what_was_read_is_kept_once_however_often_the_job_runs(version):
    actions.keep_reading(version, DOCUMENT, READ, at=timezone.now())
    assert version.items.count() == 4
    assert version.plan.title == "东市科技创新规划" or Version.objects.get().plan.title == "东市科技创新规划"
    assert deeds() == ["plan.uploaded", "plan.read"]


def test_doubtful_items_come_first(version):
    assert [item.values["measure"] for item in queries.items_to_review(version, "commitments")] == [
        "发明专利",
        "研发经费",
        "高新技术企业",
    ]


def test_a_correction_keeps_what_was_read_and_its_source_and_says_who(version, people):
    item = first(version)
    reviewing.correct(item, {"low": 12, "unit": "亿元"}, reason="附表为准", edition=0, **by(people["planner"]))
    item.refresh_from_db()
    assert (item.read["low"], item.values["low"], item.values["source"]) == (10, 12, item.read["source"])
    assert (item.standing, item.changed_by, item.edition) == (Standing.CORRECTED, "planner", 1)
    entry = Entry.objects.get(deed="plan.item-corrected")
    assert (json.loads(entry.before), json.loads(entry.after), entry.reason) == ({"low": 10}, {"low": 12}, "附表为准")


def test_a_correction_that_changes_nothing_is_an_acceptance(version, people):
    item = reviewing.correct(first(version), {"low": 10}, reason="", edition=0, **by(people["planner"]))
    assert item.standing == Standing.ACCEPTED


def test_what_was_rejected_can_be_put_back(version, people):
    item = first(version)
    reviewing.reject(item, reason="是现状", edition=0, **by(people["planner"]))
    reviewing.put_back(item, edition=1, **by(people["planner"]))
    item.refresh_from_db()
    assert (item.standing, item.values) == (Standing.PENDING, item.read)


def test_two_reviewers_do_not_overwrite_each_other(version, people):
    item = first(version)
    reviewing.reject(item, reason="", edition=0, **by(people["planner"]))
    with pytest.raises(reviewing.ChangedMeanwhile):
        reviewing.correct(item, {"low": 12}, reason="", edition=0, **by(people["planner"]))


def test_what_was_missed_is_added_at_its_place(version, people):
    start = TEXT.index("35件")
    item = reviewing.add(
        version, "commitments", {"measure": "专利", "low": 35}, start=start, end=start + 3, **by(people["planner"])
    )
    assert (item.quote, item.line, item.read, item.standing, item.position) == ("35件", 4, None, Standing.ADDED, 3)
    assert item.values["source"]["text"] == "35件"


@pytest.mark.parametrize(("start", "end"), [(5, 5), (9, 3), (0, 9_999), (4, 5)])
def test_what_stands_nowhere_cannot_be_added(version, people, start, end):
    with pytest.raises(reviewing.NotInDocument):
        reviewing.add(version, "tasks", {"title": "x"}, start=start, end=end, **by(people["planner"]))


VERBS = {
    "accept": lambda version, by: reviewing.accept(version, [first(version).pk], **by),
    "reject": lambda version, by: reviewing.reject(first(version), reason="", edition=0, **by),
    "put back": lambda version, by: reviewing.put_back(first(version), edition=0, **by),
    "correct": lambda version, by: reviewing.correct(first(version), {"low": 1}, reason="", edition=0, **by),
    "add": lambda version, by: reviewing.add(version, "tasks", {"title": "x"}, start=0, end=4, **by),
}


@pytest.mark.parametrize("verb", VERBS)
def test_a_planner_of_the_place_may_review(version, people, verb):
    VERBS[verb](version, by(people["planner"]))
    assert len(deeds()) == 3


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("username", NOBODY_ELSE)
def test_nobody_else_may_review(version, people, verb, username):
    before = list(Item.objects.values_list())
    with pytest.raises(PermissionDenied):
        VERBS[verb](version, by(people[username]))
    assert list(Item.objects.values_list()) == before


def test_nothing_is_adopted_before_every_item_is_judged(version, people):
    with pytest.raises(actions.NotReady) as refused:
        actions.adopt(version, **by(people["director"]))
    assert refused.value.pending == 4


def test_a_director_adopts_and_a_planner_does_not(version, people):
    reviewing.accept(version, version.items.values_list("pk", flat=True), **by(people["planner"]))
    with pytest.raises(PermissionDenied):
        actions.adopt(version, **by(people["planner"]))
    adopted = actions.adopt(version, **by(people["director"]))
    assert (adopted.stage, adopted.adopted_by) == (Stage.ADOPTED, people["director"])
    assert deeds()[-1] == "plan.adopted"
    assert verify().is_sound


@pytest.mark.parametrize("verb", VERBS)
def test_what_was_adopted_is_not_reviewed_any_more(adopted, people, verb):
    with pytest.raises(actions.NotOpen):
        VERBS[verb](adopted, by(people["planner"]))


@pytest.mark.parametrize(
    "change",
    [
        lambda: Item.objects.update(quote="x"),
        lambda: Item.objects.all().delete(),
        lambda: Version.objects.update(reason="x"),
        lambda: connection.cursor().execute("UPDATE plans_version SET stage = 'review'"),
        lambda: connection.cursor().execute("DELETE FROM plans_item"),
        lambda: Item.objects.create(
            version=Version.objects.get(), kind="tasks", position=9, values={}, start=0, end=1, line=1, quote="x"
        ),
    ],
)
def test_the_database_refuses_to_change_what_was_adopted(adopted, change):
    with pytest.raises(DatabaseError, match="does not change"), transaction.atomic():
        change()


def test_an_adjustment_starts_from_what_holds_and_shows_what_it_changes(adopted, people):
    actions_by = by(people["planner"])
    second = actions.propose_adjustment(adopted.plan, reason="形势变化", basis="〔2027〕5号", **actions_by)
    assert (second.number, second.items.count()) == (2, 4)
    item = first(second)
    reviewing.correct(item, {"low": 12, "high": 12}, reason="上调", edition=0, **actions_by)
    changes = compare(queries.rows_of(queries.version_before(second)), queries.rows_of(second))
    assert [(one.what, one.values["measure"], one.fields) for one in changes] == [
        ("changed", "研发经费", {"low": (10, 12), "high": (10, 12)})
    ]
    assert first(adopted).values["low"] == 10
    assert actions.adopt(second, **by(people["director"])).stage == Stage.ADOPTED


def test_a_plan_has_one_version_under_way(adopted, people):
    actions.propose_adjustment(adopted.plan, reason="一", basis="", **by(people["planner"]))
    with pytest.raises(actions.AlreadyOpen):
        actions.propose_adjustment(adopted.plan, reason="二", basis="", **by(people["planner"]))


def test_what_is_new_and_what_is_gone_is_told_from_what_changed():
    before = [("tasks", {"title": "甲", "lead": "x"}, 1), ("tasks", {"title": "乙"}, 2)]
    after = [("tasks", {"title": "甲", "lead": "y"}, 3), ("tasks", {"title": "丙"}, 4)]
    assert [(one.what, one.values["title"], one.fields, one.old, one.new) for one in compare(before, after)] == [
        ("changed", "甲", {"lead": ("x", "y")}, 1, 3),
        ("added", "丙", {}, None, 4),
        ("removed", "乙", {}, 2, None),
    ]


def test_a_version_is_discarded_with_a_reason_and_stays_on_record(version, people):
    actions.discard(version, reason="传错文件", **by(people["planner"]))
    assert Version.objects.get().stage == Stage.DISCARDED
    with pytest.raises(NoSuchStep):
        actions.discard(version, reason="再次", **by(people["planner"]))


def test_the_life_of_a_version_never_leaves_its_table():
    for now in Stage:
        for then in Stage:
            if then in NEXT[now]:
                assert step(now, then) is then
            else:
                with pytest.raises(NoSuchStep):
                    step(now, then)
    assert NEXT[Stage.ADOPTED] == frozenset()


@pytest.mark.parametrize(
    ("username", "sees_draft", "sees_adopted"),
    [
        ("planner", True, True),
        ("director", True, True),
        ("evaluator", True, True),
        ("reporter", False, True),
        ("approver", False, True),
        ("auditor", False, False),
        ("administrator", False, False),
        ("stranger", False, False),
        ("nobody", False, False),
    ],
)
def test_drafts_are_for_those_who_work_on_them_and_adopted_plans_for_those_they_bind(
    version, people, username, sees_draft, sees_adopted
):
    def sees():
        person = people[username]
        return {
            versions_visible_to(person, on=today()).exists(),
            plans_visible_to(person, on=today()).exists(),
            items_visible_to(person, on=today()).exists(),
        }

    assert sees() == {sees_draft}
    reviewing.accept(version, version.items.values_list("pk", flat=True), **by(people["planner"]))
    actions.adopt(version, **by(people["director"]))
    assert sees() == {sees_adopted}


# --- Pages ------------------------------------------------------------------------------------------------------------


def addresses(version):
    item = first(version).pk
    return [
        ("get", f"/plans/{version.plan_id}/"),
        ("get", f"/plans/{version.plan_id}/adjust/"),
        ("get", f"/plans/versions/{version.pk}/"),
        ("get", f"/plans/versions/{version.pk}/progress/"),
        ("get", f"/plans/versions/{version.pk}/difference/"),
        ("get", f"/plans/versions/{version.pk}/add/"),
        ("get", f"/plans/versions/{version.pk}/discard/"),
        ("post", f"/plans/versions/{version.pk}/accept/"),
        ("post", f"/plans/versions/{version.pk}/adopt/"),
        ("post", f"/plans/versions/{version.pk}/again/"),
        ("get", f"/plans/items/{item}/"),
        ("get", f"/plans/items/{item}/correct/"),
        ("post", f"/plans/items/{item}/reject/"),
        ("post", f"/plans/items/{item}/put-back/"),
    ]


@pytest.mark.parametrize("username", ["reporter", "approver", "auditor", "administrator", "stranger", "nobody"])
def test_whoever_may_not_see_a_draft_is_told_there_is_none(version, browser, username):
    client = browser(username)
    answers = {address: getattr(client, method)(address).status_code for method, address in addresses(version)}
    assert set(answers.values()) == {404}


def test_whoever_may_look_but_not_touch_is_refused(version, browser):
    client = browser("evaluator")
    touching = [
        one for one in addresses(version) if one[0] == "post" or one[1].endswith(("add/", "correct/", "discard/"))
    ]
    answers = {address: getattr(client, method)(address).status_code for method, address in touching}
    assert set(answers.values()) == {403}
    assert client.get(f"/plans/versions/{version.pk}/").status_code == 200


def test_the_review_shows_the_document_beside_what_was_read(version, browser):
    page = browser("planner").get(f"/plans/versions/{version.pk}/").content.decode()
    item = first(version)
    assert f'data-start="{TEXT.index("到2030年")}"' in page
    assert f'id="item-{item.pk}" tabindex="-1" data-start="{item.start}" data-end="{item.end}"' in page
    assert "共 4 条，待审核 4 条，其中存疑 1 条" in page


def test_one_item_is_accepted_in_place(version, browser):
    client = browser("planner")
    item = first(version)
    answer = client.post(
        f"/plans/versions/{version.pk}/accept/",
        {"item": item.pk, "kind": "commitments"},
        headers={"hx-request": "true"},
    )
    page = answer.content.decode()
    assert "已确认" in page
    assert "待审核 3 条" in page
    assert 'hx-swap-oob="true"' in page


def test_all_without_doubts_are_accepted_at_once_and_the_doubtful_stay(version, browser):
    browser("planner").post(f"/plans/versions/{version.pk}/accept/", {"all-sure": "commitments"})
    pending = version.items.filter(standing=Standing.PENDING)
    assert sorted(pending.values_list("kind", "weight")) == [("commitments", 5), ("tasks", 0)]


def test_an_item_is_corrected_through_its_form(version, browser):
    client = browser("planner")
    item = first(version)
    values = {"measure": "研发经费", "bound": ">=", "low": "1,200", "unit": "亿元", "basis": "level", "reason": "更正"}
    client.post(f"/plans/items/{item.pk}/correct/", {**values, "edition": 0})
    item.refresh_from_db()
    assert (item.values["bound"], item.values["low"], item.values["year"]) == (">=", 1200, None)


@pytest.mark.parametrize(
    ("path", "text", "says"),
    [
        ("low", "1e99", "请填数字"),
        ("low", "NaN", "请填数字"),
        ("year", "30", "请填年份"),
        ("measure", "", "请填写这一项"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_at_its_field(version, browser, path, text, says):
    item = first(version)
    values = {"measure": "x", "bound": "=", "basis": "level", "reason": "y", "edition": 0, path: text}
    answer = browser("planner").post(f"/plans/items/{item.pk}/correct/", values)
    assert answer.status_code == 422
    assert says in answer.content.decode()


def test_what_somebody_else_changed_meanwhile_is_said(version, browser):
    client = browser("planner")
    address = f"/plans/items/{first(version).pk}/reject/"
    client.post(address, {"edition": 0})
    answer = client.post(address, {"edition": 0}, headers={"hx-request": "true"})
    assert answer.status_code == 409
    assert "刚被别人改过" in answer.content.decode()


def test_the_page_leads_from_adoption_to_the_plan(version, browser, people):
    reviewing.accept(version, version.items.values_list("pk", flat=True), **by(people["planner"]))
    page = browser("director").post(f"/plans/versions/{version.pk}/adopt/", follow=True).content.decode()
    assert "已采用，此后不再改动" in page
    assert "动态调整" not in page
    assert "动态调整" in browser("planner").get(f"/plans/{version.plan_id}/").content.decode()


def test_lists_ask_the_database_as_often_for_three_as_for_one(version, browser, people, bureau):
    client = browser("planner")
    addresses = ["/plans/", "/", f"/plans/versions/{version.pk}/"]
    before = [queries_of(client, address) for address in addresses]
    for number in range(2):
        actions.upload(str(number).encode(), name="more.txt", organisation=bureau, **by(people["planner"]))
        start = TEXT.index("35件")
        reviewing.add(version, "commitments", {"measure": "x"}, start=start, end=start + 3, **by(people["planner"]))
    assert [queries_of(client, address) for address in addresses] == before


def queries_of(client, address):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)
