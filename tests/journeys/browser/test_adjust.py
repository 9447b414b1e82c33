"""Journey 8 in a browser, without a mouse: a plan is adjusted (动态调整), with reason and basis, compared, approved; what was adopted stays."""

import pytest

from tests.journeys.browser.conftest import serve_demo

PLAN = 'main td a[href^="/plans/"]:has-text("十五五")'
REASON, BASIS = "上级调整研发投入口径", "〔2028〕3号"


@pytest.fixture(scope="module")
def live_site(tmp_path_factory):
    """A site of its own: an adjustment changes what the other journeys look at."""
    yield from serve_demo(tmp_path_factory.mktemp("adjusting"))


def test_a_plan_is_adjusted_compared_approved_and_its_history_stays(visit, live_site):
    planner, director = visit("planner"), visit("director")
    plan, first = followed_plan(planner)
    before = facts_of(planner, first)

    planner.go(plan)
    planner.enter('a[href$="/adjust/"]')
    planner.tab_to("textarea[name=reason]")
    planner.page.keyboard.type(REASON)
    planner.tab_to("input[name=basis]")
    planner.page.keyboard.type(BASIS)
    assert planner.barriers() == []
    planner.enter("main form button")
    version = planner.page.url.split("?")[0]
    assert version != first

    old, new = raise_a_target(planner, version)
    for person in (planner, director):
        person.go(f"{version}difference/")
        assert person.says(REASON)
        assert person.says(BASIS)
        assert (person.page.inner_text("main del"), person.page.inner_text("main ins")) == (old, new)
    assert director.barriers() == []
    director.shot("adjustment")
    director.enter("main ins a")
    assert director.says("核定上调")

    director.go(version)
    director.enter('form[action$="/adopt/"] button')
    if director.page.locator("#despite").count():
        director.tab_to("#despite")
        director.page.keyboard.type("已由市政府常务会议审定")
        director.enter("main form button")
    assert director.says("已采用")
    assert (facts_of(planner, first), facts_of(planner, version) == before) == (before, False)
    live_site.site.kechuang("journal", "verify")  # anything but exit code 0 fails


def followed_plan(visitor):
    """The addresses of the plan that is followed and of its adopted version."""
    visitor.go("/plans/")
    visitor.enter(PLAN)
    plan = visitor.page.url
    return plan, visitor.page.locator('main td a[href*="/plans/versions/"]').first.evaluate("link => link.href")


def facts_of(visitor, version):
    """What a version says of its indicators, as its page has it."""
    visitor.go(f"{version}?kind=indicators")
    return visitor.page.locator(".item .line").all_inner_texts()


def raise_a_target(planner, version):
    """The first indicator gets a higher target; what it was and is."""
    planner.go(f"{version}?kind=indicators")
    planner.tab_to(".item [data-key=e]")
    planner.press("Enter")
    planner.page.wait_for_selector(".item.editing")
    field = '.item.editing input[name="target.value"]'
    old = planner.page.input_value(field)
    new = f"{float(old) * 2:g}"
    planner.tab_to(field)
    planner.press("Control+a")
    planner.page.keyboard.type(new)
    planner.tab_to(".item.editing input[name=reason]")
    planner.page.keyboard.type("核定上调")
    with planner.page.expect_response("**/correct/"):
        planner.press("Enter")
    planner.page.wait_for_selector(".item:not(.editing) .state.corrected")
    return old, new
