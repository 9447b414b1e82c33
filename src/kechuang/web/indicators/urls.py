"""Addresses of the room."""

from django.urls import path, re_path

from kechuang.web.indicators import views, views_break_down, views_exchange

app_name = "indicators"
urlpatterns = [
    path("", views.indicators, name="list"),
    path("versions/<int:pk>/follow/", views.follow, name="follow"),
    path("plans/<int:pk>/assess/", views.assess, name="assess"),
    path("<int:pk>/", views.indicator, name="indicator"),
    path("<int:pk>/describe/", views.describe, name="describe"),
    path("<int:pk>/break-down/", views_break_down.break_down, name="break-down"),
    path("plans/<int:pk>/break-down.xlsx", views_exchange.export, name="export"),
    path("plans/<int:pk>/import/", views_exchange.take_in, name="import"),
    path("plans/<int:pk>/history.xlsx", views_exchange.export_history, name="export-history"),
    path("plans/<int:pk>/history/", views_exchange.take_in_history, name="import-history"),
    re_path(r"^returned/(?P<name>break-down|history)\.xlsx$", views_exchange.returned, name="returned"),
    path("<int:pk>/undo/", views_break_down.undo, name="undo"),
]
