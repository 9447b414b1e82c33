"""Journey 3 in a browser, without a mouse: a county fills in and submits, is approved twice, and an approval is taken back."""

from io import BytesIO
from pathlib import Path

import openpyxl


def test_a_county_s_return_goes_up_and_comes_back_by_keyboard(visit, tmp_path):
    reporter = visit("reporter")
    reporter.go("/collection/")
    reporter.enter("main table a")
    reporter.shot("collect-form")
    a_wrong_workbook_comes_back(reporter, tmp_path)
    evidence_is_attached_while_typing(reporter, tmp_path)
    fill_in(reporter)
    submit(reporter)
    assert reporter.says("待县级审核")
    reporter.shot("collect-submitted")
    filed = reporter.page.url

    approver = visit("approver")
    approver.go("/collection/queue/")
    approve_all(approver)
    assert approver.says("已处理 2 张填报表")

    planner = visit("planner")
    planner.go("/collection/queue/")
    sending_back_asks_for_the_reason_first(planner)
    approve_all(planner)
    planner.go(filed)
    assert planner.says("已审定")
    planner.shot("collect-approved")
    planner.tab_to("#why-undo")
    planner.page.keyboard.type("与统计公报核对")
    planner.enter('form[action$="/unapprove/"] button')
    assert planner.says("待市级审核")
    assert planner.says("撤销审核")
    assert planner.says("与统计公报核对")
    planner.shot("collect-unapproved")

    reporter.go("/notices/")
    assert reporter.says("被撤销审核：与统计公报核对")


def a_wrong_workbook_comes_back(reporter, folder):
    """The workbook goes out, comes back with a word for a number, and is given back red; nothing is taken in."""
    page, form = reporter.page, reporter.page.url
    with page.expect_download() as given:
        reporter.tab_to('a[href$="workbook.xlsx"]')
        page.keyboard.press("Enter")
    book = openpyxl.load_workbook(BytesIO(Path(given.value.path()).read_bytes()))
    book.worksheets[0].cell(4, 7).value = "很多"
    book.save(folder / "filled.xlsx")
    page.set_input_files("#id_sheet", folder / "filled.xlsx")
    reporter.enter('form[action$="/take-in/"] button')
    assert reporter.says("有 1 处需要改正")
    reporter.shot("collect-refused")
    with page.expect_download() as marked:
        reporter.tab_to('main a[href*="/marked/"]')
        page.keyboard.press("Enter")
    sheet = openpyxl.load_workbook(BytesIO(Path(marked.value.path()).read_bytes())).worksheets[0]
    assert sheet.cell(2, 10).value == "错误说明"
    reporter.go(form)


def evidence_is_attached_while_typing(reporter, folder):
    """A figure that was typed and not saved yet stands when evidence has been attached beside it."""
    page = reporter.page
    (folder / "台账.txt").write_text("科技特派员名册", "utf-8")
    typed = page.locator(".fields tbody tr", has_text="科技特派员").locator("input[inputmode]")
    typed.focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("31")
    page.set_input_files("#evidence-file", folder / "台账.txt")
    reporter.tab_to('form[action$="/attach/"] button')
    with page.expect_response("**/attach/"):
        page.keyboard.press("Enter")
    page.wait_for_selector("#evidence .message.success")
    assert reporter.says("已上传 台账.txt。")
    assert typed.input_value() == "31"


def fill_in(reporter):
    """Last year's figure and a little more in every field that is blank; the checks answer while one types."""
    page = reporter.page
    for row in page.locator(".fields tbody tr").all():
        field, last = row.locator("input[inputmode]"), row.locator("td.number").inner_text().split()[-1]
        if not field.input_value() and not row.locator(".tick input").is_checked():
            field.focus()
            page.keyboard.type(f"{float(last) * 1.04:.2f}" if last != "—" else "1")
            with page.expect_response("**/check/"):
                page.keyboard.press("Tab")


def submit(reporter):
    """Submit; what is asked back is answered in the page and submitted again."""
    page = reporter.page
    reporter.enter("button[value=submit]")
    for _ in range(2):
        for answer in page.locator(".finding input").all():
            if not answer.input_value():
                answer.focus()
                page.keyboard.type("已与统计部门核实")
        if page.locator("button[value=submit]").count():
            reporter.enter("button[value=submit]")


def sending_back_asks_for_the_reason_first(somebody):
    """Without a reason nothing leaves the page, and what was ticked stays ticked."""
    box, where = somebody.page.locator("main tbody input[type=checkbox]").first, somebody.page.url
    box.press("Space")
    somebody.tab_to("button[value=send-back]")
    somebody.page.keyboard.press("Enter")
    assert (somebody.page.url, box.is_checked()) == (where, True)
    assert somebody.page.locator("#reason:invalid").count() == 1


def approve_all(somebody):
    """Tick everything in the queue and approve it."""
    for box in somebody.page.locator("main tbody input[type=checkbox]").all():
        if not box.is_checked():
            box.press("Space")
    somebody.enter("button[value=approve]")
