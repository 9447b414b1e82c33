"""The room's forms: shape and type of what people enter."""

from django import forms

from kechuang.web.words.forms import Form, lazy

CHOOSE, NONE_CHOSEN = lazy("field.choose"), lazy("field.none-chosen")


class SheetForm(Form):
    """A workbook."""

    sheet = forms.FileField(label=lazy("field.sheet"), widget=forms.ClearableFileInput({"accept": ".xlsx"}))
