"""What planners said of the audit's findings goes with an evaluation: frozen, left out of the report where it is a false alarm."""

import io
import json
import zipfile

import pytest
from django.urls import reverse
from django.utils import timezone

from kechuang.web.evaluations import actions
from kechuang.web.evaluations.computing import compute
from kechuang.web.evaluations.models import Evaluation
from kechuang.web.plans import audits
from tests.web.indicators.conftest import by
from tests.web.plans.test_findings import adopted, say, take_in


@pytest.fixture
def labelled(people, bureau):
    """An evaluation of a plan with two errors, one of them labelled a false alarm, the other accepted."""
    version = take_in(people, bureau)
    first, second = (one.rule for one in version.findings.order_by("position")[:2])
    say(version, first, "false-alarm", people, "增幅按另一口径")
    say(version, second, "accepted", people)
    version = adopted(version, people)
    begun = actions.begin(version, kind="midterm", as_of=2026, **by(people["planner"]))
    computed = compute(bytes(begun.snapshot.content), kind="midterm", recipe=None)
    actions.keep_results(begun, computed, at=timezone.now())
    return Evaluation.objects.get(pk=begun.pk)


def found(evaluation):
    """What the results say of the findings: status, and whether each counts."""
    results = json.loads(bytes(evaluation.results.get(name="results.json").content))
    return [(one["label"] and one["label"]["status"], one["counts"]) for one in results["findings"]]


def report(evaluation):
    """The words of the report."""
    content = bytes(evaluation.results.get(name="report-zh.docx").content)
    return zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()


def test_a_false_alarm_stands_in_the_results_and_not_in_the_report(labelled):
    assert sorted(found(labelled), key=str) == [("accepted", True), ("false-alarm", False)]
    results = json.loads(bytes(labelled.results.get(name="results.json").content))
    false, true = (next(one for one in results["findings"] if one["counts"] is counts) for counts in (False, True))
    assert false["message"].rstrip("。") not in report(labelled)
    assert true["arithmetic"].rstrip("。") in report(labelled).replace("&gt;", ">")


def test_the_page_lists_false_alarms_apart_with_their_reason(labelled, browser):
    page = browser("evaluator").get(reverse("evaluations:evaluation", args=[labelled.pk])).content.decode()
    assert "已认定为误报、报告未列的 1 项" in page
    assert "增幅按另一口径" in page


def test_what_is_said_later_changes_nothing_in_an_evaluation(labelled, people):
    before = bytes(labelled.snapshot.content)
    version = labelled.snapshot.version
    one = version.findings.order_by("position")[0]
    audits.label(one, verdict="reopened", reason="", **by(people["planner"]))
    assert bytes(Evaluation.objects.get(pk=labelled.pk).snapshot.content) == before
    assert ("false-alarm", False) in found(labelled)


def test_the_snapshot_names_no_person_who_labelled(labelled, people):
    text = bytes(labelled.snapshot.content).decode()
    assert '"labels":[{' in text
    assert not any(f'"{name}"' in text for name in people)
