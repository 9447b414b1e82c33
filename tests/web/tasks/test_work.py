"""Work on a task: who may assign, report, instruct and move it, what changes, and what never does."""

import json
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from kechuang.domain.tasks.life import NEXT, NoSuchStep, State
from kechuang.web.journal.models import Entry
from kechuang.web.notices.models import Notice
from kechuang.web.plans.originals import path_of
from kechuang.web.tasks import actions, assigning
from kechuang.web.tasks.access import tasks_visible_to
from kechuang.web.tasks.models import Instruction, Milestone, Report, Task
from kechuang.web.tasks.queries import judge
from kechuang.web.tasks.reminding import remind
from tests.web.tasks.conftest import TWO, assignment, by


def today():
    return timezone.localdate()


def report(task, people, username="reporter", **given):
    given = {"day": today(), "words": "已完成选址", **given}
    return actions.report(task, **given, **by(people[username]))


def fresh(task):
    return Task.objects.get(pk=task.pk)


def told(username):
    return list(Notice.objects.filter(recipient__username=username).order_by("pk").values_list("key", flat=True))


def test_assigning_says_before_and_after_and_tells_the_reporter(led, people, economy, bureau):
    given = assignment(led, supporting=frozenset({bureau.pk}), deadline=date(2029, 12, 31), milestones=TWO)
    assert assigning.assign([given], **by(people["planner"])) == 1
    entry = Entry.objects.get(deed="task.assigned")
    assert json.loads(entry.before) == {"supporting": [economy.pk], "deadline": "2030-12-31", "milestones": []}
    assert json.loads(entry.after) == {
        "supporting": [bureau.pk],
        "deadline": "2029-12-31",
        "milestones": [["2027-03-31", "完成选址"], ["2028-03-31", "开工建设"]],
    }
    assert (fresh(led).edition, told("reporter")) == (1, ["task-assigned"])


def test_assigning_what_is_so_already_changes_nothing(led, people):
    assert assigning.assign([assignment(led)], **by(people["planner"])) == 0
    assert (fresh(led).edition, Entry.objects.filter(deed="task.assigned").count()) == (0, 0)


def test_of_many_all_are_assigned_or_none(followed, people, county):
    stale = assignment(followed[1], edition=7, lead=county.pk)
    with pytest.raises(actions.ChangedMeanwhile):
        assigning.assign([assignment(followed[2], lead=county.pk), stale], **by(people["planner"]))
    assert fresh(followed[2]).lead is None


def test_the_lead_does_not_support_itself(led, people, county, economy):
    both = frozenset({county.pk, economy.pk})
    assigning.assign([assignment(led, supporting=both, deadline=date(2029, 1, 1))], **by(people["planner"]))
    assert list(fresh(led).supporting.all()) == [economy]


def test_a_milestone_may_get_another_day_and_go_while_nothing_was_said_of_it(led, people):
    assigning.assign([assignment(led, milestones=TWO)], **by(people["planner"]))
    report(led, people, milestone=Milestone.objects.get(title="完成选址"))
    moved = (("完成选址", date(2027, 5, 1)),)
    assigning.assign([assignment(fresh(led), milestones=moved)], **by(people["planner"]))
    assert list(led.milestones.values_list("title", "due", "done")) == [("完成选址", date(2027, 5, 1), today())]
    with pytest.raises(assigning.Reached):
        assigning.assign([assignment(fresh(led), milestones=())], **by(people["planner"]))


def test_the_first_report_begins_the_task_and_progress_comes_from_it(led, people):
    report(led, people, percent=30, problem="用地指标不足")
    one = judge(Task.objects.filter(pk=led.pk), today())[0]
    assert (one.row.state, one.progress.percent) == (State.UNDER_WAY, 30)
    assert told("planner") == ["task-problem"]


def test_a_later_report_counts_and_the_earlier_stays(led, people):
    report(led, people, percent=60)
    report(led, people, percent=40, day=today() - timedelta(days=9))
    assert judge(Task.objects.filter(pk=led.pk), today())[0].progress.percent == 60
    assert Report.objects.count() == 2


def test_what_is_done_or_stopped_takes_no_report(led, people):
    report(led, people, state="done", percent=100)
    assert fresh(led).state == State.DONE
    with pytest.raises(actions.NotOpen):
        report(led, people)


def test_nobody_reports_about_tomorrow(led, people):
    with pytest.raises(actions.TooEarly):
        report(led, people, day=today() + timedelta(days=1))


