"""The addresses of the site; each room has its own below."""

from django.urls import include, path

from kechuang.web.overview.views import choose_language
from kechuang.web.publication.views_feeds import favicon, robots, security

urlpatterns = [
    path("", include("kechuang.web.overview.urls")),
    path("language/", choose_language, name="language"),
    path("notices/", include("kechuang.web.notices.urls")),
    path("plans/", include("kechuang.web.plans.urls")),
    path("organisations/", include("kechuang.web.organisations.urls")),
    path("organisations/", include("kechuang.web.accounts.urls")),
    path("organisations/sign-in/back/", include("kechuang.web.accounts.urls_back")),
    path("indicators/", include("kechuang.web.indicators.urls")),
    path("tasks/", include("kechuang.web.tasks.urls")),
    path("collection/", include("kechuang.web.collection.urls")),
    path("evaluations/", include("kechuang.web.evaluations.urls")),
    path("lists/", include("kechuang.web.lists.urls")),
    path("publication/", include("kechuang.web.publication.urls")),
    path("public/", include("kechuang.web.publication.urls_public")),
    path("robots.txt", robots, name="robots"),
    path(".well-known/security.txt", security, name="security"),
    path("favicon.ico", favicon, name="favicon"),
    path("charts/", include("kechuang.web.charts.urls")),
    path("journal/", include("kechuang.web.tracing.urls")),
    path("api/", include("kechuang.web.api.urls")),
]
handler400 = "kechuang.web.operation.failing.bad_request"
handler500 = "kechuang.web.operation.failing.failed"
