"""The API as a whole: every room's operations, authentication, and the description (OpenAPI 3.1)."""

from itertools import chain

from django.conf import settings
from django.db import InternalError, OperationalError
from django.urls.resolvers import RegexPattern, URLResolver
from django.utils import timezone
from ninja import NinjaAPI
from ninja.security import HttpBearer

from kechuang.web.api.actions import count_use, person_with
from kechuang.web.api.answering import Unchanged, unchanged
from kechuang.web.api.describing import described
from kechuang.web.api.problems import Problem, handle_all
from kechuang.web.api.reading import StrictParser
from kechuang.web.api.rooms import accounts, evaluations, journal, notices, organisations, publication, search
from kechuang.web.api.rooms.collection import evidence, returns, rounds
from kechuang.web.api.rooms.collection import workbooks as collection_workbooks
from kechuang.web.api.rooms.indicators import break_down, indicators
from kechuang.web.api.rooms.indicators import workbooks as plan_workbooks
from kechuang.web.api.rooms.plans import findings, items, plans, text, versions
from kechuang.web.api.rooms.tasks import names, reports, tasks, work_plans
from kechuang.web.api.rooms.tasks import workbook as task_workbook
from kechuang.web.origin import origin_of

VERSION = "1.0"
ROOMS = (
    (accounts, organisations, notices, search, journal),
    (plans, versions, text, items, findings),
    (indicators, break_down, plan_workbooks),
    (tasks, reports, names, work_plans, task_workbook),
    (rounds, returns, evidence, collection_workbooks),
    (evaluations, publication),
)


class ByToken(HttpBearer):
    """A token in the header Authorization, and nothing else: a browser's session opens no operation."""

    def authenticate(self, request, token):
        """The person the token acts for, kept to what it leaves."""
        at = timezone.now()
        found = person_with(token, at=at)
        if found is None:
            return None
        request.token, request.user = found
        if not _is_within_limit(request, at):
            raise Problem(429, "too-many", headers={"Retry-After": str(60 - int(at.timestamp()) % 60)})
        return request.user


def _is_within_limit(request, at):
    """Count the request. One that only asks is answered also where the database takes no writing and the count cannot be kept.

    Nothing else is let off: a refusal, an export, a change that cannot be put on record is not done, and answers 503.
    """
    try:
        return count_use(request.token, origin=origin_of(request), at=at, most=settings.API_CALLS_A_MINUTE)
    except (InternalError, OperationalError):  # read-only, full, locked
        if request.method != "GET":
            raise
        return True


def build_api():
    """The API with every operation of the rooms."""
    api = NinjaAPI(
        title="Kechuang", version=VERSION, auth=ByToken(), parser=StrictParser(), docs_url=None, openapi_url=None
    )
    handle_all(api)
    api.add_exception_handler(Unchanged, unchanged)
    for module in chain.from_iterable(ROOMS):
        api.add_router("", module.router)
    return api


API = build_api()
_RESOLVER = URLResolver(RegexPattern(r"^"), list(API.urls[0]))


def resolve(rest):
    """The operation at an address below the API's own; raises Resolver404."""
    return _RESOLVER.resolve(rest)


def openapi(language):
    """The description of every operation, summaries in a language; both stand in it."""
    return described(API.get_openapi_schema(path_prefix="/api/v1/"), language)
