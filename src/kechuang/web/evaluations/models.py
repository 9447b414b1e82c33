"""Snapshots, recipes of indices, evaluations with their results, opinions and signatures."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from kechuang.web.evaluations.states import Kind, Stage
from kechuang.web.organisations.models import Organisation
from kechuang.web.plans.models import Plan, Version
from kechuang.web.words import say


def _choices(names):
    return [(str(name), str(name)) for name in names]


def _person(**options):
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", **options)


class Snapshot(models.Model):
    """The facts of a plan at one moment (快照), as canonical JSON. Rows are never changed or removed; triggers see to that."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="snapshots")
    as_of = models.PositiveSmallIntegerField()
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    values_count = models.PositiveIntegerField()
    by = _person()
    at = models.DateTimeField()


class Recipe(models.Model):
    """A recipe of an index (指数配方), a version a row. Rows are never changed: an amendment is the next number."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="recipes")
    name = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    reason = models.TextField(default="", blank=True)
    by = _person(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name", "number"], name="recipe_numbered_once"),
        ]

    def __str__(self):
        return f"{self.title} v{self.number}"


class Evaluation(models.Model):
    """An evaluation (评估) of a plan on a snapshot. ``digest`` is the hash of its results once they are computed."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="evaluations")
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="evaluations")
    recipe = models.ForeignKey(Recipe, models.PROTECT, null=True, related_name="evaluations")
    kind = models.CharField(max_length=10, choices=_choices(Kind))
    stage = models.CharField(max_length=13, choices=_choices(Stage), default=Stage.DRAFT.value)
    digest = models.CharField(max_length=64, default="", blank=True)
    problem = models.CharField(max_length=300, default="", blank=True)
    reason = models.TextField(default="", blank=True)  # why it was withdrawn
    begun_by = _person()
    begun_at = models.DateTimeField()
    computed_at = models.DateTimeField(null=True)
    edition = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["plan", "-begun_at"], name="evaluations_newest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(stage__in=[one.value for one in Stage]), name="evaluation_stage_is_known"
            ),
            models.CheckConstraint(
                condition=Q(stage__in=["draft", "withdrawn"]) | ~Q(digest=""), name="evaluation_computed_has_digest"
            ),
        ]

    def __str__(self):
        return f"{self.plan} {self.snapshot.as_of} {say(f'evaluation-kind.{self.kind}')}"


class Result(models.Model):
    """One file of an evaluation's results: the JSON everything is in, and the report as Word and PDF. Never changed."""

    evaluation = models.ForeignKey(Evaluation, models.PROTECT, related_name="results")
    name = models.CharField(max_length=60)
    media_type = models.CharField(max_length=120)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["evaluation", "name"], name="result_named_once")]


class Opinion(models.Model):
    """What a third party said (第三方意见), kept as their statement: who, when, and the hash of what they saw. Never changed.

    ``statement`` is the canonical JSON that ``sha256`` is the hash of.
    """

    evaluation = models.ForeignKey(Evaluation, models.PROTECT, related_name="opinions")
    by = _person()
    at = models.DateTimeField()
    text = models.TextField()
    seen = models.CharField(max_length=64)
    statement = models.TextField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="opinion_says_something")]


class Signature(models.Model):
    """A director's signature under an evaluation (签发), over the results and every opinion. Never changed."""

    evaluation = models.OneToOneField(Evaluation, models.PROTECT, related_name="signature")
    by = _person()
    at = models.DateTimeField()
    statement = models.TextField()
    sha256 = models.CharField(max_length=64)
