"""The audit of a version: found in the background, labelled by planners, kept for the next version, gone away as files."""

import json
from importlib.resources import files
from io import BytesIO

import docx
import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kechuang.web.journal.models import Entry
from kechuang.web.operation.work import run_one
from kechuang.web.plans import actions, audits, reviewing
from kechuang.web.plans.findings import findings_of, mended_and_gone
from kechuang.web.plans.models import Finding, FindingLabel, Version
from kechuang.web.plans.states import Stage, Status
from tests.web.plans.conftest import by

GROWTH = "高新技术企业由2020年的20家增加到2025年的40家，增长50%。"
MENDED = "高新技术企业由2020年的20家增加到2025年的40家，增长100%。"
PLAN = (
    "某县“十五五”科技创新规划\n（2026—2030年）\n一、发展基础\n{growth}\n二、发展目标\n"
    "到2030年，高新技术企业达到60家，研发经费达到10亿元。\n到2030年，高新技术企业达到80家。\n"
)
TO_SEE = ("planner", "director", "evaluator")
EVERYBODY = [
    "planner",
    "director",
    "reporter",
    "approver",
    "evaluator",
    "auditor",
    "administrator",
    "stranger",
    "nobody",
]
SAMPLE = files("kechuang.samples").joinpath("invented", "yunling_county_plan_2026_2030.docx")


def work():
    while run_one("worker"):
        pass


def take_in(people, organisation, text=None, *, name="plan.txt", plan=None, data=None):
    """A version read and audited by the worker."""
    why = {"plan": plan, "reason": "调整", "basis": "文件"} if plan else {}
    data = data or (text or PLAN.format(growth=GROWTH)).encode()
    version = actions.upload(data, name=name, organisation=organisation, **why, **by(people["planner"]))
    work()
    return Version.objects.get(pk=version.pk)


def adopted(version, people, **how):
    reviewing.accept(version, version.items.values_list("pk", flat=True), **by(people["planner"]))
    return actions.adopt(version, **how, **by(people["director"]))


def say(version, rule, verdict, people, reason="", username="planner"):
    finding = version.findings.get(rule=rule)
    return audits.label(finding, verdict=verdict, reason=reason, **by(people[username]))


def stand(version):
    return {one.row.rule: one.status for one in findings_of(version)}


@pytest.fixture
def version(people, bureau):
    """A version under review with two errors."""
    return take_in(people, bureau)


def test_a_version_is_audited_when_it_enters_review(version):
    assert version.stage == Stage.REVIEW
    rows = [(one.rule, one.severity, one.arithmetic) for one in version.findings.all()]
    assert rows == [
        ("growth.percent", "error", "40 ÷ 20 = 2; 2 − 1 = 1 = 100%"),
        ("restated.promise", "error", "60家 ≠ 80家; 80 − 60 = 20"),
    ]
    first = version.findings.first()
    assert version.original.text[first.start : first.end] == GROWTH.rstrip("。")
    assert json.loads(Entry.objects.get(deed="plan.audited").after) == {"abstained": 0, "findings": 2}


def test_labels_stay_on_the_next_version_and_what_was_mended_and_comes_back_says_so(version, people, bureau):
    say(version, "growth.percent", "mended", people)
    say(version, "restated.promise", "false-alarm", people, reason="两个口径")
    assert stand(version) == {"growth.percent": Status.MENDED, "restated.promise": Status.FALSE_ALARM}
    adopted(version, people)
    second = take_in(people, bureau, name="调整稿.txt", plan=version.plan, text=PLAN.format(growth=GROWTH) + "\n")
    assert stand(second) == {"growth.percent": Status.CAME_BACK, "restated.promise": Status.FALSE_ALARM}
    assert stand(version) == {"growth.percent": Status.MENDED, "restated.promise": Status.FALSE_ALARM}


