"""Sessions (会话): how each begins, how many there may be at once, and the ways they end."""

from django.conf import settings
from django.contrib import auth
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import F

from kechuang.web.accounts.models import SignedIn
from kechuang.web.journal.actions import record
from kechuang.web.organisations.models import Person
from kechuang.web.origin import origin_of

BEGAN = "began"  # of a session: seconds since 1970
WAY = "way"  # by which it was begun
BACKEND = "kechuang.web.accounts.backend.Accounts"


def begin(request, person, *, way, at):
    """Sign ``person`` in; where there are too many sessions, the oldest end. Answers the row."""
    auth.login(request, person, backend=BACKEND)
    request.session[BEGAN] = int(at.timestamp())
    request.session[WAY] = way
    end(_oldest_too_many(person), ending="replaced", at=at)
    if request.session.session_key is None:
        request.session.create()
    agent = request.headers.get("User-Agent", "")[:200]
    row = SignedIn.objects.create(
        person=person, key=request.session.session_key, way=way, at=at, origin=origin_of(request), agent=agent
    )
    record("person.signed-in", person, actor=person, origin=row.origin, at=at, after={"way": way})
    return row


def owes_new_password(request):
    """Whether whoever sent the request must choose a new password first: one kept here, where that is what opened."""
    return request.session.get(WAY, "password") == "password" and request.user.needs_new_password()


def end(rows, *, ending, at):
    """End the sessions of ``rows`` (signings-in), here and now."""
    keys = [row.key for row in rows]
    Session.objects.filter(session_key__in=keys).delete()
    SignedIn.objects.filter(pk__in=[row.pk for row in rows]).update(key="", ended_at=at, ending=ending)


def end_all(person, *, ending, at):
    """End every session of ``person``, also those no row tells of: their cookies open nothing any more."""
    Person.objects.filter(pk=person.pk).update(generation=F("generation") + 1)
    end(open_sessions_of(person), ending=ending, at=at)


def end_others(request, *, at):
    """End every session of whoever sent the request but this one; answers how many were known."""
    with transaction.atomic():
        person = request.user
        others = [row for row in open_sessions_of(person) if row.key != request.session.session_key]
        end(others, ending="ended", at=at)
        Person.objects.filter(pk=person.pk).update(generation=F("generation") + 1)
        person.refresh_from_db(fields=["generation"])
        own = request.session.session_key
        auth.update_session_auth_hash(request, person)
        SignedIn.objects.filter(person=person, key=own).update(key=request.session.session_key)
        origin = origin_of(request)
        record("person.sessions-ended", person, actor=person, origin=origin, at=at, after={"sessions": len(others)})
    return len(others)


def end_one(request, row, *, at):
    """End one's own session ``row``."""
    with transaction.atomic():
        end([row], ending="ended", at=at)
        after = {"since": row.at, "from": row.origin}
        record("person.sessions-ended", row.person, actor=request.user, origin=origin_of(request), at=at, after=after)


def close(request, *, deed, ending, at):
    """End the session of a request, by its owner's wish or because time ran out."""
    with transaction.atomic():
        record(deed, request.user, actor=request.user, origin=origin_of(request), at=at)
        rows = SignedIn.objects.filter(person_id=request.user.pk, key=request.session.session_key or "-")
        rows.update(key="", ended_at=at, ending=ending)
        auth.logout(request)


def open_sessions_of(person):
    """The signings-in of ``person`` that last, the newest first; what ran out by itself is marked as such before."""
    rows = list(SignedIn.objects.filter(person=person, ended_at=None).order_by("-at", "-pk"))
    alive = set(Session.objects.filter(session_key__in=[row.key for row in rows]).values_list("session_key", flat=True))
    return [row for row in rows if row.key in alive]


def _oldest_too_many(person):
    return open_sessions_of(person)[settings.SESSIONS_AT_ONCE - 1 :]
