"""What does not add up in a task is found, with its arithmetic; a task in order has no finding."""

from dataclasses import replace
from datetime import date

import pytest

from kechuang.domain.finding import Finding, Severity
from kechuang.domain.tasks.checks import check_task
from kechuang.domain.tasks.task import Milestone, Reported


def found(task):
    return [(one.rule, one.severity, one.arithmetic) for one in check_task(task)]


def test_a_task_in_order_has_none(task):
    assert check_task(task) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"lead": None, "lead_name": ""}, ("task-check.no-lead", Severity.WARNING, "")),
        ({"lead": None}, ("task-check.lead-unmatched", Severity.WARNING, "")),
        ({"lead_stands": False}, ("task-check.lead-gone", Severity.ERROR, "")),
        ({"deadline": None}, ("task-check.no-deadline", Severity.WARNING, "")),
        ({"plan_ends": date(2028, 12, 30)}, ("task-check.after-plan", Severity.ERROR, "2028-12-31 > 2028-12-30")),
        ({"deadline": date(2028, 3, 30)}, ("task-check.milestone-late", Severity.ERROR, "2028-03-31 > 2028-03-30")),
        (
            {"reported": Reported(date(2027, 5, 20), 40)},
            ("task-check.report-beyond", Severity.WARNING, "1 ÷ 2 = 50%; 2027-05-20: 40%"),
        ),
        ({"in_plan": False}, ("task-check.not-in-plan", Severity.NOTE, "")),
    ],
)
def test_one_changed_fact_gives_one_finding(task, changes, expected):
    assert found(replace(task, **changes)) == [expected]


def test_what_recurs_each_year_needs_no_deadline(task):
    assert check_task(replace(task, deadline=None, recurring=True)) == []


def test_the_last_day_of_the_plan_itself_still_fits(task):
    assert check_task(replace(task, plan_ends=task.deadline)) == []


def test_a_finding_says_which_task_and_where_the_plan_says_it(task):
    late = replace(task, milestones=(Milestone("开工", date(2029, 1, 1)),), reported=None)
    assert check_task(late) == [
        Finding(
            "task-check.milestone-late",
            Severity.ERROR,
            (task.source,),
            {"task": "提升平台能级", "milestone": "开工"},
            "2029-01-01 > 2028-12-31",
        )
    ]