def test_what_was_mended_and_is_found_no_more_is_listed_as_gone(version, people, bureau):
    label = say(version, "growth.percent", "mended", people)
    say(version, "restated.promise", "accepted", people)
    adopted(version, people)
    second = take_in(people, bureau, plan=version.plan, text=PLAN.format(growth=MENDED))
    assert stand(second) == {"restated.promise": Status.ACCEPTED}
    assert mended_and_gone(second) == [label]


def test_labels_stay_on_an_adjustment_of_the_same_text(version, people):
    say(version, "growth.percent", "accepted", people)
    say(version, "restated.promise", "accepted", people)
    adopted(version, people)
    second = actions.propose_adjustment(version.plan, reason="中期调整", basis="文件", **by(people["planner"]))
    work()
    assert stand(second) == {"growth.percent": Status.ACCEPTED, "restated.promise": Status.ACCEPTED}


def test_what_was_said_of_a_later_version_does_not_change_the_earlier(version, people):
    adopted(version, people, despite="急需")
    second = actions.propose_adjustment(version.plan, reason="中期调整", basis="文件", **by(people["planner"]))
    work()
    say(second, "growth.percent", "accepted", people)
    assert stand(version)["growth.percent"] == Status.OPEN


def test_a_correction_in_review_counts_when_it_is_audited_again(version, people):
    item = version.items.get(kind="commitments", values__low=80)
    reviewing.reject(item, reason="是旧稿", edition=0, **by(people["planner"]))
    audits.audit_again(version, **by(people["planner"]))
    work()
    assert list(stand(version)) == ["growth.percent"]


def test_audited_again_nothing_stands_twice(version, people):
    before = list(version.findings.values_list("mark", flat=True))
    audits.audit_again(version, **by(people["planner"]))
    work()
    assert list(version.findings.values_list("mark", flat=True)) == before


def test_a_label_is_taken_back_by_looking_again(version, people):
    say(version, "growth.percent", "accepted", people)
    say(version, "growth.percent", "reopened", people)
    assert stand(version)["growth.percent"] == Status.OPEN
    with pytest.raises(audits.NothingSaid):
        say(version, "growth.percent", "reopened", people)


def test_a_false_alarm_says_why(version, people):
    with pytest.raises(audits.NoReason):
        say(version, "growth.percent", "false-alarm", people)


@pytest.mark.parametrize("username", EVERYBODY)
def test_only_planners_of_the_place_label_and_ask_for_an_audit(version, people, username):
    if username == "planner":
        say(version, "growth.percent", "accepted", people)
        audits.audit_again(version, **by(people[username]))
        return
    with pytest.raises(PermissionDenied):
        say(version, "growth.percent", "accepted", people, username=username)
    with pytest.raises(PermissionDenied):
        audits.audit_again(version, **by(people[username]))


def test_to_adopt_over_errors_nobody_looked_at_takes_a_reason(version, people, browser):
    reviewing.accept(version, version.items.values_list("pk", flat=True), **by(people["planner"]))
    with pytest.raises(actions.Unlabelled) as unlabelled:
        actions.adopt(version, **by(people["director"]))
    assert unlabelled.value.errors == 2
    address = reverse("plans:adopt", args=[version.pk])
    asked = browser("director").post(address)
    assert (asked.status_code, "2 处错误" in asked.content.decode()) == (422, True)
    assert browser("director").post(address, {"despite": "市政府已定稿"}).status_code == 302
    entry = json.loads(Entry.objects.get(deed="plan.adopted").after)
    assert (entry["unlabelled errors"], entry["despite"]) == (2, "市政府已定稿")


def test_when_every_error_is_labelled_adopting_takes_none(version, people):
    say(version, "growth.percent", "accepted", people)
    say(version, "restated.promise", "mended", people)
    assert adopted(version, people).stage == Stage.ADOPTED


