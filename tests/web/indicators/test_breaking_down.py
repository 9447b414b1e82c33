"""Breaking an indicator down: who may, what is kept, what the page says at once, and how it is undone."""

import re
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from kechuang.web.indicators import actions
from kechuang.web.indicators.dividing import Draft
from kechuang.web.indicators.models import Assessment, Course, Indicator, Observation, PlannedValue
from kechuang.web.journal.models import Entry, RowChange
from kechuang.web.journal.rows import changes_of_transaction
from kechuang.web.organisations.roles import VERBS, Kind, Role
from tests.web.conftest import make_organisation
from tests.web.indicators.conftest import by


@pytest.fixture
def firms(followed):
    """High-tech enterprises, 60 now, 120 wanted."""
    return followed["高新技术企业"]


@pytest.fixture
def drafts(firms, bureau, county, west):
    """Half of it for either county."""
    parts = [Draft(one.pk, base=Decimal(30), target=Decimal(60)) for one in (county, west)]
    return {"whole": Draft(bureau.pk, "linear"), "parts": parts}


def grid(firms, bureau, *rows, **more):
    """The form as a browser sends it: (organisation, part, base, target, shape, typed years)."""
    posted = {"edition": Indicator.objects.get(pk=firms.pk).edition, f"shape-{bureau.pk}": "linear", **more}
    for organisation, part, base, goal, shape, *years in rows:
        pk = organisation.pk
        posted |= {f"part-{pk}": part, f"base-{pk}": base, f"target-{pk}": goal, f"shape-{pk}": shape}
        posted |= {f"y-{pk}-{2026 + at}": value for at, value in enumerate(years)}
    return posted


def shares(firms):
    """Organisation -> (base, target, shape, years) as the database has them."""
    found = Course.objects.filter(indicator=firms).prefetch_related("years")
    return {
        course.organisation.name: (
            course.base_value,
            course.target_value,
            course.shape,
            [one.value for one in sorted(course.years.all(), key=lambda one: one.year)],
        )
        for course in found
    }


def misfits(page):
    """What a page says does not add up."""
    found = re.findall(r'<li class="misfit \w+"><span class="word">(.*?)</span> (.*?)</li>', page)
    return [f"{word}：{text}" for word, text in found]


WHOLE = (60, 120, "linear", [72, 84, 96, 108, 120])


@pytest.mark.parametrize("role", [role.value for role in Role])
def test_only_planners_break_an_indicator_down(role, firms, drafts, people, browser):
    may = role in {one.value for one in VERBS["indicator.break-down"]}
    address = reverse("indicators:break-down", args=[firms.pk])
    sees = role in {one.value for one in VERBS["indicator.see"]}
    assert browser(role).get(address).status_code == (200 if may else 403 if sees else 404)
    if may:
        assert actions.break_down(firms, **drafts, edition=firms.edition, **by(people[role]))
    else:
        with pytest.raises(PermissionDenied, match=r"indicator\.break-down"):
            actions.break_down(firms, **drafts, edition=firms.edition, **by(people[role]))


def test_a_planner_of_elsewhere_does_not_see_that_it_exists(firms, browser):
    for name in ("indicator", "break-down", "describe"):
        assert browser("stranger").get(reverse(f"indicators:{name}", args=[firms.pk])).status_code == 404


def test_shares_and_paths_are_kept_and_written_down(firms, drafts, people):
    actions.break_down(firms, **drafts, edition=firms.edition, **by(people["planner"]))
    half = (30, 60, "along", [36, 42, 48, 54, 60])
    assert shares(firms) == {"市科技局": WHOLE, "东县": half, "西县": half}
    entry = Entry.objects.get(deed="indicator.broken-down")
    assert (entry.subject, entry.actor) == (str(firms.pk), "planner")
    assert '"target":"60"' in entry.after
    assert Assessment.objects.filter(indicator=firms).count() == 3


def test_saving_what_already_stands_changes_nothing(firms, drafts, people):
    actions.break_down(firms, **drafts, edition=firms.edition, **by(people["planner"]))
    firms.refresh_from_db()
    entries = Entry.objects.count()
    assert not actions.break_down(firms, **drafts, edition=firms.edition, **by(people["planner"]))
    assert (Entry.objects.count(), Indicator.objects.get(pk=firms.pk).edition) == (entries, firms.edition)


