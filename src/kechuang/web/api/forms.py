"""Shape of what people put in about a token."""

from django import forms

from kechuang.web.api.actions import LONGEST_DAYS
from kechuang.web.organisations.forms import CHOOSE
from kechuang.web.organisations.models import Organisation
from kechuang.web.words import say
from kechuang.web.words.forms import Form, lazy


class TokenForm(Form):
    """A name for the program, what it may do, over whom, and for how long."""

    name = forms.CharField(max_length=60, label=lazy("field.token-name"), help_text=lazy("token.name-hint"))
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=lazy("field.token-organisation"), empty_label=CHOOSE
    )
    days = forms.IntegerField(min_value=1, max_value=LONGEST_DAYS, initial=90, label=lazy("field.token-days"))
    verbs = forms.MultipleChoiceField(label=lazy("field.token-verbs"), widget=forms.CheckboxSelectMultiple())

    def __init__(self, verbs, organisations, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = Organisation.objects.filter(pk__in=organisations).order_by("code")
        self.fields["verbs"].choices = [(verb, say(f"verb.{verb}")) for verb in verbs]
