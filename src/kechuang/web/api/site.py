"""The API put together: every room's operations, who asks, and the description of it all (OpenAPI 3.1)."""

from django.conf import settings
from django.urls.resolvers import RegexPattern, URLResolver
from django.utils import timezone
from ninja import NinjaAPI
from ninja.security import HttpBearer

from kechuang.web.api import (
    rooms_books,
    rooms_breakdown,
    rooms_collection,
    rooms_evaluations,
    rooms_evidence,
    rooms_ground,
    rooms_indicators,
    rooms_plan_books,
    rooms_plans,
    rooms_publication,
    rooms_reading,
    rooms_rounds,
    rooms_rows,
    rooms_task_work,
    rooms_tasks,
    rooms_versions,
    rooms_wide_books,
    rooms_work_plans,
)
from kechuang.web.api.actions import count_use, person_with
from kechuang.web.api.answering import Unchanged, unchanged
from kechuang.web.api.describing import described
from kechuang.web.api.problems import Problem, handle_all
from kechuang.web.api.reading import StrictParser
from kechuang.web.organisations.origin import origin_of

VERSION = "1.0"
ROOMS = (
    rooms_ground.router,
    rooms_plans.router,
    rooms_versions.router,
    rooms_reading.router,
    rooms_indicators.router,
    rooms_breakdown.router,
    rooms_plan_books.router,
    rooms_tasks.router,
    rooms_task_work.router,
    rooms_work_plans.router,
    rooms_wide_books.router,
    rooms_rounds.router,
    rooms_collection.router,
    rooms_evidence.router,
    rooms_books.router,
    rooms_evaluations.router,
    rooms_publication.router,
    rooms_rows.router,
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
        if not count_use(request.token, origin=origin_of(request), at=at, most=settings.API_CALLS_A_MINUTE):
            raise Problem(429, "too-many", headers={"Retry-After": str(60 - int(at.timestamp()) % 60)})
        return request.user


def build_api():
    """The API with every operation of the rooms."""
    api = NinjaAPI(
        title="Kechuang", version=VERSION, auth=ByToken(), parser=StrictParser(), docs_url=None, openapi_url=None
    )
    handle_all(api)
    api.add_exception_handler(Unchanged, unchanged)
    for router in dict.fromkeys(ROOMS):
        api.add_router("", router)
    return api


API = build_api()
_RESOLVER = URLResolver(RegexPattern(r"^"), list(API.urls[0]))


def resolve(rest):
    """The operation at an address below the API's own; raises Resolver404."""
    return _RESOLVER.resolve(rest)


def openapi(language):
    """The description of every operation, summaries in a language; both stand in it."""
    return described(API.get_openapi_schema(path_prefix="/api/v1/"), language)
