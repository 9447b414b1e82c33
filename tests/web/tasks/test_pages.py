"""The pages of the tasks: what they show to whom, equal queries however long, the grid and the workbook there and back."""

from datetime import date, timedelta
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kechuang.readers.words import read_words
from kechuang.web.journal.models import Entry
from kechuang.web.tasks import assigning
from kechuang.web.tasks.models import Report, Task
from kechuang.web.tasks.sheet import COLUMNS, read_sheet
from tests.web.tasks.conftest import TWO, assignment, by

SEEN = {
    "planner": 200,
    "director": 200,
    "reporter": 200,
    "supporter": 200,
    "stranger": 404,
    "auditor": 404,
    "nobody": 404,
}
ZH = read_words("zh")


def page_of(browser, username, address):
    return browser(username).get(address).content.decode()


@pytest.fixture
def assigned(led, people):
    """The county's task with two milestones."""
    assigning.assign([assignment(led, milestones=TWO)], **by(people["planner"]))
    led.refresh_from_db()
    return led


def grid(task, **changes):
    """What the grid sends of one task."""
    given = {"edition": task.edition, "lead": "东县", "supporting": "", "deadline": "2029-12-31", "milestones": ""}
    return {"task": [task.pk], **{f"{name}-{task.pk}": value for name, value in {**given, **changes}.items()}}


