"""Adopting a plan: who may, what changes, what never does, and what is written down."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from kechuang.web.journal.verify import verify
from kechuang.web.plans import actions, queries, reviewing
from kechuang.web.plans.access import items_visible_to, plans_visible_to, versions_visible_to
from kechuang.web.plans.difference import compare
from kechuang.web.plans.models import Item, Version
from kechuang.web.plans.states import NEXT, NoSuchStep, Stage, step
from tests.web.plans.conftest import by
from tests.web.plans.reviewed import VERBS, deeds, first


def today():
    return timezone.localdate()


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