def test_two_planners_do_not_overwrite_each_other(firms, drafts, people):
    actions.break_down(firms, **drafts, edition=firms.edition, **by(people["planner"]))
    with pytest.raises(actions.ChangedMeanwhile):
        actions.break_down(firms, **drafts, edition=firms.edition, **by(people["planner"]))


def test_the_sums_a_break_down_brings_about_and_takes_away_stand_in_its_entries(
    firms, drafts, county, west, bureau, people
):
    rows = [
        actions.Value(firms.pk, one.pk, 2026, value, source={"cell": 1}) for one, value in ((county, 30), (west, 41))
    ]
    actions.keep_observations(rows, **by(people["planner"]))
    mark = RowChange.objects.latest("id").id
    actions.break_down(firms, **drafts, edition=firms.edition, **by(people["planner"]))
    assert Observation.objects.filter(indicator=firms, organisation=bureau, year=2026, value=71).exists()
    assert [change for change in changes_of_transaction() if change[0] > mark] == []
    firms.refresh_from_db()
    actions.undo_break_down(firms, edition=firms.edition, **by(people["planner"]))
    assert [change for change in changes_of_transaction() if change[0] > mark] == []


def test_what_was_done_last_is_undone_once_and_stays_on_record(firms, drafts, people):
    before = shares(firms)
    actions.break_down(firms, **drafts, edition=firms.edition, **by(people["planner"]))
    firms.refresh_from_db()
    actions.undo_break_down(firms, edition=firms.edition, **by(people["planner"]))
    assert shares(firms) == before
    assert not Assessment.objects.filter(indicator=firms).exclude(organisation=firms.plan.organisation).exists()
    firms.refresh_from_db()
    with pytest.raises(actions.NothingToUndo):
        actions.undo_break_down(firms, edition=firms.edition, **by(people["planner"]))
    assert Entry.objects.filter(deed="indicator.broken-down").count() == 1
    assert Entry.objects.filter(deed="indicator.break-down-undone").count() == 1


def test_nobody_puts_a_number_in_place_of_the_plan_s(firms, bureau, people):
    whole = Draft(bureau.pk, "geometric", base=Decimal(1), target=Decimal(2))
    actions.break_down(firms, whole, [], edition=firms.edition, **by(people["planner"]))
    assert shares(firms)["市科技局"][:3] == (60, 120, "geometric")


def test_the_page_saves_what_was_filled_in(firms, bureau, county, west, browser):
    address = reverse("indicators:break-down", args=[firms.pk])
    rows = ((county, "counted", "30", "70", "along"), (west, "counted", "30", "５0", "typed", 31, 35, 40, 45, 50))
    answer = browser("planner").post(address, grid(firms, bureau, *rows, save=1))
    assert answer.status_code == 302
    assert shares(firms)["西县"] == (30, 50, "typed", [31, 35, 40, 45, 50])
    assert shares(firms)["东县"][:3] == (30, 70, "along")


def test_the_page_says_at_once_what_does_not_add_up_and_keeps_nothing(firms, bureau, county, west, browser):
    address = reverse("indicators:break-down", args=[firms.pk])
    rows = ((county, "counted", "30", "60", "along"), (west, "counted", "", "50", "typed", 31, 35, 34, 45, 49))
    posted = grid(firms, bureau, *rows, check=1)
    page = browser("planner").post(address, posted).content.decode()
    said = [
        "对不上：西县的路径到 2030 年 为 49，达不到目标 50。",
        "对不上：目标值：各单位合计 110，不够总目标 120，差 10。",
        "请核对：西县 2028 年 的年度目标 34 比上年 35 倒退。",
        "请核对：西县没有基期值。",
    ]
    assert [one for one in misfits(page) if "年：" not in one] == said
    live = browser("planner").post(address, posted, headers={"HX-Request": "true"}).content.decode()
    assert "目标值：各单位合计 110，不够总目标 120，差 10。" in live
    assert "<html" not in live
    assert set(shares(firms)) == {"市科技局"}


