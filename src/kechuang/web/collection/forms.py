"""Shape and type of what people put in; the fields of a return are read by ``read_filling``."""

from django import forms
from django.db.models import Q

from kechuang.domain.collection.entry import BLANK, NOT_APPLICABLE, Unfit, read_entry
from kechuang.readers.words import LANGUAGES, read_words
from kechuang.web.collection.actions import Filled
from kechuang.web.collection.changing import Wanted
from kechuang.web.indicators.models import Indicator
from kechuang.web.indicators.states import PERIODS
from kechuang.web.organisations.models import Organisation
from kechuang.web.words import say
from kechuang.web.words.forms import Form, lazy

LARGEST_SHEET = 16 * 2**20


class _AskingForm(Form):
    """What a round asks for and of whom: indicators and organisations are ticked."""

    closes_on = forms.DateField(label=lazy("round.closes-on"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    indicators = forms.ModelMultipleChoiceField(
        Indicator.objects.none(), label=lazy("round.indicators"), widget=forms.CheckboxSelectMultiple
    )
    optional = forms.ModelMultipleChoiceField(
        Indicator.objects.none(),
        required=False,
        label=lazy("round.optional"),
        help_text=lazy("round.optional-hint"),
        widget=forms.CheckboxSelectMultiple,
    )
    units = forms.ModelMultipleChoiceField(
        Organisation.objects.none(), label=lazy("round.units"), widget=forms.CheckboxSelectMultiple
    )

    def offer(self, indicators, units):
        """What may be ticked: indicators in the order of the plan, organisations by their codes."""
        self.fields["indicators"].queryset = self.fields["optional"].queryset = indicators.order_by("position")
        self.fields["units"].queryset = units.order_by("code")

    def asked(self):
        """The indicators in the order of the plan, with whether each is required."""
        optional = set(self.cleaned_data["optional"])
        return [(one, one not in optional) for one in self.cleaned_data["indicators"].order_by("position")]


class RoundForm(_AskingForm):
    """A new round of one plan."""

    title = forms.CharField(max_length=200, label=lazy("round.title"))
    year = forms.IntegerField(min_value=1949, max_value=2200, label=lazy("round.year"))
    period = forms.ChoiceField(label=lazy("round.period"))
    opens_on = forms.DateField(label=lazy("round.opens-on"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    note = forms.CharField(
        required=False, max_length=2_000, label=lazy("round.note"), widget=forms.Textarea({"rows": 2})
    )
    field_order = ("title", "year", "period", "opens_on", "closes_on", "note")

    def __init__(self, plan, reach, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["period"].choices = [(one, say(f"period.{one}")) for one in PERIODS]
        self.offer(Indicator.objects.filter(plan=plan, followed=True), Organisation.objects.filter(pk__in=reach))


class ChangeForm(_AskingForm):
    """What an open round is to be; what something was filed in stays, whatever is ticked."""

    reason = forms.CharField(max_length=2_000, label=lazy("round.why-change"))
    field_order = ("closes_on", "reason")

    def __init__(self, round_, reach, *args, **kwargs):
        super().__init__(*args, **kwargs)
        asked, units = (set(round_.asked.values_list("indicator", flat=True)), round_.returns.values("organisation"))
        self.offer(
            Indicator.objects.filter(Q(plan=round_.plan_id, followed=True) | Q(pk__in=asked)),
            Organisation.objects.filter(Q(pk__in=reach) | Q(pk__in=units)),
        )

    def wanted(self):
        """The round as it is to be."""
        return Wanted(self.cleaned_data["closes_on"], self.asked(), list(self.cleaned_data["units"]))


class SheetForm(Form):
    """A filled-in workbook."""

    sheet = forms.FileField(label=lazy("field.sheet"), widget=forms.ClearableFileInput({"accept": ".xlsx"}))

    def clean_sheet(self):
        """One that is not beyond what is read."""
        if self.cleaned_data["sheet"].size > LARGEST_SHEET:
            raise forms.ValidationError(say("workbook.too-large", megabytes=LARGEST_SHEET >> 20))
        return self.cleaned_data["sheet"]


def not_applicable_words():
    """Every word for 不适用, in any language."""
    return frozenset(read_words(language).say("cell.not-applicable").lower() for language in LANGUAGES) | {"n/a"}


def read_filling(cells, data):
    """What a form says of these cells: filling by asked id, and by asked id what was typed that is no number."""
    words = not_applicable_words()
    filling, unfit = {}, {}
    for cell in cells:
        pk = cell.asked_id
        typed = data.get(f"v-{pk}", "")[:60]
        answers = {key.split("-", 2)[2]: data[key].strip()[:500] for key in data if key.startswith(f"w-{pk}-")}
        remark = data.get(f"r-{pk}", "").strip()[:500]
        try:
            entry = NOT_APPLICABLE if f"n-{pk}" in data else read_entry(typed, words)
        except Unfit as problem:
            unfit[pk], entry = (typed, problem.code), BLANK
        filling[pk] = Filled(entry, remark, {key: why for key, why in answers.items() if why})
    return filling, unfit
