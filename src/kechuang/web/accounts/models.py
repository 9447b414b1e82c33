"""Sign-ins, second factors and their recovery codes, earlier passwords, and addresses that keep failing."""

from django.db import models
from django.db.models import Q

from kechuang.web.organisations.models import Person


class SignedIn(models.Model):
    """One signing-in (登录): from where, with what, and when and how it ended; kept when it is over.

    ``key`` is that of the session while it lasts, ``""`` afterwards. ``way`` is ``password`` or the name of a log-in from
    elsewhere.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="signings_in")
    key = models.CharField(max_length=40, db_index=True)
    way = models.CharField(max_length=64)
    at = models.DateTimeField()
    origin = models.CharField(max_length=64)
    agent = models.CharField(max_length=200)
    ended_at = models.DateTimeField(null=True)
    ending = models.CharField(max_length=16, default="")

    class Meta:
        indexes = [models.Index(fields=["person", "-at"], name="signings_in_of_a_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None, ending="") | Q(ended_at__isnull=False, key="") & ~Q(ending=""),
                name="signed_in_until_it_ended",
            )
        ]


class SecondFactor(models.Model):
    """An authenticator app (动态口令) of a person. ``secret`` is enciphered; ``last_step`` lets a code open once."""

    person = models.OneToOneField(Person, models.PROTECT, related_name="second_factor")
    secret = models.CharField(max_length=200)
    confirmed_at = models.DateTimeField(null=True)
    last_step = models.BigIntegerField(default=0)


class RecoveryCode(models.Model):
    """A code that opens once in place of the app; only its keyed hash is kept."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="recovery_codes")
    hash = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "hash"], name="recovery_code_once")]


class PastPassword(models.Model):
    """A password somebody had, hashed as it was, so that it is not taken again."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="past_passwords")
    password = models.CharField(max_length=128)
    until = models.DateTimeField()


class FailuresFrom(models.Model):
    """How many tries from one address have failed since a moment, whatever the names."""

    origin = models.CharField(max_length=64, unique=True)
    count = models.PositiveIntegerField(default=0)
    since = models.DateTimeField()
