"""Rounds, the returns of a round with their cells and evidence, the history of each return, and reminders sent."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from kechuang.domain.collection.entry import CellState
from kechuang.domain.collection.lifecycle import OPEN, Stage
from kechuang.web.indicators.models import Indicator
from kechuang.web.indicators.states import PERIODS, WHOLE_YEAR
from kechuang.web.organisations.models import Organisation
from kechuang.web.plans.models import Original, Plan

_GREATEST = 10**18  # what twenty-four digits hold; SQLite would take more and fail when it is read
_VALUE = CellState.VALUE.value


class RoundStage(models.TextChoices):
    """Where a round stands."""

    OPEN = "open"
    CLOSED = "closed"  # every return is locked


class Round(models.Model):
    """A collection round (调查): these indicators of a plan, asked of these organisations, for one period."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="rounds")
    title = models.CharField(max_length=200)
    year = models.PositiveSmallIntegerField()
    period = models.CharField(max_length=2, choices=[(one, one) for one in PERIODS], default=WHOLE_YEAR)
    opens_on = models.DateField()
    closes_on = models.DateField()
    stage = models.CharField(max_length=6, choices=RoundStage.choices, default=RoundStage.OPEN.value)
    note = models.TextField(default="", blank=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="round_closes_after_it_opens"),
            models.CheckConstraint(condition=Q(year__gte=1949, year__lte=2200), name="round_year_in_range"),
        ]

    def __str__(self):
        return self.title


class RoundIndicator(models.Model):
    """An indicator a round asks for, in the order of the form."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="asked")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    position = models.PositiveIntegerField()
    required = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "indicator"], name="asked_once_a_round")]

    def __str__(self):
        return str(self.indicator)


class Return(models.Model):
    """What one organisation files in one round (填报表). ``edition`` counts changes, so that nobody overwrites another."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="returns")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="returns")
    stage = models.CharField(
        max_length=16, choices=[(one.value, one.value) for one in Stage], default=Stage.DRAFT.value
    )
    edition = models.PositiveIntegerField(default=0)
    first_submitted_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    county_approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    # Whoever has put figures in or handed it in, and whom they stood in for, approves it nowhere; whoever approved it for the
    # county, and whom they stood in for, does not approve it for the bureau.
    hands = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    county_hands = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    reason = models.TextField(default="", blank=True)  # why it was returned or un-approved last

    class Meta:
        indexes = [models.Index(fields=["organisation", "stage"], name="returns_to_do")]
        constraints = [
            models.UniqueConstraint(fields=["round", "organisation"], name="return_once_a_round"),
            models.CheckConstraint(condition=Q(stage__in=[one.value for one in Stage]), name="return_stage_known"),
            models.CheckConstraint(
                condition=Q(stage__in=sorted(one.value for one in OPEN)) | Q(submitted_at__isnull=False),
                name="return_submitted_at_a_time",
            ),
        ]

    def __str__(self):
        return f"{self.round} · {self.organisation}"


class Cell(models.Model):
    """One field of a return: a number, nothing, or 不适用. ``answers`` are reasons by finding, as ``EntryFinding.id`` names it."""

    in_return = models.ForeignKey(Return, models.PROTECT, related_name="cells")
    asked = models.ForeignKey(RoundIndicator, models.PROTECT, related_name="cells")
    state = models.CharField(
        max_length=14, choices=[(one.value, one.value) for one in CellState], default=CellState.BLANK.value
    )
    value = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    remark = models.CharField(max_length=500, default="", blank=True)
    answers = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["in_return", "asked"], name="cell_once_a_return"),
            models.CheckConstraint(
                condition=Q(state=_VALUE, value__isnull=False) | (~Q(state=_VALUE) & Q(value__isnull=True)),
                name="cell_value_where_it_says_so",
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=True) | Q(value__gt=-_GREATEST, value__lt=_GREATEST), name="cell_in_range"
            ),
            models.CheckConstraint(condition=Q(state__in=[one.value for one in CellState]), name="cell_state_known"),
        ]


class Evidence(models.Model):
    """A file that shows where figures come from (佐证材料), kept under its fingerprint; of one field or of the whole return."""

    in_return = models.ForeignKey(Return, models.PROTECT, related_name="evidence")
    cell = models.ForeignKey(Cell, models.PROTECT, null=True, related_name="evidence")
    original = models.ForeignKey(Original, models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["in_return", "cell", "original"], name="evidence_once")]

    def __str__(self):
        return self.name


class Step(models.Model):
    """One step in the life of a return, never changed: triggers see to that. A submission keeps what was submitted:
    ``values`` are indicator id -> [state, value, remark, reasons].
    """

    in_return = models.ForeignKey(Return, models.PROTECT, related_name="steps")
    number = models.PositiveIntegerField()
    deed = models.CharField(max_length=20)
    before = models.CharField(max_length=16)
    after = models.CharField(max_length=16)
    reason = models.TextField(default="", blank=True)
    values = models.JSONField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["in_return", "number"], name="step_numbered_once")]


class SentReminder(models.Model):
    """A reminder (催报) that went out, once a step and due day."""

    in_return = models.ForeignKey(Return, models.CASCADE, related_name="reminders")
    step = models.CharField(max_length=20)
    due_on = models.DateField()
    light = models.CharField(max_length=5)
    people = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["in_return", "step", "due_on"], name="reminded_once_a_step")]


class MarkedBook(models.Model):
    """A workbook that was not taken in, with what is wrong in it (错误说明); for whoever sent it."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    original = models.ForeignKey(Original, models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    mistakes = models.PositiveIntegerField()
    at = models.DateTimeField()

    def __str__(self):
        return self.name
