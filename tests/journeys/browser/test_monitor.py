"""Journey 4 in a browser: from the overview to where a number came from in two clicks, search by one key, charts, a screen."""

import re


def followed(visit):
    """A planner at the overview, once the demo's plan has been read and is followed."""
    planner = visit("planner")
    for _ in range(60):
        planner.go("/monitor/")
        if planner.page.locator("table a.origin").count():
            return planner
        planner.page.wait_for_timeout(1_000)
    raise AssertionError("the demo's plan is not followed")


def test_every_number_is_two_clicks_from_its_origin(visit):
    planner = followed(visit)
    planner.enter("td a.origin")
    assert re.search(r"/lineage/(values|items)/\d+/$", planner.page.url)
    assert planner.page.locator("main section").count() >= 1
    planner.shot("lineage")


def test_a_key_leads_to_the_search_field_and_two_characters_find(visit):
    planner = followed(visit)
    planner.press("/")
    planner.page.keyboard.type("研发")
    with planner.page.expect_navigation():
        planner.press("Enter")
    assert planner.page.locator(".results mark").count() > 5
    planner.shot("search")


def test_a_chart_answers_to_the_mouse_under_the_strict_policy(visit):
    planner = followed(visit)
    planner.enter("th a:text-is('高新技术企业')")
    figure = planner.page.locator("figure.chart").first
    figure.locator("button.interactive").click()
    figure.locator("canvas").wait_for(timeout=90_000)  # the engine is put together when somebody first asks
    with planner.page.expect_download() as taken:
        figure.locator('button[value="csv"]').click()
    assert taken.value.suggested_filename.endswith(".csv")
    planner.shot("chart")


def test_columns_are_chosen_and_a_filter_is_kept_by_keyboard(visit):
    planner = followed(visit)
    planner.go("/tasks/?state=not-begun")
    planner.tab_to(".menu.columns summary")
    planner.press("Enter", "Tab", "Space")
    assert planner.page.locator("main table thead th:visible").count() == (
        planner.page.locator("main table thead th").count() - 1
    )
    planner.tab_to(".menu:not(.columns) summary")
    planner.press("Enter")
    planner.tab_to("input[name=name]")
    planner.page.keyboard.type("未启动")
    with planner.page.expect_navigation():
        planner.press("Enter")
    assert planner.page.locator(".kept a[aria-current]").inner_text() == "未启动"
    assert "hide=" in planner.page.url


def test_a_screen_opens_without_a_sign_in_and_goes_blank_when_it_is_withdrawn(visit):
    planner = followed(visit)
    planner.go("/screens/")
    planner.page.select_option("select[name=plan]", index=1)
    planner.page.fill("input[name=place]", "三楼会议室")
    planner.enter("main form button")
    address = planner.page.locator(".given code").inner_text()

    room = visit(width=1920)
    assert room.go(address) == 200
    assert room.page.locator("#wall td").count() > 5
    room.shot("wall")
    planner.enter('form[action$="/withdraw/"] button')
    room.page.evaluate("htmx.ajax('GET', '?polling=1', {target: '#wall', select: '#wall', swap: 'outerHTML'})")
    room.page.wait_for_function("!document.querySelector('#wall')")


def test_a_page_prints_its_content_without_what_surrounds_it(visit):
    planner = followed(visit)
    planner.page.emulate_media(media="print")
    for hidden in (".side", ".find", ".who", ".list-tools"):
        assert not planner.page.locator(hidden).first.is_visible(), hidden
    assert planner.page.locator("main table").first.is_visible()
    planner.shot("printed")
