"""Forms that refuse input in the site's own words: what is wrong with a field, and what to enter instead."""

from collections.abc import Iterator, Mapping

from django import forms
from django.utils.functional import lazy as django_lazy

from kechuang.web.words import say

lazy = django_lazy(say, str)  # the wording of a label, asked for when it is shown

_MOST, _LEAST = {"most": "%(limit_value)s"}, {"least": "%(limit_value)s"}
_DIGITS = {"most": "%(max)s"}
# Kind of field, the code it refuses with, our words, what they are filled with; of several that fit a field the last counts.
_REFUSALS: tuple[tuple[type[forms.Field], str, str, Mapping[str, str]], ...] = (
    (forms.Field, "required", "form.missing-text", {}),
    (forms.Field, "null_characters_not_allowed", "form.bad-character", {}),
    (forms.CharField, "max_length", "form.too-long", _MOST | {"count": "%(show_value)s"}),
    (forms.CharField, "min_length", "form.too-short", _LEAST),
    (forms.IntegerField, "invalid", "form.bad-whole", {}),
    (forms.IntegerField, "max_value", "form.too-large", _MOST),
    (forms.IntegerField, "min_value", "form.too-small", _LEAST),
    (forms.FloatField, "invalid", "form.bad-number", {}),
    (forms.DecimalField, "invalid", "form.bad-number", {}),
    (forms.DecimalField, "max_digits", "form.too-many-digits", _DIGITS),
    (forms.DecimalField, "max_whole_digits", "form.too-many-digits", _DIGITS),
    (forms.DecimalField, "max_decimal_places", "form.too-many-decimals", _DIGITS),
    (forms.DateField, "invalid", "form.bad-day", {}),
    (forms.BooleanField, "required", "form.missing-choice", {}),
    (forms.ChoiceField, "required", "form.missing-choice", {}),
    (forms.ChoiceField, "invalid_choice", "form.bad-choice", {}),
    (forms.MultipleChoiceField, "required", "form.missing-several", {}),
    (forms.MultipleChoiceField, "invalid_list", "form.bad-choice", {}),
    (forms.ModelMultipleChoiceField, "required", "form.missing-several", {}),
    (forms.ModelMultipleChoiceField, "invalid_list", "form.bad-choice", {}),
    (forms.ModelMultipleChoiceField, "invalid_pk_value", "form.bad-choice", {}),
    (forms.FileField, "required", "form.missing-file", {}),
    (forms.FileField, "missing", "form.missing-file", {}),
    (forms.FileField, "invalid", "form.missing-file", {}),
    (forms.FileField, "empty", "form.empty-file", {}),
    (forms.FileField, "max_length", "form.long-file-name", _DIGITS),
)


class Form(forms.Form):
    """A form whose fields refuse in our words, except where a field has words of its own."""

    def full_clean(self) -> None:
        """Check the form, with every field of it worded; fields may have been added since it was made."""
        for name, field in self.fields.items():
            field.error_messages |= dict(_words_for(field, field.label or name))
        super().full_clean()


def _words_for(field: forms.Field, label: object) -> Iterator[tuple[str, object]]:
    django_s_own: dict[str, object] = {}
    for kind in reversed(type(field).__mro__):
        django_s_own |= getattr(kind, "default_error_messages", {})
    for kind, code, key, details in _REFUSALS:
        said = field.error_messages.get(code)
        if isinstance(field, kind) and (said is None or said is django_s_own.get(code)):
            yield code, lazy(key, label=label, **details)
