"""Indicators as they are followed, what they should reach where and when, what was observed, and what is to be expected."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from kechuang.domain.indicators.definition import Direction
from kechuang.domain.indicators.path import Shape
from kechuang.web.indicators.states import ALONG, PERIODS, TYPED, WHOLE_YEAR, Aggregation, Cause, Origin, State
from kechuang.web.organisations.models import Organisation
from kechuang.web.plans.models import Item, Plan

_GREATEST = 10**18  # what twenty-four digits hold; SQLite would take more and fail when it is read


def _number(**options):
    return models.DecimalField(max_digits=24, decimal_places=6, **options)


def _choices(names):
    return [(str(name), str(name)) for name in names]


def _in_range(field):
    return Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__gt": -_GREATEST, f"{field}__lt": _GREATEST})


class Indicator(models.Model):
    """An indicator (指标) of an adopted plan. ``item`` is what the plan's newest adopted version says of it; ``key`` that of the
    catalogue, "" where it knows none; ``definition`` the statistical definition (统计口径) that reporters see.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="indicators")
    item = models.ForeignKey(Item, models.PROTECT, related_name="+")
    position = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    key = models.CharField(max_length=64, default="", blank=True)
    unit = models.CharField(max_length=32, default="", blank=True)
    direction = models.CharField(max_length=4, choices=_choices(Direction), default=Direction.RISE.value)
    kind = models.CharField(max_length=8, default="", blank=True)  # MeasureKind of the catalogue
    binding = models.CharField(max_length=12, default="", blank=True)
    definition = models.TextField(default="", blank=True)
    baseline_year = models.PositiveSmallIntegerField(null=True)
    baseline_value = _number(null=True)
    target_year = models.PositiveSmallIntegerField(null=True)
    target_bound = models.CharField(max_length=8, default="=")
    target_low = _number(null=True)
    target_high = _number(null=True)
    cumulative = models.BooleanField(default=False)
    aggregation = models.CharField(max_length=8, choices=_choices(Aggregation), default=Aggregation.NONE.value)
    numerator = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    denominator = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    scale = _number(default=1)  # of a ratio: 100 for %, 10,000 for 每万人
    lead = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    followed = models.BooleanField(default=True)  # whether the plan's newest followed version still has it
    edition = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "position"], name="indicator_placed_once"),
            models.CheckConstraint(condition=_in_range("scale"), name="indicator_scale_in_range"),
            models.CheckConstraint(condition=_in_range("baseline_value"), name="indicator_baseline_in_range"),
            models.CheckConstraint(condition=_in_range("target_low"), name="indicator_low_in_range"),
            models.CheckConstraint(condition=_in_range("target_high"), name="indicator_high_in_range"),
        ]

    def __str__(self):
        return self.name


class Course(models.Model):
    """What an indicator should do in one organisation: the whole's course belongs to the plan's own organisation, that of a
    county or department is its differentiated target (差异化目标). ``weight`` is its share of a ratio's denominator;
    ``counted`` whether it is a part of the whole's sum (a department's target often overlaps with the counties').
    """

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="courses")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    shape = models.CharField(max_length=9, choices=_choices([*Shape, TYPED, ALONG]), default=Shape.LINEAR.value)
    base_value = _number(null=True)
    target_value = _number(null=True)
    weight = _number(null=True)
    counted = models.BooleanField(default=True)
    edition = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["indicator", "organisation"], name="course_once_an_organisation"),
            models.CheckConstraint(condition=_in_range("base_value"), name="course_base_in_range"),
            models.CheckConstraint(condition=_in_range("target_value"), name="course_target_in_range"),
            models.CheckConstraint(condition=Q(weight__isnull=True) | Q(weight__gte=0), name="course_weight_positive"),
        ]


class PlannedValue(models.Model):
    """One year of a course (年度目标)."""

    course = models.ForeignKey(Course, models.CASCADE, related_name="years")
    year = models.PositiveSmallIntegerField()
    value = _number()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["course", "year"], name="planned_once_a_year"),
            models.CheckConstraint(condition=_in_range("value"), name="planned_in_range"),
        ]


class Observation(models.Model):
    """One value (实际值) of an indicator in an organisation and period. Rows are never changed or removed, triggers see to
    that: a correction or a withdrawal is a further ``revision``, and the highest one counts.

    ``source`` says what it was made of: ``{"item": pk}``, ``{"cell": pk, "return": pk}``, ``{"file": name, "row": n, "column":
    x}`` or ``{"observations": [pk, ...]}``.
    """

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="observations")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    period = models.CharField(max_length=2, choices=_choices(PERIODS), default=WHOLE_YEAR)
    revision = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=14, choices=_choices(State), default=State.VALUE.value)
    value = _number(null=True)
    origin = models.CharField(max_length=8, choices=_choices(Origin))
    source = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "organisation", "year", "period", "revision"], name="observation_revised_once"
            ),
            models.CheckConstraint(
                condition=Q(state=State.VALUE.value, value__isnull=False)
                | (~Q(state=State.VALUE.value) & Q(value__isnull=True)),
                name="observation_value_where_it_says_so",
            ),
            models.CheckConstraint(condition=_in_range("value"), name="observation_in_range"),
        ]
        indexes = [
            models.Index(fields=["indicator", "organisation", "year", "period", "-revision"], name="observation_newest")
        ]


class Assessment(models.Model):
    """What is to be expected of an indicator in an organisation (趋势研判), as the domain judged it from what was observed.

    ``working`` is the outlook as ``kechuang outlook --json`` writes it: pace, path, interval, basis, but that the values it
    rests on are named by the ids of their rows. A cache: it can be computed anew from the observations at any time.
    """

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="assessments")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=20)
    probability = models.FloatField(null=True)
    latest = models.ForeignKey(Observation, models.PROTECT, null=True, related_name="+")
    working = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["indicator", "organisation"], name="assessed_once"),
            models.CheckConstraint(
                condition=Q(probability__isnull=True) | Q(probability__gte=0, probability__lte=1),
                name="assessed_in_one",
            ),
        ]


class VerdictChange(models.Model):
    """One change of a verdict (研判变化): from which to which, "" before the first and where nothing is judged any more, with the
    odds that stood before and those after, the reason and the newest value it was judged from. ``cause`` says what made it (see
    ``Cause``; "" where nobody knows), ``value`` which value did. Rows are never changed or removed; triggers see to that.
    """

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="verdict_changes")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    before = models.CharField(max_length=20, default="", blank=True)
    verdict = models.CharField(max_length=20, default="", blank=True)
    probability = models.FloatField(null=True)
    probability_before = models.FloatField(null=True)
    reason = models.CharField(max_length=60, default="", blank=True)
    latest = models.ForeignKey(Observation, models.PROTECT, null=True, related_name="+")
    cause = models.CharField(max_length=9, choices=_choices(Cause), default="", blank=True)
    value = models.ForeignKey(Observation, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(verdict=F("before")), name="verdict_changed"),
            models.CheckConstraint(
                condition=Q(probability__isnull=True) | Q(probability__gte=0, probability__lte=1),
                name="verdict_changed_in_one",
            ),
        ]
        indexes = [models.Index(fields=["indicator", "organisation", "-at"], name="verdict_changes_newest")]
