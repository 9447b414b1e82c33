"""A program of an auditor reads changes of rows as the auditor does."""

from django.db import transaction

from kechuang.web.journal.actions import record
from kechuang.web.journal.models import Entry, RowChange
from kechuang.web.organisations.models import Organisation


def test_programs_read_what_became_of_rows_and_what_came_from_outside(program, county):
    with transaction.atomic():
        Organisation.objects.filter(pk=county.pk).update(name="新东县")
        record("organisations.imported", county)
    entry = Entry.objects.latest("number").number
    auditor = program("auditor")
    RowChange.objects.create(
        at="2026-11-26T04:00:00.000000+00:00",
        table_name="organisations_organisation",
        row_key=str(county.pk),
        done="changed",
        before='{"code":"510001"}',
        after='{"code":"999999"}',
    )
    rows = auditor.get("row-changes?outside=true").json()["items"]
    assert [(row["table"], row["before"], row["after"], row["entry"], row["outside"]) for row in rows] == [
        ("organisations_organisation", {"code": "510001"}, {"code": "999999"}, None, True)
    ]
    rows = auditor.get(f"row-changes?entry={entry}&table=organisations_organisation&key={county.pk}").json()["items"]
    assert [(row["before"], row["after"], row["outside"]) for row in rows[:1]] == [
        ({"name": "东县"}, {"name": "新东县"}, False)
    ]
    assert program("planner").get("row-changes").status_code == 403
