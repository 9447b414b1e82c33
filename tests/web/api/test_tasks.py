"""Tasks and yearly work plans by program."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from kechuang.readers.sheets import read_rows
from kechuang.web.journal.models import Entry
from kechuang.web.tasks.models import Report, Task, WorkLink
from kechuang.web.tasks.sheet import COLUMNS
from tests.web.api.conftest import code
from tests.web.api.deeds import tasks as deeds
from tests.web.api.deeds.deed import edited
from tests.web.api.deeds.tasks import DEEDS, follow, lay_beside, link

DEADLINE = f"c{COLUMNS.index('deadline')}"


def test_milestones_are_set_an_instruction_given_and_both_answered_with_a_file(program, subjects):
    follow(subjects)
    planner, reporter, address = program("planner"), program("reporter"), f"tasks/{subjects.task.pk}"
    shown, today = planner.get(address).json(), timezone.localdate()
    due = (today + timedelta(days=30)).isoformat()
    given = {"edition": shown["edition"], "lead": shown["lead"], "milestones": [{"title": "完成选址", "due": due}]}
    assert planner.post(f"{address}/assign", given).json()["changed"] == 1
    assert planner.post(f"{address}/instruct", {"order": "supervise", "words": "进展如何？"}).status_code == 200
    [milestone] = reporter.get(f"{address}/milestones").json()["items"]
    [instruction] = reporter.get(f"{address}/instructions").json()["items"]
    assert (milestone["title"], milestone["done"], instruction["answered"]) == ("完成选址", None, False)
    said = {"day": today.isoformat(), "words": "已选址", "milestone": milestone["id"], "answers": instruction["id"]}
    file = SimpleUploadedFile("纪要.txt", "会议纪要".encode())
    assert reporter.send(f"{address}/report-with-file", {**said, "evidence": file}).status_code == 200
    [report] = reporter.get(f"{address}/reports").json()["items"]
    assert (report["words"], report["file"], report["milestone"]) == ("已选址", "纪要.txt", milestone["id"])
    assert reporter.get(f"{address}/milestones").json()["items"][0]["done"] == today.isoformat()
    assert reporter.get(f"{address}/instructions").json()["items"][0]["answered"]
    assert b"".join(planner.get(f"reports/{report['id']}/file")) == "会议纪要".encode()
    assert Entry.objects.filter(deed="task.evidence-opened").count() == 1
    assert code(program("stranger").get(f"reports/{report['id']}/file")) == (404, "not-found")
    assert code(reporter.post(f"{address}/report", said)) == (422, "unfit")  # reached and answered already
    gone = {"edition": planner.get(address).json()["edition"], "lead": shown["lead"], "milestones": []}
    assert code(planner.post(f"{address}/assign", gone)) == (409, "milestone-reached")


def test_a_report_without_its_day_or_of_one_that_has_not_come_is_refused(program, subjects):
    follow(subjects)
    reporter, address = program("reporter"), f"tasks/{subjects.task.pk}/report-with-file"
    said = {"words": "已选址", "evidence": SimpleUploadedFile("a.txt", b"x")}
    assert code(reporter.send(address, said)) == (422, "unfit")
    later = (timezone.localdate() + timedelta(days=2)).isoformat()
    assert code(reporter.send(address, {**said, "evidence": SimpleUploadedFile("a.txt", b"x"), "day": later})) == (
        422,
        "too-early",
    )
    macro = {**said, "evidence": SimpleUploadedFile("a.exe", b"MZ\x90\0 program"), "day": later}
    assert code(reporter.send(address, macro)) == (422, "unfit-file")
    assert not Report.objects.exists()


def test_tasks_go_out_and_come_back_as_a_workbook(program, subjects):
    follow(subjects)
    planner = program("planner")
    out = planner.get("tasks-workbook?state=not-begun").content
    for day, status in (("2029-06-30", 200), ("明年", 422)):
        subjects.book = edited(out, 1, "提升平台能级", **{DEADLINE: day})
        answer = DEEDS["tasks-take-in"].do(planner, subjects)
        assert answer.status_code == status
        out = planner.get("tasks-workbook").content
    [wrong] = answer.json()["errors"]
    assert (wrong["column"], wrong["value"]) == ("deadline", "明年")
    marked = planner.get(answer.json()["workbook"].removeprefix("/api/v1/"))
    assert wrong["what"] in str(read_rows(marked.content))
    assert Task.objects.get(pk=subjects.task.pk).deadline.isoformat() == "2029-06-30"
    assert code(program("director").get("tasks-workbook")) == (403, "not-allowed")


def test_a_printed_name_is_given_its_organisation(program, subjects):
    follow(subjects)
    planner = program("planner")
    assert [(one["name"], one["tasks"]) for one in planner.get("task-names").json()["items"]] == [("市教体局", 1)]
    given = deeds.DEEDS["tasks-match-name"].given(subjects)
    assert code(planner.post("task-names", {**given, "organisation": 10**9})) == (404, "not-found")
    assert planner.post("task-names", given).json() == {"id": subjects.county.pk, "edition": None, "changed": 1}
    assert planner.get("task-names").json()["items"] == []


def test_a_work_plan_is_laid_beside_the_plan_and_its_links_judged(program, subjects):
    lay_beside(subjects)
    planner, address = program("planner"), f"work-plans/{subjects.work_plan.pk}"
    assert [(one["id"], one["year"], one["beside"]) for one in planner.get("work-plans").json()["items"]] == [
        (subjects.work_plan.pk, 2027, None)
    ]
    assert planner.get(address).json()["lines"] == []
    assert planner.post(f"{address}/link").json()["changed"] == 1
    [line] = planner.get(address).json()["lines"]
    assert (line["state"], line["verdict"], line["promised"], line["needed"]) == ("proposed", "short", "12", "14")
    assert planner.post(f"work-links/{line['link']}/judge", {"state": "refused"}).status_code == 200
    assert planner.get(address).json()["lines"][0]["link"] is None
    meant = {"item": line["item"], "indicator": subjects.indicator}
    assert planner.post(f"{address}/link-by-hand", meant).status_code == 200
    assert planner.get(address).json()["lines"][0]["indicator"] == subjects.indicator
    for wrong in ({"indicator": 10**9}, {"item": 10**9}, {"indicator": None, "task": 1}, {"task": 1}):
        assert code(planner.post(f"{address}/link-by-hand", {**meant, **wrong})) == (422, "unfit")


def test_what_is_no_work_plan_or_has_no_plan_beside_it_is_not_laid_beside_one(program, subjects):
    link(subjects)
    planner = program("planner")
    assert code(planner.get(f"work-plans/{subjects.version}")) == (404, "not-found")
    subjects.work_plan.identity["period"] = {"start": 2040, "end": 2040}
    subjects.work_plan.save()
    assert code(planner.post(f"work-plans/{subjects.work_plan.pk}/link")) == (409, "no-plan-beside")
    assert WorkLink.objects.count() == 1
