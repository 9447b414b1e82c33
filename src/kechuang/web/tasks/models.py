"""Key tasks as they are followed, their milestones, what was reported and instructed, and how printed names were matched."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from kechuang.domain.tasks.life import State
from kechuang.web.indicators.models import Indicator
from kechuang.web.organisations.models import Organisation
from kechuang.web.plans.models import Item, Original, Plan, Version
from kechuang.web.tasks.states import Kind, LinkState, Order


def _choices(names):
    return [(str(name), str(name)) for name in names]


class Followed(models.Model):
    """An adopted version whose tasks were taken over; once a version."""

    version = models.OneToOneField(Version, models.PROTECT, related_name="followed")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()


class KnownName(models.Model):
    """Which organisation a printed name means in the plans of an organisation, as a person decided."""

    owner = models.ForeignKey(Organisation, models.CASCADE, related_name="known_names")
    name = models.CharField(max_length=100)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="known_name_once")]

    def __str__(self):
        return self.name


class Task(models.Model):
    """A key task (重点任务) or project of an adopted plan. ``item`` is what the newest adopted version says of it, ``*_name`` and
    ``deadline_text`` are its printed words; ``in_plan`` is false once a version no longer says it.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="tasks")
    item = models.ForeignKey(Item, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=_choices(Kind))
    position = models.PositiveIntegerField()
    number = models.CharField(max_length=40, default="", blank=True)
    title = models.CharField(max_length=300)
    lead_name = models.CharField(max_length=200, default="", blank=True)
    lead = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="led_tasks")
    supporting_names = models.JSONField(default=list)
    supporting = models.ManyToManyField(Organisation, related_name="supported_tasks", blank=True)
    deadline_text = models.CharField(max_length=100, default="", blank=True)
    deadline = models.DateField(null=True)
    recurring = models.BooleanField(default=False)
    plan_ends = models.DateField(null=True)
    state = models.CharField(max_length=10, choices=_choices(State), default=State.NOT_BEGUN.value)
    in_plan = models.BooleanField(default=True)
    since = models.DateField()
    edition = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["plan", "kind", "position"], name="tasks_in_order")]
        constraints = [
            models.UniqueConstraint(fields=["plan", "item"], name="task_once_an_item"),
            models.CheckConstraint(condition=~Q(title=""), name="task_has_a_title"),
            models.CheckConstraint(condition=Q(state__in=[state.value for state in State]), name="task_state_is_known"),
        ]

    def __str__(self):
        return f"{self.number} {self.title}".strip()


class Milestone(models.Model):
    """A milestone (里程碑) of a task; ``done`` is the day a report said it was reached."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="milestones")
    title = models.CharField(max_length=200)
    due = models.DateField()
    done = models.DateField(null=True)

    class Meta:
        ordering = ("due", "pk")
        constraints = [models.UniqueConstraint(fields=["task", "title"], name="milestone_titled_once")]

    def __str__(self):
        return self.title


class Instruction(models.Model):
    """What a director or planner said to a task (批示、督办), to be answered by ``due`` where it says so. Never changed."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="instructions")
    order = models.CharField(max_length=9, choices=_choices(Order))
    words = models.TextField()
    due = models.DateField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="instruction_says_something")]


class Report(models.Model):
    """What the lead organisation reported (进展) as of a day. Rows are never changed or removed: the next report corrects."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="reports")
    day = models.DateField()
    percent = models.PositiveSmallIntegerField(null=True)
    milestone = models.ForeignKey(Milestone, models.PROTECT, null=True, related_name="reports")
    state = models.CharField(max_length=10, choices=_choices(State))
    words = models.TextField()
    problem = models.TextField(default="", blank=True)
    evidence = models.ForeignKey(Original, models.PROTECT, null=True, related_name="+")
    evidence_name = models.CharField(max_length=200, default="", blank=True)
    answers = models.ForeignKey(Instruction, models.PROTECT, null=True, related_name="answers")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["task", "-day", "-id"], name="reports_newest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(percent__isnull=True) | Q(percent__gte=0, percent__lte=100), name="report_in_percent"
            ),
            models.CheckConstraint(condition=~Q(words=""), name="report_says_something"),
        ]


class Reminder(models.Model):
    """That a task's next day was reminded of (提醒、催办): once for each day and light."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="reminders")
    due = models.DateField()
    light = models.CharField(max_length=5)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["task", "due", "light"], name="reminded_once")]


class WorkPlan(models.Model):
    """A yearly work plan (年度工作要点) laid beside the five-year plan it carries out."""

    version = models.OneToOneField(Version, models.PROTECT, related_name="work_plan")
    beside = models.ForeignKey(Version, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self):
        return f"{self.version.plan} ({self.year})"


class WorkLink(models.Model):
    """That something a work plan says means an indicator or a followed task: proposed with the working, then confirmed or refused
    by a planner. ``how`` is a code with words, ``details`` its circumstances.
    """

    work_plan = models.ForeignKey(WorkPlan, models.CASCADE, related_name="links")
    item = models.ForeignKey(Item, models.PROTECT, related_name="+")
    indicator = models.ForeignKey(Indicator, models.CASCADE, null=True, related_name="work_links")
    task = models.ForeignKey(Task, models.CASCADE, null=True, related_name="work_links")
    state = models.CharField(max_length=9, choices=_choices(LinkState), default=LinkState.PROPOSED.value)
    how = models.CharField(max_length=40)
    details = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(indicator__isnull=False, task__isnull=True) | Q(indicator__isnull=True, task__isnull=False),
                name="work_link_means_one_thing",
            ),
            models.UniqueConstraint(fields=["item", "indicator"], name="work_link_once_an_indicator"),
            models.UniqueConstraint(fields=["item", "task"], name="work_link_once_a_task"),
        ]
