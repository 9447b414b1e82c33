"""The worker: what it does beside jobs, and what does not stop it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kechuang.web.journal.actions import record
from kechuang.web.journal.checkpoints import FILE
from kechuang.web.operation.work import write_checkpoint_if_due

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
