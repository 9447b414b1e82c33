"""The inbox: what waits for whom, many at once, what was done; and a figure that came by a return leads back to it."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kechuang.web.collection import approval
from kechuang.web.evaluations.models import Evaluation
from kechuang.web.indicators.models import Observation
from kechuang.web.overview.waiting import waiting_for
from tests.web.collection.conftest import bring, fill, of, submit
from tests.web.indicators.conftest import by


def titles(rows):
    """The organisations of returns."""
    return [filed.organisation.name for filed in rows]


def test_what_waits_moves_on_with_the_return(round_, staff, county, west):
    on = timezone.localdate()
    assert titles(waiting_for(staff["reporter"], on=on).to_fill) == ["东县"]
    filed = of(round_, west)
    fill(filed, staff["clerk"])
    submit(filed, staff["clerk"])
    assert titles(waiting_for(staff["approver"], on=on).to_approve) == ["西县"]
    assert titles(waiting_for(staff["planner"], on=on).to_approve) == []
    approval.approve(filed, **by(staff["approver"]))
    assert titles(waiting_for(staff["planner"], on=on).to_approve) == ["西县"]


def test_many_are_approved_at_once_and_what_cannot_be_says_why(round_, staff, browser, west, department, county):
    for place in (west, department, county):
        bring(of(round_, place), staff, "submitted")
    numbers = [of(round_, place).pk for place in (west, department, county)]
    answer = browser("approver").post(reverse("overview:batch"), {"return": numbers, "verb": "approve"}, follow=True)
    stages = {place.name: of(round_, place).stage for place in (west, department, county)}
    assert stages == {"西县": "county-approved", "市经信局": "county-approved", "东县": "submitted"}
    assert "东县" in answer.content.decode().split('id="notice"')[1].split("</div>")[0]


def test_many_are_sent_back_only_with_a_reason(round_, staff, browser, west):
    bring(of(round_, west), staff, "submitted")
    sent = {"return": [of(round_, west).pk], "verb": "send-back"}
    browser("approver").post(reverse("overview:batch"), sent)
    assert of(round_, west).stage == "submitted"
    browser("approver").post(reverse("overview:batch"), {**sent, "reason": "口径不对"})
    assert of(round_, west).stage == "returned"


def test_who_may_not_approve_changes_nothing(round_, staff, browser, west):
    bring(of(round_, west), staff, "submitted")
    for username in ("reporter", "director", "stranger", "administrator"):
        browser(username).post(reverse("overview:batch"), {"return": [of(round_, west).pk], "verb": "approve"})
    assert of(round_, west).stage == "submitted"


def test_what_was_done_stands_under_done(round_, staff, browser):
    page = browser("planner").get(reverse("overview:inbox"), {"tab": "done"}).content.decode()
    assert "2026年度统计调查" in page
    assert f'<a href="{reverse("collection:round", args=[round_.pk])}">2026年度统计调查</a>' in page
    assert "2026年度统计调查" not in browser("auditor").get(reverse("overview:inbox"), {"tab": "done"}).content.decode()


def test_the_inbox_asks_as_much_for_one_return_as_for_three(round_, staff, browser, west, department, county):
    client = browser("approver")
    counts = []
    for places in ((west,), (department, county)):
        for place in places:
            bring(of(round_, place), staff, "submitted")
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("overview:inbox"))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_figure_that_was_filed_leads_to_return_approvers_and_evidence(round_, staff, browser, west):
    bring(of(round_, west), staff, "bureau-approved")
    value = Observation.objects.get(organisation=west, indicator__name="高新技术企业", year=2026)
    page = browser("planner").get(reverse("overview:lineage-observation", args=[value.pk])).content.decode()
    assert reverse("collection:return", args=[of(round_, west).pk]) in page
    assert all(name in page for name in ("clerk", "approver", "planner", "已审定", "没有上传佐证材料"))


def test_late_returns_stand_on_the_overview_until_they_come(round_, staff, browser, west):
    round_.closes_on = timezone.localdate() - timezone.timedelta(days=3)
    round_.opens_on = round_.closes_on
    round_.save()
    page = browser("planner").get(reverse("overview:monitor")).content.decode()
    assert page.count("逾期 3 天") == 4
    bring(of(round_, west), staff, "submitted")
    assert browser("planner").get(reverse("overview:monitor")).content.decode().count("逾期 3 天") == 3


def test_returns_are_found_by_their_round_and_organisation(round_, staff, browser):
    rows = browser("planner").get(reverse("overview:search"), {"q": "统计调查 西县"}).context["rows"]
    assert [(row.kind, row.title) for row in rows] == [("return", "2026年度统计调查 · 西县")]


def test_an_evaluation_waits_for_the_third_party_and_then_for_the_director(begun, people, browser):
    on = timezone.localdate()

    def who():
        return {name for name, person in people.items() if waiting_for(person, on=on).evaluations}

    assert who() == set()
    Evaluation.objects.update(stage="computed", digest="0" * 64)
    assert who() == {"evaluator"}
    Evaluation.objects.update(stage="opinion-given")
    for person in people.values():
        person.__dict__.pop("held_today", None)
    assert who() == {"director"}
    assert begun.plan.title in browser("director").get(reverse("overview:inbox")).content.decode()
    rows = browser("director").get(reverse("overview:search"), {"q": "中期评估"}).context["rows"]
    assert [(row.kind, row.subject) for row in rows] == [("evaluation", begun.pk)]
