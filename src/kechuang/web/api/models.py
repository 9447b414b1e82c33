"""Tokens (接口令牌) that let a program act for a person, and answers kept so that an action is done once per key."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from kechuang.web.organisations.models import Organisation


class Token(models.Model):
    """What a program shows to act for a person: some of the person's verbs, over one organisation and those below.

    Only the SHA-256 of a token is kept; ``hint`` are its last characters, for telling tokens apart. ``window`` and ``used``
    count the requests of a minute.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=8)
    verbs = models.JSONField(default=list)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    last_origin = models.CharField(max_length=64, default="", blank=True)
    window = models.BigIntegerField(default=0)
    used = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="token_expires_after_it_was_made"),
            models.CheckConstraint(condition=~Q(name=""), name="token_has_a_name"),
        ]

    def __str__(self):
        return f"{self.name} …{self.hint}"


class Answer(models.Model):
    """What was answered to a deed that came with an idempotency key: asked again, the same is answered and nothing done."""

    token = models.ForeignKey(Token, models.CASCADE, related_name="answers")
    key = models.CharField(max_length=80)
    asked = models.CharField(max_length=64)  # SHA-256 of method, address and body
    status = models.PositiveSmallIntegerField(default=0)
    body = models.JSONField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="answered_once_a_key")]
