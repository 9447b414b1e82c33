"""Notices, each of which is its own delivery in the site, and the outbox of those also sent another way."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Level(models.TextChoices):
    """How pressing a notice is."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


class Channel(models.TextChoices):
    """The ways out of the site."""

    EMAIL = "email"


class Standing(models.TextChoices):
    """Where a delivery stands."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNCERTAIN = "uncertain"  # the worker died while sending: whether it went out is not known, so it is not sent again


class Address(models.Model):
    """Where somebody wants their notices sent as well; theirs to give, to change and to take back, and shown to nobody else."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="address")
    email = models.EmailField(max_length=254)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(email=""), name="address_is_one")]


class Notice(models.Model):
    """Something told to one person (通知): the wording ``notice.{key}`` with its details, and the page it is about.

    ``link`` is the name of a url and ``arguments`` what goes into it; ``kind`` and ``subject`` name the row it is about.
    """

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    key = models.CharField(max_length=64)
    details = models.JSONField(default=dict)
    level = models.CharField(max_length=5, choices=Level.choices, default=Level.GREEN.value)
    link = models.CharField(max_length=64)
    arguments = models.JSONField(default=list)
    kind = models.CharField(max_length=64, default="", blank=True)
    subject = models.CharField(max_length=64, default="", blank=True)
    queued_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["recipient", "read_at", "-queued_at"], name="notices_of_a_person")]
        constraints = [
            models.CheckConstraint(condition=Q(level__in=[one.value for one in Level]), name="notice_level_known")
        ]

    def __str__(self):
        return self.key


class Delivery(models.Model):
    """A notice on its way out by a channel, once a channel; tried again from ``due_at`` on where it failed."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=8, choices=Channel.choices)
    standing = models.CharField(max_length=9, choices=Standing.choices, default=Standing.WAITING.value)
    tries = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=300, default="", blank=True)

    class Meta:
        indexes = [models.Index(fields=["standing", "due_at"], name="notices_to_deliver")]
        constraints = [
            models.UniqueConstraint(fields=["notice", "channel"], name="delivery_once_a_channel"),
            models.CheckConstraint(
                condition=~Q(standing=Standing.SENT.value) | Q(sent_at__isnull=False), name="delivery_sent_at_a_time"
            ),
        ]
