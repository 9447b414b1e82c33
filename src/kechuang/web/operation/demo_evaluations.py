"""Demo data: the invented plan released; an evaluation of it, computed, with an opinion, signed and released as well."""

from django.conf import settings

from kechuang.web.evaluations import actions
from kechuang.web.evaluations.computing import compute
from kechuang.web.evaluations.indexing import default_text
from kechuang.web.evaluations.models import Evaluation
from kechuang.web.evaluations.states import Kind
from kechuang.web.plans.models import Version
from kechuang.web.plans.states import Stage
from kechuang.web.publication import actions as publication
from kechuang.web.publication.states import Kind as Released
from kechuang.web.words import say

_RECIPE = "county_innovation"
_BASE = "http://127.0.0.1:8000"


def make(known, people, at):
    """Evaluate the adopted plan of the bureau as of this year and release it; nothing where no plan is adopted. Answers the evaluation.

    ``known`` holds organisations by code, ``people`` accounts by user name.
    """
    bureau = known["990100"]
    version = Version.objects.filter(plan__organisation=bureau, stage=Stage.ADOPTED).order_by("-number").first()
    if version is None:
        return None
    by = {"origin": "demo", "at": at}
    planner, director, evaluator = (people[f"demo_{role}"] for role in ("planner", "director", "evaluator"))
    words = {"name": _RECIPE, "text": default_text(), "reason": say("demo.recipe-reason")}
    recipe = actions.keep_recipe(bureau, **words, actor=planner, **by)
    given = {"kind": Kind.MONITORING.value, "as_of": at.year, "recipe": recipe}
    evaluation = actions.begin(version, **given, actor=planner, **by)
    computed = compute(bytes(evaluation.snapshot.content), kind=evaluation.kind, recipe=recipe.text)
    actions.keep_results(evaluation, computed, at=at)
    said = {"text": say("demo.opinion"), "digest": computed.digest}
    actions.give_opinion(evaluation, **said, actor=evaluator, **by)
    actions.sign(evaluation, digest=computed.digest, actor=director, **by)
    base = {"base": settings.SITE_ADDRESS or _BASE, "actor": director, **by}
    publication.release(version, kind=Released.PLAN.value, reason=say("demo.release-plan"), as_of=at.year, **base)
    signed = Evaluation.objects.get(pk=evaluation.pk)
    publication.release_evaluation(signed, counties=True, reason=say("demo.release-evaluation"), **base)
    return Evaluation.objects.get(pk=evaluation.pk)
