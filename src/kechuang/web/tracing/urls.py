"""Addresses of the room."""

from django.urls import path

from kechuang.web.tracing import views, views_rows

app_name = "journal"
urlpatterns = [
    path("", views.entries, name="list"),
    path("<int:number>/", views.entry, name="entry"),
    path("export/", views.export, name="export"),
    path("outside/", views_rows.outside, name="outside"),
    path("rows/<slug:table>/<slug:key>/", views_rows.row, name="row"),
]
