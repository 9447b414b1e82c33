"""Addresses of the room."""

app_name = "indicators"
urlpatterns = []
