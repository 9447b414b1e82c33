"""Shape and type of what people put in."""

from django import forms
from django.utils.functional import lazy as django_lazy

from kechuang.web.words import say

lazy = django_lazy(say, str)


class AddressForm(forms.Form):
    """Where notices go as well."""

    email = forms.EmailField(
        required=False,
        max_length=254,
        label=lazy("notices.address"),
        help_text=lazy("notices.address-hint"),
        error_messages={"invalid": lazy("notices.address-invalid")},
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
