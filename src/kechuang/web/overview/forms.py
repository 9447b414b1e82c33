"""The room's forms: shape and type of what people enter."""

from django import forms

from kechuang.web.organisations.forms import CHOOSE
from kechuang.web.overview.screens import LONGEST_DAYS
from kechuang.web.words.forms import Form, lazy


class ScreenForm(Form):
    """Which plan a screen shows, where it hangs, and for how many days."""

    plan = forms.ModelChoiceField(None, label=lazy("column.plan"), empty_label=CHOOSE)
    place = forms.CharField(max_length=60, label=lazy("screen.place"))
    days = forms.IntegerField(min_value=1, max_value=LONGEST_DAYS, initial=30, label=lazy("screen.days"))

    def __init__(self, plans, *given, **named):
        super().__init__(*given, **named)
        self.fields["plan"].queryset = plans
