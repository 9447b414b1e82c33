"""Addresses of the room; those of the operations are in ``site``, below ``v1/``."""

from django.urls import path, re_path

from kechuang.web.api import views

app_name = "api"
urlpatterns = [
    path("", views.docs, name="docs"),
    path("openapi.json", views.description, name="description"),
    path("tokens/", views.tokens, name="tokens"),
    path("tokens/<int:pk>/revoke/", views.revoke, name="revoke"),
    # Nothing and line ends too: a program is answered in its own words.
    re_path(r"^v1/(?P<rest>[\s\S]*)$", views.call, name="call"),
]
