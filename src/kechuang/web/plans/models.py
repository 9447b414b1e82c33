"""Plans, their versions, the documents these were read from, and the items that were read."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from kechuang.web.organisations.models import Organisation
from kechuang.web.plans.states import OPEN, Stage, Standing, Verdict


class Original(models.Model):
    """A document as it was uploaded, and its text once it has been read; kept once a fingerprint."""

    sha256 = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=200)
    size = models.BigIntegerField()
    format = models.CharField(max_length=16, default="")
    text = models.TextField(default="")
    page_starts = models.JSONField(default=list)
    tables = models.JSONField(default=list)  # as layout.cells_of gives them

    def __str__(self):
        return self.name


class Plan(models.Model):
    """A plan (规划) of an organisation; what it says stands in its versions."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="plans")
    title = models.CharField(max_length=200)
    added_at = models.DateTimeField()

    def __str__(self):
        return self.title


class Version(models.Model):
    """A plan as it was at one time: read, reviewed, adopted. An adopted version never changes; triggers see to that."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    original = models.ForeignKey(Original, models.PROTECT, related_name="versions")
    stage = models.CharField(max_length=12, choices=[(stage.value, stage.value) for stage in Stage])
    identity = models.JSONField(default=dict)
    missed = models.JSONField(default=list)  # sentences with a number that no item rests on
    problem = models.CharField(max_length=300, default="")
    reason = models.TextField(default="")  # why the plan is adjusted (调整理由) …
    basis = models.TextField(default="")  # … and on what ground (调整依据)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    adopted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    adopted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="version_numbered_once"),
            models.UniqueConstraint(
                fields=["plan"], condition=Q(stage__in=[stage.value for stage in OPEN]), name="version_one_open"
            ),
            models.CheckConstraint(
                condition=~Q(stage="adopted") | Q(adopted_at__isnull=False), name="version_adopted_on_a_day"
            ),
        ]

    def __str__(self):
        return f"{self.plan} v{self.number}"


class Item(models.Model):
    """One thing a plan says. ``read`` is what was read and never changes, ``values`` what holds now, both as the JSON of
    ``kechuang read``; the source is kept whatever is corrected. ``edition`` counts changes, so that two reviewers do not
    overwrite each other.
    """

    version = models.ForeignKey(Version, models.CASCADE, related_name="items")
    kind = models.CharField(max_length=12)
    position = models.PositiveIntegerField()
    read = models.JSONField(null=True)  # null for what a reviewer added
    values = models.JSONField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    line = models.PositiveIntegerField()
    page = models.PositiveIntegerField(null=True)
    quote = models.TextField()
    doubts = models.JSONField(default=list)  # codes, worded ``doubt.…``
    weight = models.PositiveSmallIntegerField(default=0)  # how much a person should look: the most doubtful first
    standing = models.CharField(
        max_length=10, choices=[(one.value, one.value) for one in Standing], default=Standing.PENDING.value
    )
    reason = models.TextField(default="")
    changed_by = models.CharField(max_length=150, default="")
    changed_at = models.DateTimeField(null=True)
    edition = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["version", "kind", "-weight", "position"], name="items_to_review")]
        constraints = [
            models.UniqueConstraint(fields=["version", "kind", "position"], name="item_placed_once"),
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="item_source_is_a_stretch"),
        ]

    def __str__(self):
        return str(self.values.get("name") or self.values.get("measure") or self.values.get("title") or self.pk)


class Audit(models.Model):
    """The last audit (规划体检) of a version; ``beside`` is the plan a yearly plan was laid beside, ``abstained`` what was left open."""

    version = models.OneToOneField(Version, models.CASCADE, related_name="audit")
    beside = models.ForeignKey(Version, models.PROTECT, null=True, related_name="+")
    abstained = models.JSONField(default=list)
    at = models.DateTimeField()


class Finding(models.Model):
    """One thing that does not add up in a version. ``mark`` is its stable id: the same finding in the next version has the same.

    ``sources`` are places as the JSON of ``kechuang audit`` has them; ``start`` and ``end`` the first in this version's document.
    """

    version = models.ForeignKey(Version, models.CASCADE, related_name="findings")
    mark = models.CharField(max_length=40)
    position = models.PositiveIntegerField()
    rule = models.CharField(max_length=64)
    severity = models.CharField(max_length=8)
    details = models.JSONField(default=dict)
    arithmetic = models.TextField(default="", blank=True)
    sources = models.JSONField(default=list)
    start = models.PositiveIntegerField(default=0)
    end = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("position",)
        constraints = [models.UniqueConstraint(fields=["version", "mark"], name="finding_once_a_version")]

    def __str__(self):
        return f"{self.rule} {self.mark}"


class FindingLabel(models.Model):
    """What a planner said of a finding (认可、误报、已改); it holds for every version of the plan until something else is said.
    Rows are never changed or removed: the newest counts.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="labels")
    version = models.ForeignKey(Version, models.PROTECT, related_name="+")
    mark = models.CharField(max_length=40)
    verdict = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Verdict])
    reason = models.TextField(default="", blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["plan", "mark", "-id"], name="labels_newest")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(verdict=Verdict.FALSE_ALARM.value) | ~Q(reason=""), name="false_alarm_says_why"
            )
        ]
