"""The room's forms: shape and type of what people enter."""

from django import forms

from kechuang.web.evaluations.forms import VersionChoice
from kechuang.web.plans.models import Version
from kechuang.web.publication.states import Kind
from kechuang.web.words import say
from kechuang.web.words.forms import Form, lazy


def _reason():
    return forms.CharField(
        max_length=2_000,
        label=lazy("field.reason"),
        help_text=lazy("release.hint.reason"),
        widget=forms.Textarea({"rows": 2}),
    )


class ReleaseForm(Form):
    """Which version, what of it, under which address, why."""

    version = VersionChoice(Version.objects.none(), label=lazy("release.field.version"))
    kind = forms.ChoiceField(label=lazy("release.field.kind"))
    counties = forms.BooleanField(
        required=False, label=lazy("release.field.counties"), help_text=lazy("release.hint.counties")
    )
    slug = forms.CharField(
        required=False, max_length=60, label=lazy("release.field.slug"), help_text=lazy("release.hint.slug")
    )
    reason = _reason()

    def __init__(self, versions, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["version"].queryset = versions.select_related("plan")
        kinds = (Kind.PLAN, Kind.PROGRESS)
        self.fields["kind"].choices = [(kind.value, say(f"release-kind.{kind}")) for kind in kinds]


class ReleaseEvaluationForm(Form):
    """With or without the counties, why."""

    counties = forms.BooleanField(
        required=False, label=lazy("release.field.counties"), help_text=lazy("release.hint.counties")
    )
    slug = forms.CharField(
        required=False, max_length=60, label=lazy("release.field.slug"), help_text=lazy("release.hint.slug")
    )
    reason = _reason()


class WithdrawForm(Form):
    """Why; the public reads it."""

    reason = forms.CharField(
        max_length=2_000,
        label=lazy("field.reason"),
        help_text=lazy("release.hint.withdraw-reason"),
        widget=forms.Textarea({"rows": 3}),
    )


class TargetForm(Form):
    """An address that is to be told."""

    url = forms.CharField(max_length=500, label=lazy("webhook.field.url"), help_text=lazy("webhook.hint.url"))
    note = forms.CharField(max_length=200, required=False, label=lazy("webhook.field.note"))
    private = forms.BooleanField(
        required=False, label=lazy("webhook.field.private"), help_text=lazy("webhook.hint.private")
    )
