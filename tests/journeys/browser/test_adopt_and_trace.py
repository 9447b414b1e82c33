"""Journeys 1 and 7 in a browser, without a mouse: a plan is uploaded, reviewed and adopted, and all of it is on record."""

from importlib.resources import files

SAMPLE = "yunling_county_plan_2026_2030.docx"


def test_a_plan_is_adopted_by_keyboard_and_every_step_is_on_record(visit, live_site, tmp_path):
    document = tmp_path / SAMPLE
    document.write_bytes(files("kechuang.samples").joinpath("invented", SAMPLE).read_bytes())

    planner = visit()
    planner.sign_in("planner")
    planner.enter('nav a[href="/plans/upload/"]')
    planner.page.set_input_files("input[type=file]", document)  # the system's own dialogue, no page
    planner.tab_to("select[name=organisation]")
    planner.press("ArrowDown")
    planner.enter("main form button")
    assert planner.says("正在识读")
    planner.page.wait_for_selector("#tally", timeout=90_000)
    version = planner.page.url.split("?")[0]
    planner.shot("review")

    judge_some_items(planner)
    judge_the_rest(planner)

    director = visit()
    director.sign_in("director")
    director.go(version)
    director.enter('form[action$="/adopt/"] button')
    assert director.says("处错误还没有处理")
    director.tab_to("#despite")
    director.page.keyboard.type("已由市政府常务会议审定")
    director.enter("main form button")
    assert director.says("已采用")
    director.shot("adopted")

    auditor = visit()
    auditor.sign_in("auditor")
    auditor.enter('nav a[href="/journal/"]')
    assert auditor.says("采用规划")
    auditor.shot("journal")
    auditor.enter('tr:has-text("采用规划") a')
    assert auditor.says("这一条原样在册")
    auditor.shot("entry")
    assert "demo_director" in auditor.page.inner_text("main")
    live_site.site.kechuang("journal", "checkpoint")
    live_site.site.kechuang("journal", "verify")  # anything but exit code 0 fails


def judge_some_items(planner):
    """The first item is corrected, the next accepted and struck; each shows its place in the document."""
    page = planner.page
    assert page.inner_text("#document mark") in page.inner_text(".item[aria-current] .quote")
    planner.press("e")
    page.wait_for_selector(".item.editing")
    planner.tab_to(".item.editing input[name=reason]")
    page.keyboard.type("核对原文")
    with page.expect_response("**/correct/"):
        planner.press("Enter")
    page.wait_for_selector(".item[aria-current]:not(.editing)")
    for key, standing in (("a", "accepted"), ("r", "rejected")):
        planner.press("n")
        page.wait_for_selector(".item[aria-current][data-standing=pending]")
        planner.press(key)
        page.wait_for_selector(f".item[aria-current][data-standing={standing}]")


def judge_the_rest(planner):
    """All of each kind that is without doubts at once, then the others, ticked one by one."""
    page = planner.page
    kinds = page.locator("#tally a").evaluate_all("links => links.map(link => link.pathname + link.search)")
    for kind in kinds:
        planner.go(kind)
        if page.locator("[name=all-sure]").count():
            planner.enter("[name=all-sure]")
        while page.locator(".item input[type=checkbox]").count():
            for box in page.locator(".item input[type=checkbox]").all():
                box.press("Space")
            with page.expect_navigation():
                planner.press("Enter")
