"""How the site answers failures: 503 while database or disk are unavailable, which passes; 500 for everything else.

Programs are answered as an operation answers, whatever it was that did not get as far as one.
"""

import errno
import sys

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import InterfaceError, InternalError, OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

from kechuang.web import middleware
from kechuang.web.api.problems import problem_outside

_AWAY = (OperationalError, InterfaceError, InternalError)  # also: read-only, full, locked for too long
_DISK = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EFBIG})
_SECONDS = 30
_OPERATIONS = "/api/v1/"


@login_not_required
def failed(request):
    """The page of a request that failed; nothing of it was kept, since a request changes things in one transaction."""
    away = is_away(sys.exception())
    status, page = (503, "503.html") if away else (500, "500.html")
    if is_for_programs(request):
        response = problem_outside(request, status, "unavailable" if away else "failed")
    else:
        language = _language_of(request)
        with translation.override(language):  # without the request: who is signed in is a question to the database
            response = HttpResponse(render_to_string(page, {"language": language}), status=status)
    if away:
        response["Retry-After"] = str(_SECONDS)
    return response


@login_not_required
def bad_request(request, exception):
    """The page for a request that makes no sense before anybody looked at what it is about, such as one to another host."""
    if is_for_programs(request):
        return problem_outside(request, 400, "not-readable")
    return middleware.bad_request(request, exception)


def is_for_programs(request):
    """Whether an address is one of operations."""
    return request.path.startswith(_OPERATIONS)


def is_away(error):
    """Whether an error says that database or disk do not serve at the moment."""
    while error is not None:
        if isinstance(error, _AWAY) or (isinstance(error, OSError) and error.errno in _DISK):
            return True
        error = error.__cause__
    return False


def _language_of(request):
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    return chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
