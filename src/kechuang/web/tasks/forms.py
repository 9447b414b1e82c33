"""The room's forms: shape and type of what people enter."""

from django import forms
from django.conf import settings
from django.utils import timezone

from kechuang.domain.tasks.life import NEXT, REPORTED, State
from kechuang.web.tasks.states import Order
from kechuang.web.words import say
from kechuang.web.words.forms import Form, lazy


def day_field(**options):
    """A day as browsers send it."""
    return forms.DateField(widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), **options)


class ReportForm(Form):
    """What the lead organisation reports."""

    day = day_field(label=lazy("task-field.day"))
    words = forms.CharField(max_length=4_000, label=lazy("task-field.words"), widget=forms.Textarea({"rows": 3}))
    percent = forms.IntegerField(
        required=False,
        min_value=0,
        max_value=100,
        label=lazy("task-field.percent"),
        help_text=lazy("task-hint.percent"),
    )
    milestone = forms.ModelChoiceField(
        None, required=False, label=lazy("task-field.milestone"), empty_label=lazy("task-hint.no-milestone")
    )
    state = forms.ChoiceField(required=False, label=lazy("task-field.state"))
    problem = forms.CharField(
        required=False, max_length=2_000, label=lazy("task-field.problem"), widget=forms.Textarea({"rows": 2})
    )
    answers = forms.ModelChoiceField(
        None, required=False, label=lazy("task-field.answers"), empty_label=lazy("task-hint.no-answer")
    )
    evidence = forms.FileField(required=False, label=lazy("task-field.evidence"), help_text=lazy("task-hint.evidence"))

    def __init__(self, task, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["day"].initial = timezone.localdate
        self.fields["milestone"].queryset = task.milestones.filter(done=None).order_by("due")
        self.fields["answers"].queryset = task.instructions.filter(answers=None, order=Order.SUPERVISE)
        self.fields["answers"].label_from_instance = lambda one: one.words[:40]
        now = State.UNDER_WAY if task.state == State.NOT_BEGUN else State(task.state)
        choices = [("", lazy("task-hint.same-state"))]
        choices += [(one.value, say(f"task-state.{one}")) for one in State if one in NEXT[now] & REPORTED]
        self.fields["state"].choices = choices
        if not self.fields["answers"].queryset.exists():
            del self.fields["answers"]
        if not task.milestones.exists():
            del self.fields["milestone"]

    def clean_day(self):
        """No day that has not come."""
        day = self.cleaned_data["day"]
        if day > timezone.localdate():
            raise forms.ValidationError(say("task-form.too-early"))
        return day

    def clean_evidence(self):
        """A file that is not beyond what is kept."""
        file = self.cleaned_data["evidence"]
        if file is not None and file.size > settings.LARGEST_UPLOAD:
            raise forms.ValidationError(say("upload.too-large", megabytes=settings.LARGEST_UPLOAD >> 20))
        return file


class InstructionForm(Form):
    """A word from above."""

    order = forms.ChoiceField(label=lazy("task-field.order"))
    words = forms.CharField(max_length=2_000, label=lazy("task-field.instruction"), widget=forms.Textarea({"rows": 2}))
    due = day_field(required=False, label=lazy("task-field.answer-by"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["order"].choices = [(one.value, say(f"task-order.{one}")) for one in Order]


class MoveForm(Form):
    """Where a task stands, set right by those who assign it."""

    state = forms.ChoiceField(label=lazy("task-field.state"))
    reason = forms.CharField(max_length=500, label=lazy("field.reason"), widget=forms.TextInput())
    edition = forms.IntegerField(widget=forms.HiddenInput())

    def __init__(self, task, *args, **kwargs):
        super().__init__(*args, **kwargs)
        allowed = NEXT[State(task.state)]
        self.fields["state"].choices = [(one.value, say(f"task-state.{one}")) for one in State if one in allowed]
        self.fields["edition"].initial = task.edition


class SheetForm(Form):
    """A filled-in workbook."""

    sheet = forms.FileField(label=lazy("field.sheet"), widget=forms.ClearableFileInput({"accept": ".xlsx"}))
