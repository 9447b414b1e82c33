"""Addresses of the room."""

from django.urls import path

from kechuang.web.notices import views

app_name = "notices"
urlpatterns = [
    path("", views.notices, name="list"),
    path("address/", views.leave_address, name="address"),
    path("read/", views.mark_all_read, name="read-all"),
    path("<int:pk>/read/", views.mark_read, name="read"),
]
