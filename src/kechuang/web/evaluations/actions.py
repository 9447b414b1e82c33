"""The verbs of evaluating. Each allows, gathers, decides, changes and records, in one transaction."""

import hashlib

from django.db import transaction
from django.db.models import Max

from kechuang.domain.indices.unfit import Unfit
from kechuang.web.evaluations import access
from kechuang.web.evaluations.computing import Computed
from kechuang.web.evaluations.facts import frozen_facts
from kechuang.web.evaluations.indexing import read_recipe_text
from kechuang.web.evaluations.listing import listing_of
from kechuang.web.evaluations.models import Evaluation, Opinion, Recipe, Result, Signature, Snapshot
from kechuang.web.evaluations.states import BEFORE_SIGNING, Stage, step
from kechuang.web.evaluations.telling import tell
from kechuang.web.jobs.actions import queue
from kechuang.web.journal.actions import record
from kechuang.web.organisations import access as organisations
from kechuang.web.plans.states import Stage as PlanStage
from kechuang.web.search import actions as search
from kechuang.writers.opendata.dataset_json import canonical

COMPUTING = "evaluations.compute"


class NotAdopted(Exception):
    """A version that was not adopted cannot be evaluated."""


class ChangedMeanwhile(Exception):
    """The results are no longer those the page showed."""


@transaction.atomic
def freeze(version, *, as_of, actor, at):
    """Freeze the facts of an adopted version (快照); later values change nothing in it. Raises NotAdopted.

    Whoever calls has made sure that ``actor`` may, and writes the deed down.
    """
    if version.stage != PlanStage.ADOPTED:
        raise NotAdopted
    facts = frozen_facts(version, as_of=as_of, at=at)
    content = canonical(facts)
    sha256 = hashlib.sha256(content).hexdigest()
    return Snapshot.objects.create(
        version=version,
        as_of=as_of,
        content=content,
        sha256=sha256,
        values_count=len(facts["values"]),
        by=actor,
        at=at,
    )


@transaction.atomic
def begin(version, *, kind, as_of, actor, origin, at, recipe=None):
    """Begin an evaluation: freeze the facts, and have them judged in the background. Raises NotAdopted."""
    access.require(actor, "evaluation.run", version.plan)
    snapshot = freeze(version, as_of=as_of, actor=actor, at=at)
    evaluation = Evaluation.objects.create(
        plan=version.plan, snapshot=snapshot, recipe=recipe, kind=kind, begun_by=actor, begun_at=at
    )
    queue(COMPUTING, evaluation.pk, at=at)
    after = {"kind": kind, "as_of": as_of, "snapshot": snapshot.sha256, "values": snapshot.values_count}
    after["recipe"] = recipe.sha256 if recipe else ""
    record("evaluation.begun", evaluation, actor=actor, origin=origin, at=at, after=after)
    search.put_all([listing_of(evaluation)])
    return evaluation


@transaction.atomic
def keep_results(evaluation, computed: Computed, *, at):
    """Keep what was computed; done a second time, it changes nothing."""
    evaluation = Evaluation.objects.select_for_update().get(pk=evaluation.pk)
    if evaluation.stage != Stage.DRAFT:
        return
    Result.objects.bulk_create(
        Result(
            evaluation=evaluation,
            name=file.name,
            media_type=file.media_type,
            content=file.content,
            sha256=file.sha256,
        )
        for file in computed.files
    )
    _move(evaluation, Stage.COMPUTED, digest=computed.digest, computed_at=at, problem="")
    after = {"digest": computed.digest, "files": {file.name: file.sha256 for file in computed.files}}
    record("evaluation.computed", evaluation, at=at, after=after)
    tell("evaluation-computed", evaluation, at=at, verb="evaluation.give-opinion")


@transaction.atomic
def give_up(evaluation, *, problem, at):
    """Note why an evaluation could not be computed."""
    evaluation = Evaluation.objects.select_for_update().get(pk=evaluation.pk)
    if evaluation.stage != Stage.DRAFT:
        return
    evaluation.problem = problem[:300]
    evaluation.save(update_fields=["problem"])
    record("evaluation.not-computed", evaluation, at=at, after={"problem": problem[:300]})
    tell("evaluation-not-computed", evaluation, at=at)


@transaction.atomic
def compute_again(evaluation, *, actor, origin, at):
    """Put an evaluation that could not be computed in line once more. Raises NoSuchStep."""
    access.require(actor, "evaluation.run", evaluation.plan)
    evaluation = Evaluation.objects.select_for_update().get(pk=evaluation.pk)
    step(Stage(evaluation.stage), Stage.COMPUTED)
    evaluation.problem = ""
    evaluation.save(update_fields=["problem"])
    queue(COMPUTING, evaluation.pk, at=at)
    record("evaluation.queued-again", evaluation, actor=actor, origin=origin, at=at)


@transaction.atomic
def give_opinion(evaluation, *, text, digest, actor, origin, at):
    """The third party's statement on what they saw (第三方意见). Raises NoSuchStep, ChangedMeanwhile."""
    access.require(actor, "evaluation.give-opinion", evaluation.plan)
    evaluation = _taken(evaluation, digest)
    _move(evaluation, Stage.OPINION_GIVEN)
    said = {"evaluation": evaluation.pk, "by": actor.pk, "name": actor.get_username(), "at": at.isoformat()}
    statement, sha256 = _statement({**said, "seen": evaluation.digest, "text": text})
    opinion = Opinion.objects.create(
        evaluation=evaluation, by=actor, at=at, text=text, seen=evaluation.digest, statement=statement, sha256=sha256
    )
    after = {"opinion": opinion.pk, "seen": evaluation.digest, "statement": sha256}
    record("evaluation.opinion-given", evaluation, actor=actor, origin=origin, at=at, after=after)
    tell("evaluation-opinion", evaluation, at=at, verb="evaluation.sign", actor=actor)
    return opinion


