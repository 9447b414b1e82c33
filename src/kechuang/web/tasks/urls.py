"""Addresses of the room."""

app_name = "tasks"
urlpatterns = []
