"""An auditor finds entries by who, what, when, and of which thing, and takes them along."""

import csv
import io
from datetime import UTC, datetime

import pytest

from kechuang.web.journal.actions import record
from kechuang.web.journal.models import Entry
from kechuang.web.organisations.models import Person

AT_NIGHT = datetime(2026, 11, 26, 18, 52, tzinfo=UTC)  # the 27th in Shanghai


@pytest.fixture
def written(county, people):
    """Three deeds: at night, of a named person, and of a thing whose name begins like a formula."""
    Person.objects.filter(username="planner").update(name="王小明")
    record("organisations.imported", county, actor=people["director"], at=AT_NIGHT)
    record("plan.read", people["nobody"], actor=people["planner"], reason="=1+1")
    record("plan.read", county, actor=people["auditor"])
    return list(Entry.objects.order_by("number"))


def listed(client, query):
    """The numbers of the entries a list shows."""
    page = client.get(f"/journal/?{query}").content.decode()
    return [number for number in range(1, 9) if f'<a href="/journal/{number}/">' in page]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("since=2026-11-27&until=2026-11-27&deed=organisations.imported", [1]),
        ("until=2026-11-26&deed=organisations.imported", []),
        ("since=nonsense&deed=organisations.imported", [1]),
        ("until=9999-12-31&deed=organisations.imported", [1]),
        ("actor=planner", [2]),
        ("actor=王小明", [2]),
        ("text=东县", [1, 3]),
    ],
)
def test_entries_are_found(written, browser, query, found):
    assert listed(browser("auditor"), query) == found


def test_a_thing_leads_to_all_that_was_done_to_it(written, browser, county):
    client = browser("auditor")
    link = f'<a href="/journal/?kind=organisation&amp;subject={county.pk}">东县</a>'
    assert link in client.get("/journal/").content.decode()
    assert listed(client, f"kind=organisation&subject={county.pk}") == [1, 3]


def test_what_is_listed_is_taken_along_and_that_is_on_record(written, browser):
    answer = browser("auditor").get("/journal/export/?actor=planner")
    heads, row = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert dict(zip(heads, row, strict=True)) == {
        "序号": "2",
        "时间（UTC）": written[1].at,
        "操作人": "planner",
        "来源地址": "",
        "操作": "识读完成",
        "对象类别": "person",
        "对象编号": written[1].subject,
        "对象": "nobody",
        "理由": "'=1+1",
        "原值": "",
        "新值": "",
        "本条指纹": written[1].leaf,
    }
    last = Entry.objects.latest("number")
    assert (last.deed, last.actor, last.after) == ("journal.exported", "auditor", '{"asked":"actor=planner","rows":1}')
