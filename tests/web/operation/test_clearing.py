"""What nobody needs any more goes after its time, named in the journal; what something refers to stays however old it is."""

import json
import os
from datetime import timedelta

import pytest
from django.utils import timezone

from kechuang.web.collection.models import MarkedBook, Round
from kechuang.web.journal.models import Entry
from kechuang.web.operation.clearing import clear
from kechuang.web.plans.models import Original
from kechuang.web.plans.originals import keep_original, path_of
from tests.web.indicators.conftest import adopted, department, west

__all__ = ("adopted", "department", "west")


def age(path, days):
    """Make a file so many days old."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    moment = (timezone.now() - timedelta(days=days)).timestamp()
    os.utime(path, (moment, moment))
    return path


def upload(data, days):
    """An upload nothing refers to, so many days old."""
    kept = keep_original(data, "file.pdf")
    age(path_of(kept.sha256), days)
    return kept


@pytest.fixture
def marked(adopted, people):
    """A workbook that was given back with its mistakes 31 days ago."""
    today = timezone.localdate()
    asked = {"year": 2026, "opens_on": today, "closes_on": today, "opened_at": timezone.now()}
    round_ = Round.objects.create(plan=adopted.plan, title="调查", opened_by=people["planner"], **asked)
    given = {"original": upload(b"marked", 31), "name": "a.xlsx", "mistakes": 2}
    return MarkedBook.objects.create(
        round=round_, by=people["planner"], at=timezone.now() - timedelta(days=31), **given
    )


def test_an_upload_nothing_refers_to_goes_after_a_week(db):
    old, new = upload(b"old", 8), upload(b"new", 6)
    assert clear(at=timezone.now()) == 1
    assert list(Original.objects.all()) == [new]
    assert (path_of(old.sha256).exists(), path_of(new.sha256).exists()) == (False, True)


def test_what_something_refers_to_stays(adopted):
    path = age(path_of(adopted.original.sha256), 4_000)
    assert clear(at=timezone.now()) == 0
    assert path.exists()
    assert not Entry.objects.filter(deed="uploads.cleared").exists()


def test_a_marked_workbook_goes_after_a_month_with_its_file_and_the_journal_names_it(marked, adopted):
    sha256 = marked.original.sha256
    assert clear(at=timezone.now() - timedelta(days=2)) == 0
    assert clear(at=timezone.now()) == 2
    assert not MarkedBook.objects.exists()
    assert not path_of(sha256).exists()
    told = json.loads(Entry.objects.get(deed="uploads.cleared").after)
    assert told == {"files": 1, "marked": 1, "named": [sha256]}


def test_workbooks_of_tasks_and_indicators_that_were_given_back_go_as_well(db, settings):
    old = age(settings.MEDIA_ROOT / "returned" / "tasks-7.xlsx", 31)
    new = age(settings.MEDIA_ROOT / "returned" / "indicators-history-7.xlsx", 29)
    assert clear(at=timezone.now()) == 1
    assert (old.exists(), new.exists()) == (False, True)


def test_what_an_upload_left_that_was_broken_off_goes(db, settings):
    stray = age(settings.MEDIA_ROOT / "ab" / f"{'ab' * 32}.4711", 8)
    assert clear(at=timezone.now()) == 1
    assert not stray.exists()


def test_what_is_cleared_and_uploaded_again_is_there_again(db):
    upload(b"again", 8)
    clear(at=timezone.now())
    kept = keep_original(b"again", "again.pdf")
    assert path_of(kept.sha256).read_bytes() == b"again"
