"""The entries of the journal and its head. Triggers on both databases refuse to change or remove an entry."""

from django.db import models
from django.db.models import Q


class Entry(models.Model):
    """One deed. It names its actor and subject by their words, not by reference: deleting a person deletes no trace.

    ``at`` is text (ISO 8601, UTC, microseconds), so that the bytes that are hashed are the bytes that are stored.
    ``before`` and ``after`` are JSON, empty where there is nothing; ``leaf`` is the hash of all but the number.
    """

    number = models.BigIntegerField(primary_key=True)
    at = models.CharField(max_length=32, db_index=True)
    actor_id = models.BigIntegerField(null=True, db_index=True)
    actor = models.CharField(max_length=150)
    origin = models.CharField(max_length=64)
    deed = models.CharField(max_length=64, db_index=True)
    kind = models.CharField(max_length=64)
    subject = models.CharField(max_length=64)
    label = models.CharField(max_length=300)
    before = models.TextField()
    after = models.TextField()
    reason = models.TextField()
    leaf = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["kind", "subject"], name="journal_subject")]
        constraints = [models.CheckConstraint(condition=Q(number__gte=1), name="journal_numbers_from_one")]


class Head(models.Model):
    """Where the journal stands: how many entries, and the frontier of their tree; one row, locked while one is added."""

    id = models.PositiveSmallIntegerField(primary_key=True)
    size = models.BigIntegerField()
    peaks = models.TextField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="journal_one_head")]
