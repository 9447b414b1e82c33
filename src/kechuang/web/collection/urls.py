"""Addresses of the room."""

app_name = "collection"
urlpatterns = []
