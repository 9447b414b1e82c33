"""The room's forms: shape and type of what people enter."""

from django import forms

from kechuang.web.words.forms import Form, lazy


class AddressForm(Form):
    """Where notices go as well."""

    email = forms.EmailField(
        required=False,
        max_length=254,
        label=lazy("notices.address"),
        help_text=lazy("notices.address-hint"),
        error_messages={"invalid": lazy("notices.address-invalid")},
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
