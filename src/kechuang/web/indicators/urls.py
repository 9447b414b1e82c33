"""Addresses of the room."""

from django.urls import path

from kechuang.web.indicators import views, views_break_down

app_name = "indicators"
urlpatterns = [
    path("", views.indicators, name="list"),
    path("versions/<int:pk>/follow/", views.follow, name="follow"),
    path("<int:pk>/", views.indicator, name="indicator"),
    path("<int:pk>/describe/", views.describe, name="describe"),
    path("<int:pk>/break-down/", views_break_down.break_down, name="break-down"),
    path("<int:pk>/undo/", views_break_down.undo, name="undo"),
]
