"""Addresses of the room for those who release."""

from django.urls import path

from kechuang.web.publication import views, views_webhooks

app_name = "publication"
urlpatterns = [
    path("", views.releases, name="list"),
    path("release/", views.release, name="release"),
    path("release/evaluations/<int:pk>/", views.release_evaluation, name="release-evaluation"),
    path("releases/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("webhooks/", views_webhooks.webhooks, name="webhooks"),
    path("webhooks/add/", views_webhooks.add, name="add-webhook"),
    path("webhooks/<int:pk>/", views_webhooks.webhook, name="webhook"),
    path("webhooks/<int:pk>/switch/", views_webhooks.switch, name="switch-webhook"),
]
