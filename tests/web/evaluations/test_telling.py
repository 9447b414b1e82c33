"""Whoever is next in an evaluation is told, and whoever is concerned when it is decided."""

from kechuang.web.evaluations import actions
from kechuang.web.notices.models import Notice
from tests.web.indicators.conftest import by


def told(key):
    """Who was told."""
    return set(Notice.objects.filter(key=key).values_list("recipient__username", flat=True))


def test_the_evaluator_is_told_when_results_are_ready(computed):
    assert told("evaluation-computed") == {"evaluator", "planner"}
    notice = Notice.objects.filter(key="evaluation-computed").first()
    assert (notice.link, notice.arguments) == ("evaluations:evaluation", [str(computed.pk)])


def test_the_director_is_told_when_an_opinion_is_in(opined):
    assert told("evaluation-opinion") == {"director", "planner"}


def test_who_began_it_and_who_gave_an_opinion_are_told_when_it_is_signed(signed):
    assert told("evaluation-signed") == {"planner", "evaluator"}


def test_all_who_may_see_it_are_told_when_it_is_withdrawn_and_why(signed, people):
    actions.withdraw(signed, reason="数据更正", **by(people["director"]))
    assert told("evaluation-withdrawn") == {"planner", "evaluator"}
    assert Notice.objects.filter(key="evaluation-withdrawn").first().details["reason"] == "数据更正"


def test_who_began_it_is_told_when_it_could_not_be_computed(begun):
    actions.give_up(begun, problem="job-worker-died", at=begun.begun_at)
    assert told("evaluation-not-computed") == {"planner"}
