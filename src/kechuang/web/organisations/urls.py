"""Addresses of the room."""

from django.urls import path

from kechuang.web.organisations import views

app_name = "organisations"
urlpatterns = [
    path("", views.organisations, name="list"),
    path("import/", views.take_in, name="import"),
    path("template.xlsx", views.template, name="template"),
]