def book_of(rows, **changes):
    """A workbook with the rows, some cells changed: ``{(row, column): value}``."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for (row, column), value in changes.get("cells", {}).items():
        book.active.cell(row, COLUMNS.index(column) + 1).value = value
    data = BytesIO()
    book.save(data)
    return SimpleUploadedFile("tasks.xlsx", data.getvalue())


@pytest.mark.parametrize(("username", "status"), SEEN.items())
@pytest.mark.parametrize("tab", ["basics", "milestones", "progress", "attachments", "trace"])
def test_a_task_opens_for_those_who_may_see_it_on_every_tab(assigned, supporter, browser, username, status, tab):
    answer = browser(username).get(reverse("tasks:task", args=[assigned.pk]), {"tab": tab})
    assert answer.status_code == status


def test_forms_are_shown_to_those_who_may_use_them(assigned, supporter, browser):
    address = reverse("tasks:task", args=[assigned.pk]) + "?tab=progress"
    shown = {
        name: [
            verb
            for verb in ("report", "instruct", "move")
            if f"/{assigned.pk}/{verb}/" in page_of(browser, name, address)
        ]
        for name in ("planner", "director", "reporter", "supporter", "evaluator")
    }
    assert shown == {
        "planner": ["instruct", "move"],
        "director": ["instruct"],
        "reporter": ["report"],
        "supporter": [],
        "evaluator": [],
    }


@pytest.mark.parametrize("verb", ["report", "instruct", "move"])
def test_what_one_sees_but_may_not_do_is_refused_and_what_one_does_not_see_is_not_there(
    assigned, supporter, browser, verb
):
    address = reverse(f"tasks:{verb}", args=[assigned.pk])
    assert browser("supporter").post(address).status_code == 403
    assert browser("stranger").post(address).status_code == 404
    assert browser("planner").get(address).status_code == 405


def test_the_list_has_the_overdue_first_and_counts_every_light(followed, people, browser):
    late = (("开工", timezone.localdate() - timedelta(days=5)),)
    assigning.assign([assignment(followed[3], milestones=late)], **by(people["planner"]))
    page = page_of(browser, "planner", reverse("tasks:list"))
    assert page.index("中试基地") < page.index("提升平台能级") < page.index("培育企业")
    assert "逾期 5 天" in page
    only = page_of(browser, "planner", reverse("tasks:list") + "?light=red")
    assert ("中试基地" in only, "提升平台能级" in only) == (True, False)


@pytest.mark.parametrize("name", ["list", "assign", "export"])
def test_a_page_asks_as_often_for_one_task_as_for_four(followed, browser, name):
    leading = next(one.lead_id for one in followed if one.lead_id)
    assert sum(one.lead_id == leading for one in followed) == 1
    counts = []
    for narrowed in ({"lead": leading}, {}):
        client = browser("planner")
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse(f"tasks:{name}"), narrowed)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_many_are_assigned_at_once_in_the_grid(followed, browser, county):
    sent = {}
    for task in followed[:2]:
        sent |= {**grid(task, milestones="2027-03-31 完成选址\r\n2028-03-31 开工"), "task": None}
    sent["task"] = [task.pk for task in followed[:2]]
    assert browser("planner").post(reverse("tasks:assign"), sent).status_code == 302
    rows = [(one.lead, one.deadline, one.milestones.count()) for one in Task.objects.order_by("position")[:2]]
    assert rows == [(county, date(2029, 12, 31), 2)] * 2


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"lead": "没有的局"}, "task-sheet.no-organisation"),
        ({"supporting": "东县、没有的局"}, "task-sheet.no-organisation"),
        ({"deadline": "明年"}, "task-sheet.no-day"),
        ({"milestones": "完成选址"}, "task-sheet.no-milestone"),
        ({"milestones": "2027-01-01 a\n2027-01-02 a"}, "task-sheet.no-milestone"),
    ],
)
def test_what_is_wrong_in_the_grid_is_said_at_its_row_and_nothing_is_kept(led, browser, changes, words):
    answer = browser("planner").post(reverse("tasks:assign"), grid(led, **changes))
    assert answer.status_code == 422
    assert ZH.say(words) in answer.content.decode()
    assert Task.objects.get(pk=led.pk).edition == 0


def test_somebody_else_s_change_is_not_overwritten_by_the_grid(assigned, browser):
    answer = browser("planner").post(reverse("tasks:assign"), grid(assigned, edition=0))
    assert answer.status_code == 409
    assert Task.objects.get(pk=assigned.pk).edition == 1


def test_a_row_says_at_once_what_would_not_add_up_and_keeps_nothing(led, browser):
    sent = grid(led, lead="", deadline="2031-01-01", milestones="2031-02-01 开工")
    page = browser("planner").post(reverse("tasks:check"), sent).content.decode()
    assert "2031-01-01 &gt; 2030-12-31" in page
    assert "2031-02-01 &gt; 2031-01-01" in page
    assert Task.objects.get(pk=led.pk).edition == 0


@pytest.mark.parametrize("name", ["assign", "check", "import", "match"])
def test_only_those_who_assign_reach_the_verbs_of_assigning(led, browser, name):
    for username in ("reporter", "director", "evaluator", "approver"):
        assert browser(username).post(reverse(f"tasks:{name}"), grid(led)).status_code == 403


def test_a_stranger_s_grid_reaches_nothing(led, browser):
    browser("stranger").post(reverse("tasks:assign"), grid(led))
    assert browser("stranger").post(reverse("tasks:check"), grid(led)).status_code == 404
    assert Task.objects.get(pk=led.pk).edition == 0


def test_what_is_exported_and_taken_in_again_changes_nothing(assigned, followed, browser):
    book = browser("planner").get(reverse("tasks:export")).content
    answer = browser("planner").post(reverse("tasks:import"), {"sheet": SimpleUploadedFile("tasks.xlsx", book)})
    assert answer.status_code == 302
    assert Entry.objects.filter(deed="task.assigned").count() == 1
    assert [one.edition for one in Task.objects.order_by("position")] == [1, 0, 0, 0]


def test_the_export_holds_what_the_list_was_narrowed_to(assigned, browser):
    rows = read_sheet(browser("planner").get(reverse("tasks:export"), {"text": "平台"}).content)
    assert [row[4:] for row in rows[1:]] == [
        ["提升平台能级", "东县", "东市经济和信息化局", "2030-12-31", "2027-03-31 完成选址\n2028-03-31 开工建设"]
    ]


def test_the_workbook_comes_back_with_what_is_wrong_by_row_and_column(assigned, browser):
    rows = read_sheet(browser("planner").get(reverse("tasks:export")).content)
    wrong = {(2, "lead"): "没有的局", (3, "title"): "改名", (4, "edition"): 9, (5, "deadline"): "明年", (6, "id"): 99}
    answer = browser("planner").post(reverse("tasks:import"), {"sheet": book_of(rows, cells=wrong)})
    assert answer.status_code == 422
    assert Task.objects.filter(edition__gt=1).count() == 0
    back = b"".join(browser("planner").get(reverse("tasks:returned")).streaming_content)
    found = openpyxl.load_workbook(BytesIO(back)).active
    last = found.max_column
    assert found.cell(1, last).value == "错误说明"
    said = {row: found.cell(row, last).value for row in range(2, found.max_row + 1) if found.cell(row, last).value}
    assert said == {
        row: f"{ZH.say(f'task-column.{column}')}: {ZH.say(code)}"
        for row, column, code in (
            (2, "lead", "task-sheet.no-organisation"),
            (3, "title", "task-sheet.not-here"),
            (4, "edition", "task-sheet.changed-meanwhile"),
            (5, "deadline", "task-sheet.no-day"),
            (6, "id", "task-sheet.unknown"),
        )
    }
    assert found.cell(2, COLUMNS.index("lead") + 1).fill.fgColor.rgb == "FFFFC7CE"
    assert browser("stranger").get(reverse("tasks:returned")).status_code == 404


def test_text_that_looks_like_a_formula_stays_text(assigned, people, browser):
    milestones = (("=1+1", date(2027, 3, 31)),)
    assigning.assign([assignment(assigned, milestones=milestones)], **by(people["planner"]))
    book = openpyxl.load_workbook(BytesIO(browser("planner").get(reverse("tasks:export")).content))
    assert {cell.data_type for row in book.active.iter_rows() for cell in row if cell.value} == {"s"}


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 not really", b"no sheet"])
def test_what_is_no_workbook_is_refused(followed, browser, data):
    answer = browser("planner").post(reverse("tasks:import"), {"sheet": SimpleUploadedFile("tasks.xlsx", data)})
    assert answer.status_code == 422


def send_report(browser, task, **given):
    sent = {"day": timezone.localdate().isoformat(), "words": "已开工", "percent": "30", **given}
    return browser("reporter").post(reverse("tasks:report", args=[task.pk]), sent)


def test_a_report_with_evidence_is_taken_in_and_the_evidence_handed_out_as_a_file(assigned, browser):
    file = SimpleUploadedFile("现场.png", b"\x89PNG\r\n\x1a\n....")
    assert send_report(browser, assigned, evidence=file).status_code == 302
    said = Report.objects.get()
    answer = browser("planner").get(reverse("tasks:evidence", args=[said.pk]))
    assert b"".join(answer.streaming_content) == b"\x89PNG\r\n\x1a\n...."
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    assert Entry.objects.filter(deed="task.evidence-opened").count() == 1
    assert browser("stranger").get(reverse("tasks:evidence", args=[said.pk])).status_code == 404


@pytest.mark.parametrize("data", [b"MZ\x90\0 program", b"<html><script>x</script></html>", b"Rar!\x1a\x07 archive"])
def test_a_file_that_is_no_evidence_is_refused_and_nothing_is_reported(assigned, browser, data):
    answer = send_report(browser, assigned, evidence=SimpleUploadedFile("x.png", data))
    assert answer.status_code == 422
    assert ZH.say("evidence-unfit") in answer.content.decode()
    assert Report.objects.count() == 0


@pytest.mark.parametrize("given", [{"percent": "101"}, {"words": ""}, {"day": "2999-01-01"}, {"state": "stopped"}])
def test_a_report_that_does_not_fit_is_refused(assigned, browser, given):
    assert send_report(browser, assigned, **given).status_code == 422
    assert Report.objects.count() == 0


def test_a_director_asks_and_the_page_shows_that_no_answer_came(assigned, browser):
    sent = {"order": "supervise", "words": "十日内报告", "due": "2027-01-01"}
    address = reverse("tasks:instruct", args=[assigned.pk])
    assert browser("director").post(address, sent).status_code == 302
    assert "待回复" in page_of(browser, "planner", reverse("tasks:task", args=[assigned.pk]) + "?tab=progress")


def test_no_page_has_a_chinese_word_in_english_but_what_people_wrote(assigned, browser):
    client = browser("planner")
    client.cookies["language"] = "en"
    page = client.get(reverse("tasks:import")).content.decode().replace("中文", "")
    assert not [one for one in page if "\u4e00" <= one <= "\u9fff"]