@pytest.mark.parametrize("sql", ["UPDATE plans_findinglabel SET verdict = 'mended'", "DELETE FROM plans_findinglabel"])
def test_a_label_cannot_be_changed_even_by_raw_sql(version, people, sql):
    say(version, "growth.percent", "accepted", people)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert FindingLabel.objects.get().verdict == "accepted"


@pytest.mark.parametrize("username", EVERYBODY)
def test_the_page_is_for_those_who_make_and_judge_the_plan(version, people, browser, username):
    adopted(version, people, despite="x")
    status = browser(username).get(reverse("plans:findings", args=[version.pk])).status_code
    expected = 200 if username in TO_SEE else 403 if username in ("reporter", "approver") else 404
    assert status == expected


def test_the_page_shows_arithmetic_remedy_and_every_sentence(version, browser):
    page = browser("planner").get(reverse("plans:findings", args=[version.pk])).content.decode()
    finding = version.findings.get(rule="restated.promise")
    spans = " ".join(f"{one['start']}-{one['end']}" for one in finding.sources)
    assert f'data-places="{spans}"' in page
    assert "60家 ≠ 80家" in page
    assert page.count('class="item found error"') == 2


def test_a_label_through_the_page_answers_with_the_card_and_the_counts(version, browser):
    finding = version.findings.first()
    address = reverse("plans:label", args=[finding.pk])
    answer = browser("planner").post(address, {"verdict": "accepted"}, headers={"HX-Request": "true"})
    assert ("认可" in answer.content.decode(), 'id="tally"' in answer.content.decode()) == (True, True)
    refused = browser("planner").post(address, {"verdict": "false-alarm"}, headers={"HX-Request": "true"})
    assert refused.status_code == 409
    assert browser("director").post(address, {"verdict": "accepted"}).status_code == 403
    assert browser("stranger").post(address, {"verdict": "accepted"}).status_code == 404
    assert browser("planner").post(address, {"verdict": "nonsense"}).status_code == 404


def test_the_page_asks_as_often_for_one_finding_as_for_many(version, browser):
    client, counts = browser("planner"), []
    for left in (2, 1):
        Finding.objects.filter(version=version, position__gte=left).delete()
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("plans:findings", args=[version.pk]))
        counts.append(len(captured))
    assert counts[0] == counts[1]


def fetch(browser, version, form):
    return browser("planner").get(reverse("plans:findings-file", args=[version.pk, form]))


def test_findings_go_away_as_json_and_sarif_with_what_was_said_of_them(version, people, browser):
    say(version, "restated.promise", "false-alarm", people, reason="两个口径")
    found = json.loads(fetch(browser, version, "json").content)["findings"]
    assert [one["rule"] for one in found] == ["growth.percent", "restated.promise"]
    assert {source["document"] for one in found for source in one["sources"]} == {"plan.txt"}
    results = json.loads(fetch(browser, version, "sarif").content)["runs"][0]["results"]
    assert [one.get("suppressions") for one in results] == [
        None,
        [{"kind": "external", "status": "accepted", "justification": "两个口径"}],
    ]
    assert fetch(browser, version, "word").status_code == 404
    assert fetch(browser, version, "exe").status_code == 404
    assert Entry.objects.filter(deed="plan.findings-exported").count() == 2


def test_a_word_file_comes_back_with_a_comment_at_each_place(people, bureau, browser):
    version = take_in(people, bureau, name="规划.docx", data=SAMPLE.read_bytes())
    answer = fetch(browser, version, "word")
    comments = list(docx.Document(BytesIO(answer.content)).comments)
    assert len(comments) >= version.findings.count() > 5


def test_what_the_page_says_of_an_empty_audit(people, bureau, browser):
    version = take_in(
        people, bureau, text="某县“十五五”科技创新规划\n（2026—2030年）\n到2030年，高新技术企业达到60家。\n"
    )
    page = browser("planner").get(reverse("plans:findings", args=[version.pk])).content.decode()
    assert "没有待处理的问题" in page