def test_a_live_check_never_replaces_a_cell_that_is_being_typed_in(firms, bureau, county, west, browser):
    address = reverse("indicators:break-down", args=[firms.pk])
    rows = ((county, "counted", "30", "60", "along"), (west, "counted", "30", "60", "typed", 31))
    was = {f"was-{county.pk}": "along", f"was-{west.pk}": "typed", f"was-{bureau.pk}": "linear"}
    posted = grid(firms, bureau, *rows, **was)
    live = browser("planner").post(address, posted, headers={"HX-Request": "true"}).content.decode()
    assert f'id="y-{county.pk}-2026"' in live
    assert f'id="y-{west.pk}-2026"' not in live
    assert f'id="target-{west.pk}"' not in live


def test_a_cell_that_is_no_number_is_named_and_nothing_is_saved(firms, bureau, county, browser):
    address = reverse("indicators:break-down", args=[firms.pk])
    answer = browser("planner").post(address, grid(firms, bureau, (county, "counted", "三十", "1e30", "along"), save=1))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "三十" in page
    assert "不是数" in page
    assert "太大" in page
    assert set(shares(firms)) == {"市科技局"}


def test_what_somebody_filled_in_is_not_lost_when_somebody_else_saved_first(firms, bureau, county, browser):
    address = reverse("indicators:break-down", args=[firms.pk])
    posted = grid(firms, bureau, (county, "counted", "30", "77", "along"), save=1)
    assert browser("planner").post(address, posted).status_code == 302
    posted[f"target-{county.pk}"] = "88"
    answer = browser("planner").post(address, posted)
    assert answer.status_code == 409
    assert 'value="88"' in answer.content.decode()
    assert shares(firms)["东县"][1] == 77


def test_a_proposal_fills_the_grid_and_saves_nothing(firms, bureau, county, west, browser):
    address = reverse("indicators:break-down", args=[firms.pk])
    rows = ((county, "counted", "40", "", "along"), (west, "counted", "20", "", "along"))
    page = browser("planner").post(address, grid(firms, bureau, *rows, way="baseline-share")).content.decode()
    assert f'id="target-{county.pk}" value="80"' in page
    assert f'id="target-{west.pk}" value="40"' in page
    assert misfits(page) == []
    assert set(shares(firms)) == {"市科技局"}


def test_the_grid_begins_with_the_counties_and_what_was_observed_there(followed, county, west, department, browser):
    page = browser("planner").get(reverse("indicators:break-down", args=[followed["研发经费"].pk])).content.decode()
    assert f'id="base-{county.pk}" value="6"' in page
    assert f'id="base-{west.pk}" value="4"' in page
    assert f'<tr id="row-{department.pk}" class="out">' in page


def test_what_is_wanting_in_several_counties_is_said_once(followed, county, west, browser):
    page = browser("planner").get(reverse("indicators:break-down", args=[followed["研发经费投入强度"].pk]))
    said = misfits(page.content.decode())
    assert "请核对：东县、西县还没有目标值。" in said
    assert len({one for one in said if "没有权重" in one}) == 1


def test_the_weights_of_a_ratio_are_its_denominators(followed, county, west, bureau, people, browser):
    product, ratio = followed["地区生产总值"], followed["研发经费投入强度"]
    rows = [actions.Value(product.pk, one.pk, 2025, value) for one, value in ((county, 300), (west, 200))]
    actions.keep_observations(rows, **by(people["planner"]))
    given = ((county, "counted", "2.2", "3", "along"), (west, "counted", "1.7", "2", "along"))
    page = (
        browser("planner")
        .post(reverse("indicators:break-down", args=[ratio.pk]), grid(ratio, bureau, *given, check=1))
        .content.decode()
    )
    assert misfits(page)[0] == "对不上：目标值：各单位加权平均 2.6，达不到总目标 3，差 0.4。"


def test_a_county_s_share_is_divided_further_among_its_towns(firms, drafts, county, people, browser):
    town = make_organisation("51000107", "七镇", parent=county)
    actions.break_down(firms, **drafts, edition=firms.edition, **by(people["planner"]))
    address = reverse("indicators:break-down", args=[firms.pk]) + f"?of={county.pk}"
    client = browser("planner")
    assert "七镇" in client.get(address).content.decode()
    posted = grid(firms, county, (town, "counted", "30", "50", "along"))
    assert "各单位合计 50，不够总目标 60，差 10" in client.post(address, {**posted, "check": 1}).content.decode()
    assert client.post(address, {**posted, "save": 1}).status_code == 302
    assert shares(firms)["七镇"][:2] == (30, 50)
    assert set(shares(firms)) == {"市科技局", "东县", "西县", "七镇"}
    assert client.get(address.replace(f"of={county.pk}", "of=999999")).status_code == 404


