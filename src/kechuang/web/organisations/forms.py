"""Shape and type of what people put in."""

from django import forms
from django.utils.functional import lazy as django_lazy

from kechuang.web.words import say

lazy = django_lazy(say, str)  # the wording of a label, asked for when it is shown
CHOOSE, NONE_CHOSEN = lazy("field.choose"), lazy("field.none-chosen")


class SheetForm(forms.Form):
    """A workbook."""

    sheet = forms.FileField(label=lazy("field.sheet"), widget=forms.ClearableFileInput({"accept": ".xlsx"}))
