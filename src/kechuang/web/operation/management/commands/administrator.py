"""Open the first account: an administrator, who opens all others in the site."""

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from kechuang.web.accounts.passwords import generate_password
from kechuang.web.journal.actions import record
from kechuang.web.organisations.models import HeldRole, Organisation, Person, Placement
from kechuang.web.organisations.roles import Kind, Role, Scope
from kechuang.web.words import say


class Command(BaseCommand):
    """What ``kechuang serve`` cannot do by itself: begin a site without demo data."""

    def add_arguments(self, parser):
        """Who, and the organisation at the root of the tree."""
        parser.add_argument("username")
        parser.add_argument("organisation_code")
        parser.add_argument("organisation_name")

    def handle(self, username, organisation_code, organisation_name, **options):
        """Make the tables where there are none; print the password, to be changed at the first sign-in."""
        call_command("migrate", verbosity=0)
        self.stdout.write(self._opened(username, organisation_code, organisation_name))
        self.stdout.write(say("administrator.next"))

    @transaction.atomic
    def _opened(self, username, organisation_code, organisation_name):
        if Person.objects.exists():
            raise CommandError(say("administrator.exists"), returncode=2)
        today = timezone.localdate()
        organisation = Organisation.objects.create(code=organisation_code, name=organisation_name, kind=Kind.BUREAU)
        Placement.objects.create(organisation=organisation, name=organisation_name, starts_on=today)
        password = generate_password()
        person = Person(username=username.lower(), name=username, organisation=organisation)
        person.set_password(password)
        person.save()
        HeldRole.objects.create(person=person, role=Role.ADMINISTRATOR, scope=Scope.ALL, starts_on=today)
        record("person.added", person, origin="console", after={"role": Role.ADMINISTRATOR.value})
        return f"{person.username}  {password}"
