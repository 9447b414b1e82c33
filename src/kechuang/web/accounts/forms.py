"""The room's forms: shape and type of what people enter."""

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils import timezone

from kechuang.web.organisations.forms import CHOOSE
from kechuang.web.organisations.models import Organisation
from kechuang.web.organisations.roles import Role, Scope
from kechuang.web.words import say
from kechuang.web.words.forms import Form, lazy

_DAY = {"type": "date"}


class SignInForm(Form):
    """User name and password."""

    username = forms.CharField(
        max_length=64, label=lazy("field.username"), widget=forms.TextInput({"autocomplete": "username"})
    )
    password = forms.CharField(
        max_length=200,
        strip=False,
        label=lazy("field.password"),
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )


class PasswordForm(Form):
    """The old password, and a new one twice."""

    old = forms.CharField(
        max_length=200,
        strip=False,
        label=lazy("field.old-password"),
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )
    new = forms.CharField(
        max_length=200,
        strip=False,
        label=lazy("field.new-password"),
        help_text=lazy("password.rules"),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        max_length=200,
        strip=False,
        label=lazy("field.new-password-again"),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def __init__(self, person, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_old(self):
        """The old password must be right."""
        if not self.person.check_password(self.cleaned_data["old"]):
            raise forms.ValidationError(say("password.old-wrong"))
        return self.cleaned_data["old"]

    def clean(self):
        """The new one must be good, new, and the same twice."""
        found = super().clean()
        new = found.get("new")
        if new is not None:
            self._check_new(new, found)
        return found

    def _check_new(self, new, found):
        if new != found.get("again"):
            self.add_error("again", say("password.differ"))
        if new == found.get("old"):
            self.add_error("new", say("password.same-as-old"))
        try:
            validate_password(new, self.person)
        except forms.ValidationError as error:
            self.add_error("new", error)


class CodeForm(Form):
    """A code of the authenticator app, or a recovery code."""

    code = forms.CharField(
        max_length=40,
        label=lazy("field.code"),
        help_text=lazy("factor.code-hint"),
        widget=forms.TextInput({"autocomplete": "one-time-code", "autofocus": True}),
    )


class ReasonForm(Form):
    """Why."""

    reason = forms.CharField(max_length=500, label=lazy("field.reason"))


class RoleForm(Form):
    """A role, how far it reaches, and from when till when."""

    role = forms.ChoiceField(label=lazy("field.role"))
    scope = forms.ChoiceField(label=lazy("field.scope"), help_text=lazy("role.scope-hint"))
    listed = forms.ModelMultipleChoiceField(
        Organisation.objects.order_by("code"),
        required=False,
        label=lazy("field.listed"),
        help_text=lazy("role.listed-hint"),
    )
    starts_on = forms.DateField(
        required=False,
        initial=timezone.localdate,
        label=lazy("field.starts-on"),
        widget=forms.DateInput(_DAY, "%Y-%m-%d"),
    )
    ends_on = forms.DateField(
        required=False, label=lazy("field.ends-on"), help_text=lazy("role.ends-hint"), widget=forms.DateInput(_DAY)
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [("", CHOOSE), *((role.value, say(f"role.{role}")) for role in Role)]
        self.fields["scope"].choices = [("", CHOOSE), *((scope.value, say(f"scope.{scope}")) for scope in Scope)]

    def clean(self):
        """What is listed goes with the scope that lists; a period ends after it starts."""
        found = super().clean()
        if (found.get("scope") == Scope.LISTED) != bool(found.get("listed")):
            self.add_error("listed", say("role.listed-hint"))
        starts, ends = found.get("starts_on"), found.get("ends_on")
        if starts and ends and ends <= starts:
            self.add_error("ends_on", say("role.ends-before"))
        return found


class PersonForm(RoleForm):
    """A new account."""

    username = forms.RegexField(
        r"^[A-Za-z0-9._-]{3,64}$",
        label=lazy("field.username"),
        help_text=lazy("person.username-rules"),
        error_messages={"invalid": lazy("person.username-rules")},
    )
    name = forms.CharField(max_length=64, label=lazy("field.name"))
    organisation = forms.ModelChoiceField(
        Organisation.objects.order_by("code"), label=lazy("field.organisation"), empty_label=CHOOSE
    )
    field_order = ("username", "name", "organisation", "role", "scope", "listed", "starts_on", "ends_on")


class EndForm(Form):
    """From which day somebody no longer holds a role."""

    ends_on = forms.DateField(label=lazy("field.ends-on"), widget=forms.DateInput(_DAY))


class DelegationForm(Form):
    """Whom somebody leaves which roles, from when till when, and why."""

    delegate = forms.ModelChoiceField(
        None, label=lazy("field.delegate"), help_text=lazy("delegation.who"), empty_label=CHOOSE
    )
    roles = forms.MultipleChoiceField(label=lazy("field.roles"), widget=forms.CheckboxSelectMultiple)
    starts_on = forms.DateField(label=lazy("field.starts-on"), widget=forms.DateInput(_DAY))
    ends_on = forms.DateField(label=lazy("field.last-day"), widget=forms.DateInput(_DAY))
    reason = forms.CharField(max_length=500, label=lazy("field.reason"))

    def __init__(self, candidates, roles, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["delegate"].queryset = candidates
        self.fields["delegate"].label_from_instance = lambda person: f"{person.name} · {person.organisation}"
        self.fields["roles"].choices = [(role, say(f"role.{role}")) for role in roles]
