"""A yearly work plan is read like any plan, linked with what is followed, and laid beside what the paths ask in its year."""

from importlib.resources import files

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kechuang.domain.tasks.asked import Verdict
from kechuang.web.indicators import actions as indicators
from kechuang.web.operation.work import run_one
from kechuang.web.plans import actions as plans
from kechuang.web.plans import reviewing
from kechuang.web.plans.models import Version
from kechuang.web.tasks import following, work_plans
from kechuang.web.tasks.comparing import lines_of
from kechuang.web.tasks.models import Task, WorkLink, WorkPlan
from tests.web.tasks.conftest import by

SAMPLES = files("kechuang.samples").joinpath("invented")
NOBODY_ELSE = ["director", "reporter", "approver", "evaluator", "auditor", "administrator", "stranger", "nobody"]


def take_in(people, organisation, name):
    """A sample, read and audited by the worker."""
    data = SAMPLES.joinpath(name).read_bytes()
    version = plans.upload(data, name=name, organisation=organisation, **by(people["planner"]))
    work()
    return Version.objects.get(pk=version.pk)


def work():
    """The worker does all there is to do."""
    while run_one("worker"):
        pass


def adopted(people, bureau):
    """The invented five-year plan, adopted as it was read."""
    version = take_in(people, bureau, "yunling_county_plan_2026_2030.txt")
    reviewing.accept(version, version.items.values_list("pk", flat=True), **by(people["planner"]))
    return plans.adopt(version, despite="样本", **by(people["director"]))


@pytest.fixture
def plan(people, bureau):
    """The invented five-year plan, adopted and followed."""
    version = adopted(people, bureau)
    indicators.follow_plan(version, **by(people["planner"]))
    following.follow_plan(version, **by(people["planner"]))
    return version


@pytest.fixture
def yearly(people, bureau, plan):
    """The invented work plan of 2027, read."""
    return take_in(people, bureau, "yunling_county_work_points_2027.txt")


@pytest.fixture
def linked(yearly, people):
    """The work plan, linked with the five-year plan."""
    work_plans.link_work_plan(yearly, **by(people["planner"]))
    return WorkPlan.objects.get()


def compared(work_plan):
    """What a work plan promises beside what is asked: measure and printed number -> verdict, needed, gap."""
    promises, _ = lines_of(work_plan, timezone.localdate())
    return {
        (line.summary.title, line.summary.number): (
            line.comparison.verdict,
            line.comparison.needed and round(line.comparison.needed, 2),
            line.comparison.gap and round(line.comparison.gap, 2),
        )
        for line in promises
        if line.comparison
    }


def test_promises_are_laid_beside_what_the_paths_ask_in_that_year(linked, plan):
    assert (linked.beside, linked.year) == (plan, 2027)
    found = {key: (verdict, str(needed), str(gap)) for key, (verdict, needed, gap) in compared(linked).items()}
    assert found == {
        ("高新技术企业", "23家"): (Verdict.SHORT, "27.00", "-4.00"),
        ("高新技术企业", "≥ 3家"): (Verdict.SHORT, "5.00", "-2.00"),
        ("科技型中小企业", "72家"): (Verdict.ENOUGH, "68.00", "4.00"),
        ("公民具备科学素质的比例", "13%"): (Verdict.SHORT, "13.76", "-0.76"),
        ("在岗科技特派员", "95名"): (Verdict.SHORT, "100.00", "-5.00"),
        ("技术合同成交额", "0.9亿元"): (Verdict.SHORT, "1.00", "-0.10"),
    }


def test_tasks_are_found_by_title_and_lead(linked):
    _, tasks = lines_of(linked, timezone.localdate())
    assert {line.summary.title: (str(line.link.task), line.link.how) for line in tasks if line.link} == {
        "实施高新技术企业培育行动": ("1. 实施高新技术企业培育行动", "work-link.same-title"),
        "引导企业增加研发投入": ("2. 引导企业加大研发投入", "work-link.alike-lead"),
        "提升平台建设能级": ("1. 提升平台能级", "work-link.alike-lead"),
        "推进新材料中试基地建设": ("1 新材料中试基地", "work-link.alike-lead"),
        "促进科技成果转移转化": ("（三） 促进科技成果转移转化", "work-link.same-title"),
        "强化乡村振兴科技支撑": ("（四） 强化乡村振兴科技支撑", "work-link.same-title"),
    }


def test_what_the_audit_finds_between_the_two_stands_on_the_page(linked, yearly, browser):
    page = browser("planner").get(reverse("tasks:work-plan", args=[yearly.pk])).content.decode()
    assert "(40 − 18) ÷ 5 = 4.4 &gt; 3" in page
    assert yearly.findings.filter(rule__startswith="between.").count() == page.count("<code>")


