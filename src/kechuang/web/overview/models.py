"""Wall screens that show a plan to whoever is in the room."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from kechuang.web.plans.models import Plan


class Screen(models.Model):
    """A ticket for a screen (大屏): whoever has its address sees how a plan stands, as far as its maker may, and nothing else.

    ``fingerprint`` is the SHA-256 of the token in the address; the token itself is shown once and not kept.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+")
    place = models.CharField(max_length=60)
    fingerprint = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("made_at")), name="screen_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(place=""), name="screen_hangs_somewhere"),
        ]

    def __str__(self):
        return f"{self.plan} · {self.place}"
