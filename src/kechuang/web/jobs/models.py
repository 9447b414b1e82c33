"""Jobs and their leases, and when each chore was done last."""

from django.db import models
from django.db.models import Q


class State(models.TextChoices):
    """Where a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Job(models.Model):
    """Something to do: ``kind`` names what (see ``operation/work.py``), ``subject`` the row it is about."""

    kind = models.CharField(max_length=40)
    subject = models.BigIntegerField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    progress = models.PositiveSmallIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    worker = models.CharField(max_length=80, default="")
    lease_until = models.DateTimeField(null=True)
    queued_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=300, default="")

    class Meta:
        indexes = [models.Index(fields=["state", "queued_at"], name="jobs_in_line")]
        constraints = [
            models.CheckConstraint(condition=Q(progress__lte=100), name="job_progress_in_percent"),
            models.UniqueConstraint(
                fields=["kind", "subject"], condition=Q(state__in=["waiting", "running"]), name="job_open_once"
            ),
        ]


class Chore(models.Model):
    """Something done again and again beside jobs (see ``operation/work.py``), and when a worker took it on last."""

    name = models.CharField(max_length=40, unique=True)
    claimed_at = models.DateTimeField()

    def __str__(self):
        return self.name
