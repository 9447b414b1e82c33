"""A plan's tasks are taken over once, and told what each further version says; nothing of their history is lost."""

import json
from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from kechuang.web.journal.models import Entry
from kechuang.web.plans import actions as plans
from kechuang.web.plans import reviewing
from kechuang.web.plans.models import Version
from kechuang.web.plans.states import Stage
from kechuang.web.tasks import actions, assigning, following
from kechuang.web.tasks.access import versions_to_follow
from kechuang.web.tasks.models import KnownName, Task
from tests.web.tasks.conftest import READ, adopt, assignment, by, task

NOBODY_ELSE = ["director", "reporter", "approver", "evaluator", "auditor", "administrator", "stranger", "nobody"]


def rows():
    return [
        (one.kind, one.number, one.title, one.lead.name if one.lead else None, one.deadline, one.recurring, one.in_plan)
        for one in Task.objects.select_related("lead").order_by("position", "pk")
    ]


def test_one_click_takes_over_tasks_and_projects_with_what_the_plan_says(version, people, browser, economy):
    browser("planner").post(reverse("tasks:follow", args=[version.pk]))
    assert rows() == [
        ("task", "1.", "提升平台能级", "东县", date(2030, 12, 31), False, True),
        ("task", "2.", "推进仪器共享", None, None, True, True),
        ("task", "3.", "培育企业", None, None, False, True),
        ("project", "1", "中试基地", "市科技局", date(2028, 12, 31), False, True),
    ]
    first = Task.objects.get(title="提升平台能级")
    assert list(first.supporting.all()) == [economy]
    assert (first.supporting_names, first.plan_ends, first.state) == (
        ["市经信局", "市教体局"],
        date(2030, 12, 31),
        "not-begun",
    )
    assert json.loads(Entry.objects.get(deed="tasks.followed").after) == {"new": 4, "changed": 0, "gone": []}


def test_what_is_followed_is_not_offered_again(version, people, followed):
    assert list(versions_to_follow(people["planner"], on=followed[0].since)) == []


@pytest.mark.parametrize("username", NOBODY_ELSE)
def test_only_a_planner_above_takes_over(version, people, username):
    with pytest.raises(PermissionDenied):
        following.follow_plan(version, **by(people[username]))
    assert Task.objects.count() == 0


def test_a_version_that_is_not_adopted_is_not_followed(version, people):
    later = Version.objects.get(pk=version.pk)
    later.pk, later.number, later.stage = None, 2, Stage.REVIEW
    later.save(force_insert=True)
    with pytest.raises(following.NotAdopted):
        following.follow_plan(later, **by(people["planner"]))


def test_a_further_version_changes_the_same_rows_and_leaves_what_people_assigned(version, people, followed, county):
    first, _, third, _ = followed
    assigning.assign([assignment(third, lead=county.pk, deadline=date(2029, 6, 30))], **by(people["planner"]))
    found = [
        task(0, "1.", "提升平台能级", "市科技局", ["市经信局"], "2029年"),
        task(1, "2.", "推进仪器设备共享", "市教体局", [], "每年"),
        task(2, "4.", "培育企业"),
    ]
    later = adopt(people, plan=version.plan, read=replace(READ, found=found), data=b"plan 2")
    assert following.follow_plan(later, **by(people["planner"])) == (1, 2, 2)
    assert (
        rows()
        == [
            ("task", "1.", "提升平台能级", "市科技局", date(2029, 12, 31), False, True),
            ("task", "2.", "推进仪器设备共享", None, None, True, True),
            ("task", "2.", "推进仪器共享", None, None, True, False),
            ("task", "4.", "培育企业", "东县", date(2029, 6, 30), False, True),
            ("project", "1", "中试基地", "市科技局", date(2028, 12, 31), False, False),
        ]
        or rows()
    )
    assert Task.objects.get(pk=first.pk).item.version == later
    assert Task.objects.get(pk=third.pk).title == "培育企业"


def test_a_task_renamed_in_an_adjustment_stays_the_same_task(version, people, followed):
    adjusted = rename(version, people, "推进仪器共享", "推进大型仪器共享")
    following.follow_plan(adjusted, **by(people["planner"]))
    assert Task.objects.get(pk=followed[1].pk).title == "推进大型仪器共享"
    assert Task.objects.count() == 4


def rename(version, people, before, after):
    draft = plans.propose_adjustment(version.plan, reason="更名", basis="会议纪要", **by(people["planner"]))
    item = next(one for one in draft.items.all() if one.values.get("title") == before)
    reviewing.correct(item, {"title": after}, reason="更名", edition=0, **by(people["planner"]))
    return plans.adopt(draft, **by(people["director"]))


def test_followed_twice_nothing_changes(version, people, followed):
    before = rows()
    assert following.follow_plan(version, **by(people["planner"])) == (0, 0, 0)
    assert rows() == before


def test_a_name_that_a_person_matched_is_known_from_then_on(version, people, followed, economy, bureau):
    assert actions.match_name(bureau, "市教体局", economy, **by(people["planner"])) == 1
    assert Task.objects.get(pk=followed[1].pk).lead == economy
    assert KnownName.objects.get().organisation == economy
    found = [task(0, "1.", "提升平台能级", "市教体局")]
    later = adopt(people, plan=version.plan, read=replace(READ, found=found), data=b"plan 2")
    following.follow_plan(later, **by(people["planner"]))
    assert Task.objects.get(pk=followed[0].pk).lead == economy


@pytest.mark.parametrize("username", NOBODY_ELSE)
def test_only_a_planner_above_matches_names(version, people, followed, economy, bureau, username):
    with pytest.raises(PermissionDenied):
        actions.match_name(bureau, "市教体局", economy, **by(people[username]))


def test_the_page_lists_what_no_organisation_was_found_for(followed, browser, economy, bureau):
    page = browser("planner").get(reverse("tasks:names")).content.decode()
    assert "<b>市教体局</b>" in page
    answer = browser("planner").post(
        reverse("tasks:match"), {"owner": bureau.pk, "name": "市教体局", "organisation": economy.pk}
    )
    assert answer.status_code == 302
    assert "<b>市教体局</b>" not in browser("planner").get(reverse("tasks:names")).content.decode()
