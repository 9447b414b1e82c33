"""Journeys 5 and 6 in a browser, without a mouse: frozen, computed, an opinion, a signature, released, read by the public."""


def test_an_evaluation_goes_from_a_snapshot_to_the_public(visit):
    planner = visit("planner")
    planner.go("/evaluations/begin/")
    planner.tab_to("select[name=version]")
    planner.press("ArrowDown")
    planner.enter("main form.form button")
    evaluation = planner.page.url
    planner.page.wait_for_selector("#progress, [aria-current=step].computed", timeout=30_000)
    planner.page.wait_for_selector(".life .computed[aria-current]", timeout=120_000)
    planner.shot("evaluated")
    assert planner.says("目标研判")

    evaluator = visit("evaluator")
    evaluator.go(evaluation)
    evaluator.tab_to("#opinions textarea")
    evaluator.page.keyboard.type("数据来源清楚，同意评估结论。")
    evaluator.enter("#opinions form button")
    assert evaluator.says("同意评估结论")

    director = visit("director")
    director.go(evaluation)
    director.enter('main a[href$="/sign/"]')
    assert director.barriers() == []
    director.enter("main form button")
    assert director.says("已签发")
    director.enter('main a[href*="/release/"]')
    director.tab_to("main form textarea")
    director.page.keyboard.type("年度评估结果公开")
    director.enter("main form.form button")
    director.shot("released")

    public = visit()
    public.go("/public/")
    public.enter('main a[href*="/public/plans/"]')
    public.shot("public-plan")
    assert "/public/plans/" in public.page.url
    assert public.barriers() == []
    assert public.overflow() == 0
