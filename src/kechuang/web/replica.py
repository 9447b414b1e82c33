"""Pages are read from a replica of the database (只读副本) if one is configured; writes stay with the original.

A copy runs behind by moments. So only requests that ask (GET) read from it, never who is signed in, and whoever has just sent
something reads from the original for a few seconds: they see what they did.
"""

from contextvars import ContextVar

ALIAS = "replica"
SENT = "sent"  # a cookie: this browser sent something a moment ago
SECONDS = 10
_AT_HOME = frozenset({"sessions", "accounts", "organisations", "jobs"})
_reads: ContextVar[bool] = ContextVar("reads", default=False)


class Router:
    """Where a query goes."""

    def db_for_read(self, model, **hints):
        """The copy while a page is read; but sessions, people and their rights come from the original."""
        return ALIAS if _reads.get() and model._meta.app_label not in _AT_HOME else "default"

    def db_for_write(self, model, **hints):
        """The original."""
        return "default"

    def allow_relation(self, one, other, **hints):
        """Rows of both are rows of one database."""
        return True

    def allow_migrate(self, db, app_label, **hints):
        """Tables are made in the original; the copy gets them from there."""
        return db == "default"


class FromReplica:
    """The middleware: a request that asks reads from the copy, unless its browser has just sent something."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        asks = request.method in ("GET", "HEAD")
        token = _reads.set(asks and SENT not in request.COOKIES)
        try:
            response = self.get_response(request)
        finally:
            _reads.reset(token)
        if not asks:
            response.set_cookie(SENT, "1", max_age=SECONDS, samesite="Lax", httponly=True, secure=request.is_secure())
        return response
