"""Addresses of the room; those of the operations stand in ``site``, below ``v1/``."""

from django.urls import path

from kechuang.web.api import views

app_name = "api"
urlpatterns = [
    path("", views.docs, name="docs"),
    path("openapi.json", views.description, name="description"),
    path("tokens/", views.tokens, name="tokens"),
    path("tokens/<int:pk>/revoke/", views.revoke, name="revoke"),
    path("v1/<path:rest>", views.call, name="call"),
]
