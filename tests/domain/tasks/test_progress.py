"""How far a task is comes from its milestones and its reports."""

from dataclasses import replace
from datetime import date

import pytest

from kechuang.domain.tasks.life import State
from kechuang.domain.tasks.progress import Basis, Progress, compute_progress
from kechuang.domain.tasks.task import Milestone, Reported

DAY = date(2027, 5, 20)


def test_a_report_counts_between_the_milestone_that_was_reached_and_the_next(task):
    assert compute_progress(task) == Progress(60, Basis.BOTH, "1 ÷ 2 = 50%; 2027-05-20: 60%")


@pytest.mark.parametrize(
    ("said", "percent", "held"), [(49, 50, True), (50, 50, False), (99, 99, False), (100, 100, False)]
)
def test_a_report_below_what_was_reached_is_held_there(task, said, percent, held):
    found = compute_progress(replace(task, reported=Reported(DAY, said)))
    assert (found.percent, found.held) == (percent, held)


def test_a_report_beyond_a_milestone_that_is_not_reached_is_held_there(task):
    one = Milestone("开工", date(2028, 1, 1))
    found = compute_progress(replace(task, milestones=(one, one, one, one), reported=Reported(DAY, 80)))
    assert found == Progress(25, Basis.BOTH, "0 ÷ 4 = 0%; 2027-05-20: 80%", held=True)


def test_without_a_report_the_milestones_count_alike(task):
    assert compute_progress(replace(task, reported=None)) == Progress(50, Basis.MILESTONES, "1 ÷ 2 = 50%")


def test_without_milestones_the_report_counts(task):
    assert compute_progress(replace(task, milestones=())) == Progress(60, Basis.REPORT, "2027-05-20: 60%")


def test_without_both_nothing_is_known(task):
    assert compute_progress(replace(task, milestones=(), reported=None)) == Progress(0, Basis.NOTHING)


def test_what_is_done_is_done(task):
    assert compute_progress(replace(task, state=State.DONE)) == Progress(100, Basis.DONE)


def test_all_milestones_reached_are_the_whole(task):
    done = tuple(replace(one, done=DAY) for one in task.milestones)
    assert compute_progress(replace(task, milestones=done, reported=None)).percent == 100
