"""Organisations as a dated tree, people, the roles they hold, and failed sign-ins."""

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

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
    """Somebody with an account. People are switched off, not removed."""

    username = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=64)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="people")
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=True)
    password_changed_at = models.DateTimeField(default=timezone.now)

    objects = People()
    USERNAME_FIELD = "username"

    def __str__(self):
        return self.username

    def needs_new_password(self):
        """Whether the password was given out, or is older than a password may be."""
        age = timezone.now() - self.password_changed_at
        return self.must_change_password or age.days >= settings.PASSWORD_DAYS


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


class FailedSignIns(models.Model):
    """How often signing in under a name has failed in a row, whether or not anybody has that name."""

    username = models.CharField(max_length=64, unique=True)
    count = models.PositiveIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)
