"""Releases, word for word; withdrawals; and systems that are notified of them."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from kechuang.web.evaluations.models import Evaluation, Snapshot
from kechuang.web.plans.models import Plan
from kechuang.web.publication.states import Deed, Kind, Standing


def _choices(names):
    return [(str(name), str(name)) for name in names]


def _person(**options):
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", **options)


class Publication(models.Model):
    """A plan on the public site, under an address that stays: ``/public/plans/<slug>/``."""

    plan = models.OneToOneField(Plan, models.PROTECT, related_name="publication")
    slug = models.SlugField(max_length=60, unique=True)
    begun_at = models.DateTimeField()

    def __str__(self):
        return self.slug


class Release(models.Model):
    """One release (发布): ``content`` is all its pages show, as canonical JSON. Rows are never changed or removed."""

    publication = models.ForeignKey(Publication, models.PROTECT, related_name="releases")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=_choices(Kind))
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="+")
    evaluation = models.ForeignKey(Evaluation, models.PROTECT, null=True, related_name="releases")
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    reason = models.TextField()
    by = _person()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["publication", "number"], name="release_numbered_once"),
            models.CheckConstraint(
                condition=Q(kind="evaluation", evaluation__isnull=False)
                | (~Q(kind="evaluation") & Q(evaluation__isnull=True)),
                name="release_evaluation_where_it_says_so",
            ),
        ]

    def __str__(self):
        return f"{self.publication.slug} v{self.number}"


class ReleasedFile(models.Model):
    """One file of a release, its bytes as they were released. Never changed or removed."""

    release = models.ForeignKey(Release, models.PROTECT, related_name="files")
    name = models.CharField(max_length=60)
    media_type = models.CharField(max_length=120)
    content = models.BinaryField()
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "name"], name="released_file_named_once")]


class Withdrawal(models.Model):
    """A release that was taken back (撤回): its addresses answer 410 with the reason. Never changed or removed."""

    release = models.OneToOneField(Release, models.PROTECT, related_name="withdrawal")
    reason = models.TextField()
    by = _person()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="withdrawal_says_why")]


class Target(models.Model):
    """An address that is told of releases (webhook), as an administrator allowed it. ``nonce`` makes its secret.

    ``private`` says that the address may lie in the bureau's own network.
    """

    url = models.CharField(max_length=500, unique=True)
    note = models.CharField(max_length=200, default="", blank=True)
    private = models.BooleanField(default=False)
    active = models.BooleanField(default=True)
    nonce = models.CharField(max_length=64)
    by = _person()
    at = models.DateTimeField()

    def __str__(self):
        return self.url


class Delivery(models.Model):
    """A message to a target about a release, sent under one ``identifier`` however often it is tried."""

    target = models.ForeignKey(Target, models.PROTECT, related_name="deliveries")
    release = models.ForeignKey(Release, models.PROTECT, related_name="deliveries")
    deed = models.CharField(max_length=9, choices=_choices(Deed))
    identifier = models.CharField(max_length=36, unique=True)
    body = models.TextField()
    standing = models.CharField(max_length=9, choices=_choices(Standing), default=Standing.WAITING.value)
    tries = models.PositiveSmallIntegerField(default=0)
    queued_at = models.DateTimeField()
    due_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=300, default="", blank=True)

    class Meta:
        indexes = [models.Index(fields=["standing", "due_at"], name="webhooks_due")]
        constraints = [
            models.UniqueConstraint(fields=["target", "release", "deed"], name="delivery_once"),
            models.CheckConstraint(
                condition=Q(standing__in=[one.value for one in Standing]), name="delivery_standing_is_known"
            ),
        ]
