"""Addresses of the room."""

from django.urls import path

from kechuang.web.overview import views, views_inbox, views_lineage, views_monitor, views_search, views_wall

app_name = "overview"
urlpatterns = [
    path("", views.home, name="home"),
    path("healthy/", views.healthy, name="healthy"),
    path("inbox/", views_inbox.inbox, name="inbox"),
    path("inbox/batch/", views_inbox.batch, name="batch"),
    path("search/", views_search.search, name="search"),
    path("monitor/", views_monitor.monitor, name="monitor"),
    path("monitor/map/", views_monitor.heat_map, name="heat-map"),
    path("monitor/changed/", views_monitor.changed, name="changed"),
    path("wall/<str:token>/", views_wall.wall, name="wall"),
    path("screens/", views_wall.screens, name="screens"),
    path("screens/<int:pk>/withdraw/", views_wall.withdraw, name="withdraw-screen"),
    path("lineage/values/<int:pk>/", views_lineage.observation, name="lineage-observation"),
    path("lineage/items/<int:pk>/", views_lineage.item, name="lineage-item"),
    path("lineage/courses/<int:pk>/", views_lineage.course, name="lineage-course"),
]
