"""Computing an evaluation in the background; the job ends in the transaction that keeps the results, so it is done once."""

from django.db import transaction
from django.utils import timezone

from kechuang.web.evaluations import actions
from kechuang.web.evaluations.computing import compute as compute_results
from kechuang.web.evaluations.models import Evaluation
from kechuang.web.evaluations.states import Stage
from kechuang.web.jobs.actions import end
from kechuang.writers.report_pdf import NotSet


def compute(job, *, progress):
    """Judge the snapshot of the evaluation a job is about."""
    evaluation = Evaluation.objects.select_related("snapshot", "recipe").get(pk=job.subject)
    progress(10)
    problem, computed = "", None
    if evaluation.stage == Stage.DRAFT:
        recipe = evaluation.recipe.text if evaluation.recipe else None
        try:
            computed = compute_results(bytes(evaluation.snapshot.content), kind=evaluation.kind, recipe=recipe)
        except NotSet as not_set:
            problem = f"evaluation.not-set: {not_set}"
    progress(90)
    with transaction.atomic():
        if computed is not None:
            actions.keep_results(evaluation, computed, at=timezone.now())
        elif problem:
            actions.give_up(evaluation, problem=problem, at=timezone.now())
        end(job, at=timezone.now(), problem=problem)


def give_up(job):
    """Tell the evaluation of a job that no worker survived."""
    evaluation = Evaluation.objects.filter(pk=job.subject).first()
    if evaluation is not None:
        actions.give_up(evaluation, problem="job-worker-died", at=timezone.now())
