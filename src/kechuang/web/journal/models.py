"""Entries of the journal and its head, changes of rows and which entry binds them. Triggers on both databases refuse to change
or remove what was written.
"""

from django.db import models
from django.db.models import Q


class Entry(models.Model):
    """One deed. It names its actor and subject by their words, not by reference: deleting a person deletes no trace.

    ``at`` is text (ISO 8601, UTC, microseconds), so that the bytes that are hashed are the bytes that are stored.
    ``before`` and ``after`` are JSON, empty where there is nothing; ``rows`` names the changes of rows it binds (``binding.Bound``), null where it binds none;
    ``leaf`` is the hash of all but the number.
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
    rows = models.TextField(null=True)
    leaf = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["kind", "subject"], name="journal_subject")]
        constraints = [models.CheckConstraint(condition=Q(number__gte=1), name="journal_numbers_from_one")]


class Head(models.Model):
    """Where the journal stands: how many entries, and the frontier of their tree; one row, locked while one is added.

    ``settled`` is the last change of a row of which it is known for good whether an entry binds it.
    """

    id = models.PositiveSmallIntegerField(primary_key=True)
    size = models.BigIntegerField()
    peaks = models.TextField()
    settled = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="journal_one_head")]


class RowChange(models.Model):
    """A change of a row (行变更), written by the triggers of its table whoever made it.

    ``before`` and ``after`` are JSON of the columns that changed, of the whole row where it was added or removed, "" where there
    is nothing. ``transaction_number`` is that of PostgreSQL, null on SQLite.
    """

    at = models.CharField(max_length=32)
    table_name = models.CharField(max_length=63)
    row_key = models.CharField(max_length=64)
    done = models.CharField(max_length=7)
    before = models.TextField()
    after = models.TextField()
    transaction_number = models.BigIntegerField(null=True, db_index=True)

    class Meta:
        indexes = [models.Index(fields=["table_name", "row_key", "id"], name="row_changes_of_a_row")]

    def __str__(self):
        return f"{self.table_name} {self.row_key}"


class Binding(models.Model):
    """That entry ``entry`` binds the changes from ``first`` to ``last``: what ``Entry.rows`` says, to be asked the other way.

    ``outside`` is true where the entry was written about changes nobody made through the site.
    """

    first = models.BigIntegerField(primary_key=True)
    last = models.BigIntegerField()
    entry = models.BigIntegerField(db_index=True)
    outside = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["first"], condition=Q(outside=True), name="bindings_of_outside")]
