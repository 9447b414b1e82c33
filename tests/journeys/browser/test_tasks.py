"""Journey 2 in a browser, without a mouse: a task is assigned, reported on, and assigned anew by workbook; a work plan is laid beside."""

from importlib.resources import files
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from kechuang.web.tasks.sheet import COLUMNS
from tests.journeys.browser.conftest import serve_demo

OF_A_COUNTY = 'main table tr:has-text("云东片区") td a[href^="/tasks/"]'
WORK_POINTS = files("kechuang.samples").joinpath("invented", "yunling_county_work_points_2027.txt")


@pytest.fixture(scope="module")
def live_site(tmp_path_factory):
    """A site of its own: what other journeys publish and adjust changes what a work plan is laid beside."""
    yield from serve_demo(tmp_path_factory.mktemp("tasks"))


def test_a_task_is_assigned_reported_on_and_assigned_anew_by_workbook(visit, tmp_path):
    planner = visit("planner")
    planner.go("/tasks/")
    planner.enter(OF_A_COUNTY)
    task = planner.page.url.split("?")[0]
    assign(planner, task)
    assert planner.barriers() == []

    reporter = visit("reporter")
    reporter.go(f"{task}?tab=progress")
    retype(reporter, "textarea[name=words]", "已完成选址，正在办理用地手续")
    retype(reporter, "input[name=percent]", "35")
    reporter.enter('form[action$="/report/"] button')
    assert reporter.says("正在办理用地手续")
    reporter.shot("task-reported")

    planner.go("/tasks/?text=高新技术企业")
    by_workbook(planner, tmp_path / "tasks.xlsx")
    planner.go(f"{task}?tab=trace")
    assert planner.says("已完成选址")


def assign(planner, task):
    """Another lead, supporters, a deadline and milestones; the page shows them at once."""
    planner.go(f"{task}?tab=milestones")
    retype(planner, "#lead", "云东片区")
    retype(planner, "#supporting", "云西片区")
    planner.tab_to("#deadline")
    planner.page.keyboard.type("12312029")
    assert planner.page.input_value("#deadline") == "2029-12-31"
    planner.tab_to("#milestones")
    planner.press("Control+End")
    planner.page.keyboard.type("\n2029-03-31 开工建设")
    planner.enter('form[action="/tasks/assign/"] button')
    planner.shot("task-assigned")
    assert planner.says("开工建设")


def by_workbook(planner, path):
    """The list goes out as a workbook; with a word for a day it comes back, with a day it is taken in."""
    with planner.page.expect_download() as given:
        planner.tab_to('a[href^="/tasks/export/"]')
        planner.press("Enter")
    book = openpyxl.load_workbook(BytesIO(Path(given.value.path()).read_bytes()))
    cell = book.worksheets[0].cell(2, COLUMNS.index("deadline") + 1)
    for words, answer in (("明年", "有 1 处需要改正"), ("2030-06-30", "重点任务")):
        cell.value = words
        book.save(path)
        planner.go("/tasks/import/")
        planner.page.set_input_files("input[type=file]", path)  # the system's own dialogue, no page
        planner.enter("main form button")
        assert planner.says(answer)
    planner.shot("tasks-taken-in")


def retype(visitor, element, words):
    """Type into a field in place of what stands there."""
    visitor.tab_to(element)
    visitor.press("Control+a")
    visitor.page.keyboard.type(words)


def test_a_yearly_work_plan_is_read_linked_and_laid_beside_the_path(visit, tmp_path):
    document = tmp_path / "云岭县2027年科技工作要点.txt"
    document.write_bytes(WORK_POINTS.read_bytes())
    planner = visit("planner")
    planner.go("/plans/upload/")
    planner.page.set_input_files("input[type=file]", document)
    planner.tab_to("select[name=organisation]")
    planner.press("ArrowDown")
    planner.enter("main form button")
    planner.page.wait_for_selector("#tally", timeout=90_000)
    planner.go("/tasks/work-plans/")
    planner.enter('main table a[href^="/tasks/work-plans/"]')
    planner.enter('main form[action$="/link/"] button')
    assert planner.says("高新技术企业")
    planner.shot("work-plan")
    assert planner.barriers() == []
    before = planner.page.locator('main button[value="confirmed"]').count()
    planner.enter('main button[value="confirmed"]')
    assert planner.page.locator('main button[value="confirmed"]').count() < before
