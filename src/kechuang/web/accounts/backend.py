"""The user of a session: every page asks for it, so the queries are compiled once."""

from django.contrib.auth.backends import ModelBackend
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.contrib.sessions.models import Session
from django.utils import timezone

from kechuang.web.organisations.access import person_with_roles
from kechuang.web.organisations.models import Person
from kechuang.web.questions import Question

_PERSON = Question(lambda slot: Person.objects.filter(pk=slot.number("pk")))
_SESSION = Question(lambda slot: Session.objects.filter(session_key=slot.text("key")))


class Accounts(ModelBackend):
    """People of the site."""

    def get_user(self, user_id):
        """The person of a session; None where there is none or the account is closed."""
        pk = int(user_id)
        person = person_with_roles(pk, on=timezone.localdate()) or next(iter(_PERSON.rows(pk=pk)), None)
        return person if person is not None and self.user_can_authenticate(person) else None


class SessionStore(DatabaseSessions):
    """Sessions in the database, as Django's own."""

    def _get_session_from_db(self):
        found = next(iter(_SESSION.rows(key=self.session_key)), None)
        if found is not None and found.expire_date > timezone.now():
            return found
        self._session_key = None
        return None