def test_a_reporter_does_not_stop_a_task(led, people):
    report(led, people, state="stopped")
    assert fresh(led).state == State.UNDER_WAY


def test_evidence_is_kept_under_its_fingerprint(led, people):
    said = report(led, people, evidence=("现场照片.png", b"\x89PNG\r\n\x1a\n..."))
    assert path_of(said.evidence.sha256).read_bytes().startswith(b"\x89PNG")
    assert json.loads(Entry.objects.get(deed="task.reported").after)["evidence"] == said.evidence.sha256


def test_an_instruction_is_told_and_its_answer_too(led, people):
    asked = actions.instruct(led, order="supervise", words="十日内报告进展", due=None, **by(people["director"]))
    report(led, people, answers=asked)
    assert (told("reporter"), told("director")) == (["task-instructed"], ["task-answered"])


def test_a_task_is_stopped_and_taken_up_again_with_a_reason(led, people):
    actions.move(led, state="stopped", reason="政策调整", edition=0, **by(people["planner"]))
    actions.move(led, state="under-way", reason="恢复", edition=1, **by(people["planner"]))
    reasons = list(Entry.objects.filter(deed="task.moved").order_by("number").values_list("reason", flat=True))
    assert (fresh(led).state, reasons) == (State.UNDER_WAY, ["政策调整", "恢复"])


@pytest.mark.parametrize("then", sorted(set(State) - NEXT[State.NOT_BEGUN]))
def test_no_step_is_taken_that_the_table_does_not_have(led, people, then):
    with pytest.raises(NoSuchStep):
        actions.move(led, state=then.value, reason="x", edition=0, **by(people["planner"]))


VERBS = {
    "assign": (lambda task, by: assigning.assign([assignment(task, deadline=None)], **by), {"planner"}),
    "report": (lambda task, by: actions.report(task, day=today(), words="x", **by), {"reporter"}),
    "instruct": (
        lambda task, by: actions.instruct(task, order="remark", words="x", due=None, **by),
        {"planner", "director"},
    ),
    "move": (lambda task, by: actions.move(task, state="blocked", reason="x", edition=0, **by), {"planner"}),
}
EVERYBODY = [
    *("planner", "director", "reporter", "approver", "evaluator", "auditor", "administrator", "stranger", "nobody"),
    "supporter",
]


@pytest.mark.parametrize("username", EVERYBODY)
@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_is_for_those_it_is_for(led, people, supporter, verb, username):
    do, allowed = VERBS[verb]
    if username in allowed:
        do(led, by(people[username]))
    else:
        with pytest.raises(PermissionDenied):
            do(led, by(people[username]))


def test_a_task_nobody_leads_takes_no_report(followed, people):
    with pytest.raises(PermissionDenied):
        report(followed[2], people)


def test_a_task_is_seen_above_by_its_lead_and_by_those_who_support_it(led, people, supporter):
    seen = {name for name, person in people.items() if led in tasks_visible_to(person)}
    assert seen == {"planner", "director", "evaluator", "approver", "reporter", "supporter"}
    assert [one.title for one in tasks_visible_to(people["reporter"])] == ["提升平台能级"]


@pytest.mark.parametrize("table", ["tasks_report", "tasks_instruction"])
@pytest.mark.parametrize("sql", ["UPDATE {} SET words = 'x'", "DELETE FROM {}"])
def test_what_was_said_cannot_be_changed_even_by_raw_sql(led, people, table, sql):
    report(led, people)
    actions.instruct(led, order="remark", words="x", due=None, **by(people["director"]))
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql.format(table))
    assert (Report.objects.count(), Instruction.objects.count()) == (1, 1)


def test_what_is_late_is_told_once_to_the_lead_and_to_those_above(led, people):
    late = [("开工", today() - timedelta(days=3))]
    assigning.assign([assignment(led, milestones=tuple(late))], **by(people["planner"]))
    assert remind(at=timezone.now()) == 1
    assert remind(at=timezone.now()) == 0
    assert told("reporter") == ["task-assigned", "task-overdue"]
    assert told("director") == ["task-overdue"]


def test_what_comes_soon_is_told_to_the_lead_only(led, people):
    assigning.assign([assignment(led, milestones=(("开工", today()),))], **by(people["planner"]))
    assert remind(at=timezone.now()) == 1
    assert (told("reporter"), told("director")) == (["task-assigned", "task-due-soon"], [])
