"""What an auditor sees of changes of rows: those an entry binds, those made outside the site, and all that became of one row."""

import pytest
from django.db import transaction
from django.utils import timezone

from kechuang.web.journal.actions import record
from kechuang.web.journal.models import Entry, RowChange
from kechuang.web.organisations.models import Organisation
from kechuang.web.tracing.outside import write_down_outside


@pytest.fixture
def renamed(county, people):
    """A county that was added by a deed and renamed by another."""
    record("organisations.imported", county)
    with transaction.atomic():
        Organisation.objects.filter(pk=county.pk).update(name="新东县")
        record("organisations.imported", county, reason="更名")
    return county


@pytest.fixture
def forged(renamed):
    """… and whose code somebody changed in the database, as far as the journal can tell: no deed binds it."""
    return RowChange.objects.create(
        at="2026-11-26T04:00:00.000000+00:00",
        table_name="organisations_organisation",
        row_key=str(renamed.pk),
        done="changed",
        before='{"code":"510001"}',
        after='{"code":"999999"}',
    )


def test_an_entry_shows_which_rows_it_changed_from_what_to_what(renamed, browser):
    page = browser("auditor").get(f"/journal/{Entry.objects.latest('number').number}/").content.decode()
    assert "本条绑定的数据行变更（1 处）" in page
    assert f'<a href="/journal/rows/organisations_organisation/{renamed.pk}/">单位 新东县</a>' in page
    assert '<td title="name">名称</td><td>东县</td><td>新东县</td>' in page


def test_the_trace_of_a_row_has_its_deeds_and_what_came_from_outside(forged, renamed, browser):
    page = browser("auditor").get(f"/journal/rows/organisations_organisation/{renamed.pk}/").content.decode()
    entries = [
        f'<a href="/journal/{number}/">{number}</a>' for number in Entry.objects.values_list("number", flat=True)
    ]
    assert all(link in page for link in entries)
    assert '<td title="code">单位代码</td><td>510001</td><td>999999</td>' in page
    assert "未留痕" in page


def test_what_was_changed_outside_is_listed_until_and_after_it_is_on_record(forged, browser):
    auditor = browser("auditor")
    before = auditor.get("/journal/outside/").content.decode()
    assert ("999999" in before, "未留痕" in before, "更名" in before) == (True, True, False)
    assert write_down_outside(at=timezone.now()) == 1
    after = auditor.get("/journal/outside/").content.decode()
    assert ("999999" in after, "未留痕" in after) == (True, False)
    entry = Entry.objects.latest("number")
    assert (entry.deed, entry.actor) == ("rows.changed-outside", "")
    assert "平台外有 1 处数据被直接改动（单位" in auditor.get("/notices/").content.decode()


def test_twenty_changes_a_page(renamed, browser):
    with transaction.atomic():
        Organisation.objects.bulk_create(Organisation(code=f"c{n}", name=f"村{n}", kind="county") for n in range(25))
        record("organisations.imported")
    address = f"/journal/{Entry.objects.latest('number').number}/"
    pages = [browser("auditor").get(f"{address}?page={number}").content.decode() for number in (1, 2)]
    assert [page.count("<details><summary>整行") for page in pages] == [20, 5]


def test_nothing_outside_says_so_and_what_is_not_there_is_not_found(renamed, browser):
    auditor = browser("auditor")
    assert "没有平台外的改动" in auditor.get("/journal/outside/").content.decode()
    assert auditor.get("/journal/rows/organisations_organisation/0/").status_code == 404
    assert auditor.get("/journal/rows/django_session/1/").status_code == 404