def test_what_an_indicator_is_can_be_changed_and_sums_follow(followed, county, west, bureau, people, browser):
    firms = followed["高新技术企业"]
    for one in (county, west):
        Course.objects.create(indicator=firms, organisation=one)
    firms.aggregation = "none"
    firms.save()
    rows = [actions.Value(firms.pk, one.pk, 2026, 5) for one in (county, west)]
    actions.keep_observations(rows, **by(people["planner"]))
    assert not firms.observations.filter(organisation=bureau, year=2026).exists()
    given = {"edition": firms.edition, "definition": "年末有效", "lead": bureau.pk, "direction": "rise"}
    given |= {"aggregation": "sum", "numerator": "", "denominator": "", "scale": "1"}
    address = reverse("indicators:describe", args=[firms.pk])
    assert browser("planner").post(address, given).status_code == 302
    assert firms.observations.get(organisation=bureau, year=2026).value == 10
    assert Entry.objects.get(deed="indicator.described").after == (
        f'{{"aggregation":"sum","definition":"年末有效","lead":{bureau.pk}}}'
    )
    assert browser("planner").post(address, given).status_code == 409
    wrong = {**given, "edition": firms.edition + 1, "numerator": followed["研发经费"].pk}
    assert "要么都填" in browser("planner").post(address, wrong).content.decode()


def test_a_path_that_was_removed_leaves_no_years_behind(firms, drafts, people, bureau):
    actions.break_down(firms, **drafts, edition=firms.edition, **by(people["planner"]))
    firms.refresh_from_db()
    actions.break_down(firms, Draft(bureau.pk, "step"), [], edition=firms.edition, **by(people["planner"]))
    assert list(PlannedValue.objects.filter(course__indicator=firms).order_by("year").values_list("value", flat=True)) == [
        60, 60, 60, 60, 120,
    ]  # fmt: skip


def test_a_typed_path_is_what_the_whole_is_judged_against(followed, people, bureau):
    firms = followed["高新技术企业"]
    values = [
        actions.Value(firms.pk, bureau.pk, year, Decimal(value)) for year, value in ((2023, 54), (2024, 57), (2026, 63))
    ]
    actions.keep_observations(values, **by(people["planner"]))
    years = {2026: Decimal(62), 2027: Decimal(64), 2028: Decimal(70), 2029: Decimal(90), 2030: Decimal(120)}
    straight = Assessment.objects.get(indicator=firms, organisation=bureau)
    whole = Draft(bureau.pk, "typed", Decimal(60), Decimal(120), years=years)
    actions.break_down(firms, whole, [], edition=firms.edition, **by(people["planner"]))
    judged = Assessment.objects.get(indicator=firms, organisation=bureau)
    assert straight.working["against_path"] is None
    assert judged.working["against_path"] == {"year": 2026, "planned": 62.0, "value": 63.0, "kept": True}
    assert [(one["year"], one["planned"]) for one in judged.working["path"]] == [
        (2027, 64.0), (2028, 70.0), (2029, 90.0), (2030, 120.0),
    ]  # fmt: skip
    assert (straight.verdict, judged.verdict, judged.probability) == ("off_course", "at_risk", straight.probability)


def test_a_share_that_goes_along_with_a_typed_path_is_held_against_its_own_years(followed, people, bureau, county):
    firms = followed["高新技术企业"]
    values = [
        actions.Value(firms.pk, county.pk, year, Decimal(value)) for year, value in ((2023, 27), (2025, 30), (2026, 30))
    ]
    actions.keep_observations(values, **by(people["planner"]))
    years = {2026: Decimal(80), 2027: Decimal(90), 2028: Decimal(100), 2029: Decimal(110), 2030: Decimal(120)}
    whole = Draft(bureau.pk, "typed", Decimal(60), Decimal(120), years=years)
    share = Draft(county.pk, "along", Decimal(30), Decimal(60))
    actions.break_down(firms, whole, [share], edition=firms.edition, **by(people["planner"]))
    judged = Assessment.objects.get(indicator=firms, organisation=county)
    assert judged.working["against_path"] == {"year": 2026, "planned": 40.0, "value": 30.0, "kept": False}


@pytest.fixture
def township(county):
    """A township of the county."""
    return make_organisation("510001001", "东一镇", Kind.TOWNSHIP, parent=county)


