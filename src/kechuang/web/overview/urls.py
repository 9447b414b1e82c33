"""Addresses of the room."""

from django.urls import path

from kechuang.web.overview import views

app_name = "overview"
urlpatterns = [path("", views.home, name="home"), path("healthy/", views.healthy, name="healthy")]
