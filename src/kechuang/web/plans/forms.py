"""The room's forms: shape and type of what people enter."""

from django import forms
from django.conf import settings

from kechuang.web.organisations.forms import CHOOSE
from kechuang.web.organisations.models import Organisation
from kechuang.web.plans.fields import FIELDS, Type, Unfit, get, parse
from kechuang.web.words import say
from kechuang.web.words.forms import Form, lazy
from kechuang.web.words.templatetags.numbers import written


class AdjustmentForm(Form):
    """Why a plan is adjusted, on what ground, and the new text where there is one."""

    reason = forms.CharField(max_length=2_000, label=lazy("field.reason"), widget=forms.Textarea({"rows": 3}))
    basis = forms.CharField(
        max_length=500, label=lazy("field.basis"), help_text=lazy("adjust.basis-hint"), widget=forms.TextInput()
    )
    document = forms.FileField(required=False, label=lazy("adjust.document"), help_text=lazy("adjust.document-hint"))


class UploadForm(Form):
    """A document and whose plan it is."""

    document = forms.FileField(label=lazy("field.document"), help_text=lazy("upload.formats"))
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=lazy("field.organisation"), empty_label=CHOOSE
    )

    def __init__(self, reach, *args, **kwargs):
        super().__init__(*args, **kwargs)
        choices = Organisation.objects.filter(pk__in=reach).order_by("code")
        self.fields["organisation"].queryset = choices

    def clean_document(self):
        """A file that is not empty and not beyond what is read."""
        return checked_file(self.cleaned_data["document"])


def checked_file(file):
    """The file, where it is not too large; raises ValidationError."""
    if file.size > settings.LARGEST_UPLOAD:
        raise forms.ValidationError(say("upload.too-large", megabytes=settings.LARGEST_UPLOAD >> 20))
    return file


class ItemForm(Form):
    """The fields of one kind of item, and why they are changed; ``values`` gives them by path."""

    reason = forms.CharField(
        required=False, max_length=500, label=lazy("field.reason"), widget=forms.TextInput({"autocomplete": "off"})
    )

    def __init__(self, kind, *args, values=None, reason_required=True, **kwargs):
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.fields["reason"].required = reason_required
        for field in FIELDS[kind]:
            self.fields[field.path] = _widget(field, get(values or {}, field.path))
        self.order_fields([*(field.path for field in FIELDS[kind]), "reason"])

    def clean(self):
        """Every text as the value it stands for."""
        found = super().clean()
        self.values = {}
        for field in FIELDS[self.kind]:
            try:
                self.values[field.path] = parse(field, found.get(field.path) or "")
            except Unfit as unfit:
                self.add_error(field.path, say(unfit.code))
        return found


def _widget(field, value):
    label = lazy(f"item-field.{field.path}")
    initial = "" if value is None else value
    if field.type is Type.CHOICE:
        choices = [(choice, _worded(field.path, choice)) for choice in field.choices]
        return forms.ChoiceField(choices=choices, required=False, label=label, initial=initial)
    attributes = {"autocomplete": "off"}
    if field.type is not Type.TEXT:
        attributes["inputmode"] = "decimal"
    return forms.CharField(required=False, label=label, initial=initial, widget=forms.TextInput(attributes))


def written_fields(change):
    """What a change of an item makes of each field, as people write it: (path, before, after)."""
    types = {field.path: field.type for field in FIELDS[change.kind]}
    for path, pair in change.fields.items():
        yield path, *(_written(path, types[path], value) for value in pair)


def _written(path, kind, value):
    if kind is Type.CHOICE:
        return _worded(path, value)
    if value in (None, ""):
        return "—"
    return written(value) if kind is Type.NUMBER else str(value)


def _worded(path, choice):
    return say(f"choice.{path.rpartition('.')[2]}.{choice or 'none'}")
