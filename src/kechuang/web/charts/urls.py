"""Addresses of the room."""

from django.urls import path

from kechuang.web.charts import views

app_name = "charts"
urlpatterns = [
    path("vega-<str:version>.js", views.engine, name="engine"),
    path("draw/", views.draw, name="draw"),
]
