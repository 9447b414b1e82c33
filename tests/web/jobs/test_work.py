"""The worker: what it does beside jobs, and what does not stop it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kechuang.web.jobs import chores
from kechuang.web.jobs.models import Chore
from kechuang.web.journal.actions import record
from kechuang.web.journal.checkpoints import FILE
from kechuang.web.operation.work import CHORES, do_chores, write_checkpoint_if_due

pytestmark = pytest.mark.django_db


def test_a_checkpoint_is_written_a_minute_after_the_last(settings):
    record("plan.read")
    soon, due = (timezone.now() - timedelta(seconds=age) for age in (30, 61))
    assert write_checkpoint_if_due(soon) == soon
    assert not settings.CHECKPOINTS.exists()
    assert write_checkpoint_if_due(due) > due
    assert (settings.CHECKPOINTS / FILE).is_file()


def test_a_folder_for_checkpoints_that_is_away_is_said_once_a_minute_and_stops_nothing(settings, tmp_path, caplog):
    record("plan.read")
    (tmp_path / "witness").write_text("not mounted")
    settings.CHECKPOINTS = tmp_path / "witness" / "kechuang"
    due = timezone.now() - timedelta(seconds=61)
    tried = write_checkpoint_if_due(due)
    assert write_checkpoint_if_due(tried) == tried > due
    assert [line.message.partition(",")[0] for line in caplog.records] == [
        "no checkpoint of the journal could be written"
    ]


def test_a_chore_is_done_once_whichever_worker_asks():
    now = timezone.now()
    assert [chores.claim("tasks", 600, at=now), chores.claim("tasks", 600, at=now)] == [True, False]
    assert chores.claim("returns", 600, at=now)
    later = now + timedelta(seconds=600)
    assert [chores.claim("tasks", 600, at=later), chores.claim("tasks", 600, at=later)] == [True, False]


def test_every_chore_has_a_name_of_its_own():
    names = [name for name, _, _ in CHORES]
    assert len(set(names)) == len(names)


def test_a_worker_does_what_is_due_and_asks_no_more_than_once_a_minute(django_assert_num_queries):
    asked = {}
    do_chores(asked)
    assert set(Chore.objects.values_list("name", flat=True)) == {name for name, _, _ in CHORES}
    with django_assert_num_queries(0):
        do_chores(asked)
