"""Organisations as a dated tree, people, the roles they hold or stand in with, and failed sign-ins."""

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from kechuang.web.organisations.roles import Kind, Role, Scope


class Organisation(models.Model):
    """An organisation (单位); ``name`` is its present name, that of other days stands in its placements."""

    code = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=16, choices=[(kind.value, kind.value) for kind in Kind])

    def __str__(self):
        return self.name


class Placement(models.Model):
    """What an organisation was called and where it stood, from a day up to, and without, another."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="placements")
    name = models.CharField(max_length=100)
    parent = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="children")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "starts_on"], name="placement_one_a_day"),
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(ends_on=None), name="placement_one_without_end"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")), name="placement_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("organisation")), name="placement_not_under_itself"
            ),
        ]


class People(BaseUserManager):
    """How people are found by their user name."""


class Person(AbstractBaseUser):
    """Somebody with an account. People are switched off, not removed.

    ``generation`` goes up whenever every session of the person has to end at once. ``represents`` is whom the person stands in
    for (代理) while a request lasts; nothing of it is stored with the person.
    """

    username = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=64)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="people")
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=True)
    password_changed_at = models.DateTimeField(default=timezone.now)
    generation = models.PositiveIntegerField(default=0)

    represents = None
    limits = None  # what a token leaves of the person's rights while a request lasts (``verbs``, ``organisation``)
    objects = People()
    USERNAME_FIELD = "username"

    def __str__(self):
        return self.username

    def needs_new_password(self):
        """Whether the password was given out, or is older than a password may be."""
        age = timezone.now() - self.password_changed_at
        return self.must_change_password or age.days >= settings.PASSWORD_DAYS

    def signature(self):
        """How the journal names the person: ``wang``, or ``wang/li`` where wang acts on behalf of li."""
        return f"{self.username}/{self.represents.username}" if self.represents else self.username

    def _get_session_auth_hash(self, secret=None):
        salt = "kechuang.web.organisations.Person.session"
        return salted_hmac(salt, f"{self.password}:{self.generation}", secret=secret, algorithm="sha256").hexdigest()


class HeldRole(models.Model):
    """A role somebody holds from a day up to, and without, another, over a part of the tree."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="roles")
    role = models.CharField(max_length=16, choices=[(role.value, role.value) for role in Role])
    scope = models.CharField(max_length=8, choices=[(scope.value, scope.value) for scope in Scope])
    listed = models.ManyToManyField(Organisation, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "role", "starts_on"], name="role_once_a_day")]


class Delegation(models.Model):
    """Roles somebody leaves to another person for a time (代理), from a day up to, and without, another, with a reason."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="delegations")
    delegate = models.ForeignKey(Person, models.PROTECT, related_name="stands_in")
    roles = models.JSONField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    reason = models.CharField(max_length=500)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(person=F("delegate")), name="delegation_to_somebody_else"),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="delegation_ends_after_it_starts"),
            models.CheckConstraint(condition=~Q(reason=""), name="delegation_has_a_reason"),
        ]

    def __str__(self):
        return f"{self.person} → {self.delegate}"


class FailedSignIns(models.Model):
    """How often signing in under a name has failed in a row, whether or not anybody has that name."""

    username = models.CharField(max_length=64, unique=True)
    count = models.PositiveIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)
