"""What holds for every request: the content policy, the language, the idle time-out, refusals on record."""

import time

from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware, get_user
from django.core.exceptions import PermissionDenied, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from kechuang.web.accounts import acting, factors, signing_in
from kechuang.web.accounts.sessions import BEGAN, owes_new_password
from kechuang.web.journal.actions import record
from kechuang.web.organisations import access
from kechuang.web.origin import origin_of
from kechuang.web.remembering import reading

# No inline script or style, nothing from elsewhere, no frames: what a page may do is what our own files say.
_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "object-src 'none'",
    )
)
_PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in ("camera", "microphone", "geolocation", "payment", "usb", "display-capture", "browsing-topics")
)
_ENVELOPE = 2**20  # what a form may weigh besides its file
_SEEN = "seen"
_SEEN_STEP = 30  # seconds: were each request noted, each page somebody reads would be a write that waits for the disk


class ContentPolicy:
    """Send the content security policy with every answer."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response["Content-Security-Policy"] = _POLICY
        response["Permissions-Policy"] = _PERMISSIONS
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")  # what is for everybody says so itself
        # After a failure nobody asks who is signed in: that is a question to a database that may be away.
        if response.status_code >= 500 or (getattr(request, "user", None) and request.user.is_authenticated):
            response.setdefault("Cache-Control", "no-store")
        return response


class BodyLimit:
    """Refuse a request that says it is larger than any file may be, before a byte of it is read."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, arguments, named):
        """Look at the size alone; whoever reads what programs send looks at it too, and refuses in its own words."""
        if is_beyond_limit(request) and not getattr(view, "csrf_exempt", False):
            return too_large(request)
        return None


def is_beyond_limit(request):
    """Whether a request says that it is larger than any file may be."""
    return _size_of(request) > settings.LARGEST_UPLOAD + _ENVELOPE


def too_large(request):
    """The page for what is larger than a file may be; without asking who sends it."""
    context = {"language": request.LANGUAGE_CODE, "megabytes": settings.LARGEST_UPLOAD >> 20}
    return HttpResponse(render_to_string("413.html", context), status=413)


def bad_request(request, exception):
    """The page for a request that makes no sense, and for one whose form is too large."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return too_large(request)
    return HttpResponse(render_to_string("400.html", request=request), status=400)


class NoNulls:
    """Refuse what holds the character NUL: nobody types it, PostgreSQL keeps no text with it, SQLite would."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, arguments, named):
        """Ask after the token against forgery was looked for: until then nothing of a form is read for strangers.

        What programs send has its own reader, which refuses in its own words.
        """
        if getattr(view, "csrf_exempt", False):
            return None
        given = [*request.GET.lists(), *request.POST.lists()]
        if any("\0" in text for name, texts in given for text in (name, *texts)):
            return bad_request(request, None)
        return None


def _size_of(request):
    """What a request says it weighs; 0 where it says nothing that makes sense."""
    size = request.META.get("CONTENT_LENGTH") or "0"
    return int(size) if size.isascii() and size.isdigit() else 0


class Language:
    """Chinese unless whoever is looking has chosen English; a browser's own preference does not decide."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        known = [code for code, _ in settings.LANGUAGES]
        language = chosen if chosen in known else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.setdefault("Content-Language", language)
            return response


class WhoAsks(AuthenticationMiddleware):
    """Find out at once who is signed in: every request asks, and a stand-in for somebody costs a little each time it is asked."""

    def process_request(self, request):
        super().process_request(request)
        request.user = get_user(request)


class IdleTimeOut:
    """Sign out whoever has done nothing for a while, and everybody after half a day, however busy.

    A page that asks for progress by itself does not count as doing.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            now = int(time.time())
            seen, began = request.session.get(_SEEN), request.session.get(BEGAN, now)
            idle = seen is not None and now - seen > settings.IDLE_MINUTES * 60
            if idle or now - began > settings.SESSION_COOKIE_AGE:
                signing_in.sign_out(request, deed="person.timed-out", ending="timed-out")
            elif "polling" not in request.GET and (seen is None or now - seen >= _SEEN_STEP):
                request.session[_SEEN] = now
        return self.get_response(request)


class ActingAs:
    """Whoever chose one of their roles, or to stand in for somebody, acts as that and as nothing else."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            acting.apply(request)
        return self.get_response(request)


class Remembers:
    """While a page is read, the tree of organisations is asked for once; whatever changes something asks anew."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        with reading():
            return self.get_response(request)


class NewPassword:
    """Whoever must choose a new password does so before anything else."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated and owes_new_password(request):
            allowed = (reverse("accounts:password"), reverse("accounts:sign-out"), reverse("language"))
            if request.path not in allowed:
                return HttpResponseRedirect(allowed[0])
        return self.get_response(request)


class SecondFactor:
    """Whoever holds a role that asks for a second factor sets one up before anything else."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        allowed = ("accounts:factor", "accounts:password", "accounts:sign-out", "language")
        if (
            request.user.is_authenticated
            and access.roles_of(request.user).intersection(settings.SECOND_FACTOR_ROLES)
            and request.path not in map(reverse, allowed)
            and not factors.has_factor(request.user)
        ):
            return HttpResponseRedirect(reverse(allowed[0]))
        return self.get_response(request)


class OnlySent:
    """Say what to do to whoever opens, or loads again, an address that only takes what a form sends."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and request.method == "GET" and not response.content:
            response.content = render_to_string("405.html", request=request)
        return response


class Refusals:
    """Write down what somebody was refused: the journal keeps attempts as well as deeds."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        """A refusal leaves its trace after the action's own transaction has been undone."""
        if isinstance(exception, PermissionDenied):
            actor = request.user if request.user.is_authenticated else None
            after = {"method": request.method, "path": request.path[:500], "verb": str(exception)[:100]}
            record("refused", actor=actor, origin=origin_of(request), after=after)