@transaction.atomic
def sign(evaluation, *, digest, actor, origin, at):
    """The director signs off (签发) the results and every opinion given on them. Raises NoSuchStep, ChangedMeanwhile."""
    access.require(actor, "evaluation.sign", evaluation.plan)
    evaluation = _taken(evaluation, digest)
    _move(evaluation, Stage.SIGNED)
    opinions = list(evaluation.opinions.order_by("pk").values_list("sha256", flat=True))
    said = {"evaluation": evaluation.pk, "by": actor.pk, "name": actor.get_username(), "at": at.isoformat()}
    statement, sha256 = _statement({**said, "digest": evaluation.digest, "opinions": opinions})
    Signature.objects.create(evaluation=evaluation, by=actor, at=at, statement=statement, sha256=sha256)
    after = {"digest": evaluation.digest, "opinions": opinions, "statement": sha256}
    record("evaluation.signed", evaluation, actor=actor, origin=origin, at=at, after=after)
    tell("evaluation-signed", evaluation, at=at, verb="publication.release", actor=actor)
    return evaluation


@transaction.atomic
def mark_published(evaluation, *, actor, origin, at):
    """Note that a signed evaluation was released; called by the publication room in its transaction. Raises NoSuchStep."""
    evaluation = Evaluation.objects.select_for_update().select_related("plan").get(pk=evaluation.pk)
    if evaluation.stage == Stage.PUBLISHED:
        return evaluation
    _move(evaluation, Stage.PUBLISHED)
    record("evaluation.published", evaluation, actor=actor, origin=origin, at=at, after={"digest": evaluation.digest})
    tell("evaluation-published", evaluation, at=at, verb="evaluation.see", actor=actor)
    return evaluation


@transaction.atomic
def withdraw(evaluation, *, reason, actor, origin, at):
    """Withdraw an evaluation; it stays on record. Once signed, only who signs may. Raises NoSuchStep."""
    evaluation = Evaluation.objects.select_for_update().select_related("plan").get(pk=evaluation.pk)
    verb = "evaluation.run" if evaluation.stage in BEFORE_SIGNING else "evaluation.sign"
    access.require(actor, verb, evaluation.plan)
    before = evaluation.stage
    _move(evaluation, Stage.WITHDRAWN, reason=reason)
    told = {"before": {"stage": before}, "after": {"stage": evaluation.stage}, "reason": reason}
    record("evaluation.withdrawn", evaluation, actor=actor, origin=origin, at=at, **told)
    tell("evaluation-withdrawn", evaluation, at=at, verb="evaluation.see", actor=actor, reason=reason)
    return evaluation


@transaction.atomic
def keep_recipe(organisation, *, name, text, reason, actor, origin, at):
    """Keep the next version of a recipe (指数配方); versions never change. Raises Unfit naming the key at fault."""
    organisations.require(actor, "evaluation.run", organisation.pk)
    recipe = read_recipe_text(text)
    last = Recipe.objects.filter(organisation=organisation, name=name).aggregate(last=Max("number"))["last"] or 0
    kept = Recipe.objects.create(
        organisation=organisation,
        name=name,
        number=last + 1,
        title=recipe.title[:200],
        text=text,
        sha256=hashlib.sha256(text.encode("utf-8")).hexdigest(),
        reason=reason,
        by=actor,
        at=at,
    )
    after = {"name": name, "number": kept.number, "sha256": kept.sha256}
    record("recipe.kept", kept, actor=actor, origin=origin, at=at, after=after, reason=reason)
    return kept


def _taken(evaluation, digest):
    """The evaluation, locked, where its results are still those that were seen."""
    evaluation = Evaluation.objects.select_for_update().select_related("plan").get(pk=evaluation.pk)
    if evaluation.digest != digest:
        raise ChangedMeanwhile
    return evaluation


def taken_away(evaluation, result, *, actor, origin, at):
    """Write down that somebody took a file of the results away."""
    after = {"file": result.name, "sha256": result.sha256}
    record("evaluation.exported", evaluation, actor=actor, origin=origin, at=at, after=after)


def _move(evaluation, stage, **changes):
    evaluation.stage = step(Stage(evaluation.stage), stage)
    for name, value in changes.items():
        setattr(evaluation, name, value)
    evaluation.edition += 1
    evaluation.save(update_fields=["stage", "edition", *changes])


def _statement(said):
    """What somebody declares, as canonical JSON, and its hash."""
    content = canonical(said)
    return content.decode("utf-8"), hashlib.sha256(content).hexdigest()


__all__ = (
    "COMPUTING",
    "ChangedMeanwhile",
    "NotAdopted",
    "Unfit",
    "begin",
    "compute_again",
    "freeze",
    "give_opinion",
    "give_up",
    "keep_recipe",
    "keep_results",
    "mark_published",
    "sign",
    "taken_away",
    "withdraw",
)
