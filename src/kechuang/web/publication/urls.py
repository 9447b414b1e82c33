"""Addresses of the room."""

app_name = "publication"
urlpatterns = []
