"""Journey 2 in a browser, without a mouse: a county's target that does not add up is said at once, mended, kept, undone."""


def test_a_target_that_does_not_add_up_is_said_while_one_types(visit):
    planner = visit("planner")
    page = planner.page
    planner.go("/indicators/")
    planner.enter('main table tr:has-text("高新技术企业") a[href$="/break-down/"]')
    assert planner.says("各项对得上")
    county = 'tr:has-text("云东片区") input[name^="target-"]'
    before = page.input_value(county)

    retype(planner, county, "30")
    page.wait_for_selector('#checks:not(:has-text("各项对得上"))')
    assert planner.says("54")
    planner.shot("break-down-wrong")
    assert planner.barriers() == []

    retype(planner, county, before)
    page.wait_for_selector('#checks:has-text("各项对得上")')
    town = 'tr:has-text("云西片区") select[name^="shape-"]'
    planner.tab_to(town)
    with page.expect_response("**/break-down/**"):
        planner.press("ArrowDown")
    planner.enter("button[name=save]")
    assert planner.says("高新技术企业")
    planner.shot("break-down-kept")


def retype(planner, element, words):
    """Type into a field in place of what stands there; the check that follows has answered when this returns."""
    planner.tab_to(element)
    planner.press("Control+a")
    with planner.page.expect_response("**/break-down/**"):
        planner.page.keyboard.type(words)
