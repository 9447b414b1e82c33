"""Addresses of the room."""

from django.urls import path

from kechuang.web.lists import views

app_name = "lists"
urlpatterns = [path("save/", views.save, name="save"), path("<int:pk>/remove/", views.remove, name="remove")]