def typed(organisation, base, *years):
    """A draft whose years were typed, the last being its target."""
    values = {2026 + at: Decimal(value) for at, value in enumerate(years)}
    return Draft(organisation.pk, "typed", Decimal(base), Decimal(years[-1]), years=values)


def divide(firms, people, whole, *parts):
    """Break down what the whole has."""
    firms.refresh_from_db()
    return actions.break_down(firms, whole, list(parts), edition=firms.edition, **by(people["planner"]))


def test_a_township_goes_along_with_the_typed_path_of_its_county_scaled_to_its_own_ends(
    firms, people, bureau, county, township
):
    divide(firms, people, Draft(bureau.pk, "linear"), typed(county, 30, 30, 30, 36, 45, 60))
    divide(firms, people, typed(county, 30, 30, 30, 36, 45, 60), Draft(township.pk, "along", Decimal(10), Decimal(20)))
    assert shares(firms) == {
        "市科技局": WHOLE,
        "东县": (30, 60, "typed", [30, 30, 36, 45, 60]),
        "东一镇": (10, 20, "along", [10, 10, 12, 15, 20]),
    }
    values = [
        actions.Value(firms.pk, township.pk, year, Decimal(value))
        for year, value in ((2024, 10), (2025, 10), (2026, 11))
    ]
    actions.keep_observations(values, **by(people["planner"]))
    judged = Assessment.objects.get(indicator=firms, organisation=township).working
    assert judged["against_path"] == {"year": 2026, "planned": 10.0, "value": 11.0, "kept": True}
    assert [one["planned"] for one in judged["path"]] == [10.0, 12.0, 15.0, 20.0]


def test_who_goes_along_follows_when_a_path_further_up_is_typed_anew(firms, people, bureau, county, township):
    divide(firms, people, Draft(bureau.pk, "linear"), Draft(county.pk, "along", Decimal(30), Decimal(60)))
    divide(firms, people, Draft(county.pk, "along"), Draft(township.pk, "along", Decimal(10), Decimal(20)))
    assert shares(firms)["东一镇"] == (10, 20, "along", [12, 14, 16, 18, 20])
    mark = RowChange.objects.latest("id").id
    divide(firms, people, typed(bureau, 60, 60, 60, 60, 90, 120), Draft(county.pk, "along", Decimal(30), Decimal(60)))
    assert shares(firms) == {
        "市科技局": (60, 120, "typed", [60, 60, 60, 90, 120]),
        "东县": (30, 60, "along", [30, 30, 30, 45, 60]),
        "东一镇": (10, 20, "along", [10, 10, 10, 15, 20]),
    }
    assert [change for change in changes_of_transaction() if change[0] > mark] == []


def test_a_share_that_goes_along_keeps_its_path_when_it_is_divided_further(
    firms, people, bureau, county, township, browser
):
    divide(firms, people, typed(bureau, 60, 60, 60, 60, 90, 120), Draft(county.pk, "along", Decimal(30), Decimal(60)))
    address = reverse("indicators:break-down", args=[firms.pk]) + f"?of={county.pk}"
    planner = browser("planner")
    assert re.search(r'<option value="along" selected>', planner.get(address).content.decode())
    posted = grid(firms, bureau, (township, "counted", "10", "20", "along"))
    answer = planner.post(address, {**posted, f"shape-{county.pk}": "along", "save": "1"})
    assert answer.status_code == 302
    assert shares(firms)["东县"] == (30, 60, "along", [30, 30, 30, 45, 60])
    assert shares(firms)["东一镇"] == (10, 20, "along", [10, 10, 10, 15, 20])


def test_who_goes_along_with_a_path_that_waits_for_the_last_year_is_not_judged_before_it(firms, people, bureau, county):
    values = [
        actions.Value(firms.pk, county.pk, year, Decimal(value)) for year, value in ((2023, 27), (2025, 30), (2026, 33))
    ]
    actions.keep_observations(values, **by(people["planner"]))
    divide(firms, people, Draft(bureau.pk, "step"), Draft(county.pk, "along", Decimal(30), Decimal(60)))
    judged = Assessment.objects.get(indicator=firms, organisation=county)
    assert (judged.verdict, judged.working["reason"]) == (
        "not_enough_to_tell",
        "declared_step_shows_nothing_before_the_end",
    )
