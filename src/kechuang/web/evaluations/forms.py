"""The room's forms: shape and type of what people enter."""

from django import forms

from kechuang.web.evaluations.models import Recipe
from kechuang.web.evaluations.states import Kind
from kechuang.web.organisations.forms import CHOOSE, NONE_CHOSEN
from kechuang.web.plans.models import Version
from kechuang.web.words import say
from kechuang.web.words.forms import Form, lazy


class VersionChoice(forms.ModelChoiceField):
    """An adopted version, by the plan's title."""

    def label_from_instance(self, version):
        """The plan's title and the number of its version."""
        return f"{version.plan.title} v{version.number}"


class BeginForm(Form):
    """Which plan, what kind, up to which year, by which recipe."""

    version = VersionChoice(Version.objects.none(), label=lazy("evaluation.field.version"), empty_label=CHOOSE)
    kind = forms.ChoiceField(label=lazy("evaluation.field.kind"))
    as_of = forms.IntegerField(
        min_value=1990, max_value=2100, label=lazy("evaluation.field.as-of"), help_text=lazy("evaluation.hint.as-of")
    )
    recipe = forms.ModelChoiceField(
        Recipe.objects.none(),
        required=False,
        empty_label=NONE_CHOSEN,
        label=lazy("evaluation.field.recipe"),
        help_text=lazy("evaluation.hint.recipe"),
    )

    def __init__(self, versions, recipes, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["version"].queryset = versions.select_related("plan")
        self.fields["recipe"].queryset = recipes
        self.fields["kind"].choices = [(kind.value, say(f"evaluation-kind.{kind}")) for kind in Kind]


class OpinionForm(Form):
    """What the third party says, and the digest of what they saw."""

    text = forms.CharField(
        max_length=20_000, label=lazy("evaluation.field.opinion"), widget=forms.Textarea({"rows": 6})
    )
    digest = forms.CharField(max_length=64, widget=forms.HiddenInput())


class ReasonForm(Form):
    """Why."""

    reason = forms.CharField(max_length=2_000, label=lazy("field.reason"), widget=forms.Textarea({"rows": 3}))


class RecipeForm(Form):
    """A version of a recipe."""

    name = forms.SlugField(max_length=60, label=lazy("recipe.field.name"), help_text=lazy("recipe.hint.name"))
    text = forms.CharField(
        max_length=100_000,
        label=lazy("recipe.field.text"),
        widget=forms.Textarea({"rows": 24, "spellcheck": "false", "class": "code"}),
    )
    reason = forms.CharField(max_length=2_000, label=lazy("field.reason"), widget=forms.Textarea({"rows": 2}))
