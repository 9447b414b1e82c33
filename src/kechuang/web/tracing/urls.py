"""Addresses of the room."""

from django.urls import path

from kechuang.web.tracing import views

app_name = "journal"
urlpatterns = [path("", views.entries, name="list"), path("<int:number>/", views.entry, name="entry")]
