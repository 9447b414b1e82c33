"""Addresses of the room."""

app_name = "evaluations"
urlpatterns = []
