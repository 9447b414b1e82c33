"""The tree of organisations, its import, accounts and roles."""

import zipfile
from datetime import date
from functools import partial
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from kechuang.readers.capped import Caps, run_capped
from kechuang.readers.errors import Unreadable
from kechuang.readers.sheets import read_rows
from kechuang.web.journal.models import Entry
from kechuang.web.organisations import access, actions
from kechuang.web.organisations.facts import tree_on
from kechuang.web.organisations.importing import Mistake, check_rows
from kechuang.web.organisations.models import HeldRole, Organisation
from kechuang.web.organisations.roles import Role, Scope, are_compatible
from kechuang.writers.template import Column, write_template
from tests.web.conftest import make_person

HEAD = ("code", "name", "kind", "parent", "day")
KINDS = {"bureau": "bureau", "county": "county", "县": "county"}
BY = {"origin": "10.0.0.8", "at": timezone.now()}


def check(*rows, known=None):
    return check_rows([HEAD, *rows], known=known or {}, kinds=KINDS)


def book(*rows):
    columns = [Column(heading, "") for heading in HEAD]
    return write_template(
        columns, rows, sheet="s", instructions=["i"], instructions_sheet="how", version="organisations 1"
    )


def test_each_mistake_is_named_by_row_and_column():
    rows, mistakes = check(
        ("1", "", "bureau", "", "2026-01-01"),
        ("2", "东县", "moon", "9", "soon"),
    )
    assert rows == []
    assert mistakes == [
        Mistake(2, "name", "import.name-missing", ""),
        Mistake(3, "kind", "import.kind-unknown", "moon"),
        Mistake(3, "starts_on", "import.day-unreadable", "soon"),
    ]


def test_rows_are_checked_against_each_other():
    _, mistakes = check(("3", "西县", "county", "9", "2026-01-01"), ("3", "南县", "县", "", "2026-01-01"))
    assert mistakes == [
        Mistake(2, "parent", "import.parent-unknown", "9"),
        Mistake(3, "code", "import.code-twice", "3"),
    ]


def test_two_of_one_name_under_one_parent_are_told_apart_and_elsewhere_a_name_may_come_again():
    rows, mistakes = check(
        ("1", "东县", "county", "", "2026-01-01"),
        ("2", "西县", "county", "", "2026-01-01"),
        ("11", "城关镇", "county", "1", "2026-01-01"),
        ("12", "城关镇", "county", "1", "2026-01-01"),
        ("21", "城关镇", "county", "2", "2026-01-01"),
    )
    assert (rows, mistakes) == ([], [Mistake(5, "name", "import.name-twice", "城关镇")])


@pytest.mark.parametrize(
    "typed", ["2026-01-31", "2026/1/31", "2026.1.31", "2026年1月31日", "20260131", "２０２６／１／３１"]
)
def test_a_day_may_be_typed_in_any_usual_way(typed):
    ((row,), mistakes) = check(("1", "市", "bureau", "", typed))
    assert (row.starts_on, mistakes) == (date(2026, 1, 31), [])


@pytest.mark.parametrize("typed", ["2026", "2026-13-01", "2026-1/31", "31.1.2026", "1月31日", "46053"])
def test_what_names_no_day_is_told(typed):
    assert check(("1", "市", "bureau", "", typed))[1] == [Mistake(2, "starts_on", "import.day-unreadable", typed)]


def test_parents_come_before_children_whatever_the_order_of_the_rows():
    rows, mistakes = check(
        ("3", "村", "county", "2", "2026-01-01"),
        ("2", "县", "county", "1", "2026-01-01"),
        ("1", "市", "bureau", "", "2026-01-01"),
    )
    assert mistakes == []
    assert [row.code for row in rows] == ["1", "2", "3"]


def test_parents_that_go_in_a_circle_are_refused():
    _, mistakes = check(("1", "甲", "county", "2", "2026-01-01"), ("2", "乙", "county", "1", "2026-01-01"))
    assert [one.code for one in mistakes] == ["import.circle", "import.circle"]


def test_an_organisation_that_moves_keeps_its_past(people, bureau, county):
    rows, _ = check(("510001", "东区", "county", "510000", "2026-07-01"), known={"510000": "", "510001": "510000"})
    assert actions.import_organisations(rows, actor=people["administrator"], **BY) == 1
    assert tree_on(date(2026, 6, 30)).names[county.pk] == "东县"
    assert tree_on(date(2026, 7, 1)).names[county.pk] == "东区"
    assert Entry.objects.get().deed == "organisations.imported"


