"""Shape and type of what people put in."""

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.functional import lazy as django_lazy

from kechuang.web.organisations.models import Organisation
from kechuang.web.organisations.roles import Role, Scope
from kechuang.web.words import say

lazy = django_lazy(say, str)  # the wording of a label, asked for when it is shown


class SignInForm(forms.Form):
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


class PasswordForm(forms.Form):
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


class RoleForm(forms.Form):
    """A role and how far it reaches."""

    role = forms.ChoiceField(label=lazy("field.role"))
    scope = forms.ChoiceField(label=lazy("field.scope"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.value, say(f"role.{role}")) for role in Role]
        scopes = (Scope.OWN, Scope.BELOW, Scope.ALL)
        self.fields["scope"].choices = [(scope.value, say(f"scope.{scope}")) for scope in scopes]


class PersonForm(RoleForm):
    """A new account."""

    username = forms.RegexField(
        r"^[A-Za-z0-9._-]{3,64}$",
        label=lazy("field.username"),
        help_text=lazy("person.username-rules"),
        error_messages={"invalid": lazy("person.username-rules")},
    )
    name = forms.CharField(max_length=64, label=lazy("field.name"))
    organisation = forms.ModelChoiceField(Organisation.objects.order_by("code"), label=lazy("field.organisation"))
    field_order = ("username", "name", "organisation", "role", "scope")


class SheetForm(forms.Form):
    """A workbook."""

    sheet = forms.FileField(label=lazy("field.sheet"), widget=forms.ClearableFileInput({"accept": ".xlsx"}))
