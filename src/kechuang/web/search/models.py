"""What can be found. Its character pairs are in the table ``search_words``, created by the first migration for each engine."""

from django.db import models


class Found(models.Model):
    """A thing that can be found: ``kind`` and ``subject`` name the row; which page shows it, and to whom, the overview knows."""

    kind = models.CharField(max_length=32)
    subject = models.BigIntegerField()
    organisation = models.BigIntegerField(null=True)
    title = models.CharField(max_length=300)
    text = models.TextField(default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "subject"], name="found_once")]

    def __str__(self):
        return self.title