def test_the_same_rows_a_second_time_change_nothing(people, county):
    rows, _ = check(("510001", "东县", "county", "510000", "2026-07-01"), known={"510000": "", "510001": "510000"})
    assert actions.import_organisations(rows, actor=people["administrator"], **BY) == 0
    assert Entry.objects.count() == 0


def test_a_workbook_is_taken_in_through_the_page(browser, county):
    client = browser("administrator")
    sheet = SimpleUploadedFile("o.xlsx", book(("510002", "西县", "县（市、区）", "510000", "2026-01-01")))
    answer = client.post("/organisations/import/", {"sheet": sheet}, follow=True)
    assert "1 个单位有变化" in answer.content.decode()
    assert Organisation.objects.get(code="510002").name == "西县"


def test_one_wrong_cell_and_nothing_is_taken_in(browser, county):
    rows = [("510002", "西县", "县（市、区）", "510000", "2026-01-01"), ("510003", "", "部门", "510000", "2026-01-01")]
    answer = browser("administrator").post(
        "/organisations/import/", {"sheet": SimpleUploadedFile("o.xlsx", book(*rows))}
    )
    assert answer.status_code == 422
    assert "有 1 处需要改正" in answer.content.decode()
    assert not Organisation.objects.filter(code="510002").exists()


def test_the_template_taken_back_unchanged_changes_nothing(browser, county):
    client = browser("administrator")
    given = client.get("/organisations/template.xlsx").content
    answer = client.post("/organisations/import/", {"sheet": SimpleUploadedFile("o.xlsx", given)}, follow=True)
    assert "0 个单位有变化" in answer.content.decode()


def test_formulas_are_written_as_text():
    assert read_rows(book(("=1+1", "http://x", "县", "", "")))[1][:2] == ["=1+1", "http://x"]


def with_sheet(xml, extra=()):
    data = BytesIO()
    with zipfile.ZipFile(BytesIO(book(("1", "a", "b", "", "")))) as old, zipfile.ZipFile(data, "w") as new:
        for info in old.infolist():
            new.writestr(info.filename, xml if info.filename == "xl/worksheets/sheet1.xml" else old.read(info))
        for name in extra:
            new.writestr(name, b"x")
    return data.getvalue()


FAR = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"no workbook", "not-a-sheet"),
        (b"PK\x03\x04", "docx-truncated"),
        (with_sheet(FAR), "sheet-too-large"),
        (with_sheet(b"<!DOCTYPE x><worksheet/>"), "sheet-entities"),
        (with_sheet(b"<worksheet/>", extra=["xl/vbaProject.bin"]), "sheet-macros"),
    ],
)
def test_a_hostile_workbook_is_refused_by_name(data, code):
    with pytest.raises(Unreadable) as refused:
        read_rows(data)
    assert refused.value.code == code


def test_a_workbook_is_read_in_a_process_of_its_own():
    rows = run_capped(partial(read_rows, book(("1", "a", "b", "", ""))), Caps(memory=2**30, cpu=20, wall=30.0))
    assert rows[1][:2] == ["1", "a"]


def test_a_role_reaches_as_far_as_its_scope(bureau, county, elsewhere):
    own = make_person("own", bureau, Role.PLANNER, Scope.OWN)
    below = make_person("below", bureau, Role.PLANNER, Scope.BELOW)
    everywhere = make_person("everywhere", bureau, Role.PLANNER, Scope.ALL)
    listed = make_person("listed", bureau, Role.PLANNER, Scope.LISTED)
    HeldRole.objects.get(person=listed).listed.add(county)
    assert access.reach(own, "plan.upload") == {bureau.pk}
    assert access.reach(below, "plan.upload") == {bureau.pk, county.pk}
    assert access.reach(everywhere, "plan.upload") == {bureau.pk, county.pk, elsewhere.pk}
    assert access.reach(listed, "plan.upload") == {county.pk}


def test_a_role_that_has_ended_or_not_begun_gives_no_right(bureau):
    person = make_person("past", bureau, Role.PLANNER)
    HeldRole.objects.update(ends_on=timezone.localdate())
    assert not access.may(person, "plan.upload")


def test_business_auditing_and_administering_are_kept_apart():
    assert are_compatible({Role.PLANNER, Role.DIRECTOR})
    assert not are_compatible({Role.PLANNER, Role.AUDITOR})
    assert not are_compatible({Role.AUDITOR, Role.ADMINISTRATOR})