def test_a_work_plan_that_came_before_the_plan_is_audited_anew_when_it_is_linked(people, bureau):
    early = take_in(people, bureau, "yunling_county_work_points_2027.txt")
    assert early.audit.beside is None
    plan = adopted(people, bureau)
    work_plans.link_work_plan(early, **by(people["planner"]))
    work()
    early = Version.objects.get(pk=early.pk)
    assert early.audit.beside == plan
    assert early.findings.filter(rule="between.addition-behind").exists()


def test_a_link_is_confirmed_or_refused_and_stays_so_when_linked_anew(linked, people, yearly):
    first, second = linked.links.order_by("pk")[:2]
    work_plans.judge_link(first, state="confirmed", **by(people["planner"]))
    work_plans.judge_link(second, state="refused", **by(people["planner"]))
    before = linked.links.count()
    work_plans.link_work_plan(yearly, **by(people["planner"]))
    states = dict(WorkLink.objects.filter(pk__in=[first.pk, second.pk]).values_list("pk", "state"))
    assert states == {first.pk: "confirmed", second.pk: "refused"}
    assert linked.links.count() == before


def test_what_was_refused_counts_no_more(linked, people):
    link = linked.links.exclude(indicator=None).first()
    before = len(compared(linked))
    work_plans.judge_link(link, state="refused", **by(people["planner"]))
    assert len(compared(linked)) == before - 1


def test_a_link_by_hand_goes_before_what_was_proposed(linked, people, browser, yearly):
    item = linked.version.items.filter(kind="tasks").order_by("-position").first()
    task = Task.objects.get(title="提升全民科学素质")
    sent = {"item": item.pk, "meant": task.pk}
    assert browser("planner").post(reverse("tasks:link-by-hand", args=[yearly.pk]), sent).status_code == 302
    _, tasks = lines_of(linked, timezone.localdate())
    assert {line.item.pk: line.link.task for line in tasks if line.link}[item.pk] == task


def test_without_a_five_year_plan_there_is_nothing_to_lay_it_beside(people, bureau, browser):
    version = take_in(people, bureau, "yunling_county_work_points_2027.txt")
    with pytest.raises(work_plans.NoPlanBeside):
        work_plans.link_work_plan(version, **by(people["planner"]))
    answer = browser("planner").post(reverse("tasks:link", args=[version.pk]), follow=True)
    assert "没有找到已采用的" in answer.content.decode()


def test_a_five_year_plan_is_no_work_plan(plan, people, browser):
    with pytest.raises(work_plans.NoPlanBeside):
        work_plans.link_work_plan(plan, **by(people["planner"]))
    assert browser("planner").get(reverse("tasks:work-plan", args=[plan.pk])).status_code == 404


def test_only_planners_of_the_place_link_confirm_and_refuse(linked, people, yearly):
    link = linked.links.exclude(task=None).first()
    for username in NOBODY_ELSE:
        with pytest.raises(PermissionDenied):
            work_plans.link_work_plan(yearly, **by(people[username]))
        with pytest.raises(PermissionDenied):
            work_plans.judge_link(link, state="confirmed", **by(people[username]))
        with pytest.raises(PermissionDenied):
            work_plans.link_by_hand(linked, link.item, task=link.task, **by(people[username]))


def test_who_does_not_see_the_draft_does_not_see_the_page(linked, yearly, browser):
    address = reverse("tasks:work-plan", args=[yearly.pk])
    seen = {name: browser(name).get(address).status_code for name in ("planner", "director", "evaluator")}
    assert seen == {"planner": 200, "director": 200, "evaluator": 200}
    assert browser("reporter").get(address).status_code == 404
    assert browser("stranger").get(address).status_code == 404
    link = linked.links.first()
    judge = reverse("tasks:judge-link", args=[link.pk])
    assert browser("director").post(judge, {"state": "confirmed"}).status_code == 403
    assert browser("stranger").post(judge, {"state": "confirmed"}).status_code == 404
    assert browser("planner").post(judge, {"state": "nonsense"}).status_code == 404


def test_the_page_asks_as_often_for_few_links_as_for_many(linked, yearly, browser):
    client, counts = browser("planner"), []
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("tasks:work-plan", args=[yearly.pk]))
        counts.append(len(captured))
        keep = [linked.links.exclude(task=None).first().pk, linked.links.exclude(indicator=None).first().pk]
        linked.links.exclude(pk__in=keep).delete()
    assert counts[0] == counts[1]
