"""Addresses of the public site; those with a version never change what they show."""

from django.urls import path

from kechuang.web.publication import views_feeds, views_public

app_name = "public"
_RELEASE = "plans/<slug:slug>/v<int:number>/"
urlpatterns = [
    path("", views_public.home, name="home"),
    path("feed.atom", views_feeds.feed, name="feed"),
    path("sitemap.xml", views_feeds.sitemap, name="sitemap"),
    path("plans/<slug:slug>/", views_public.newest, name="newest"),
    path(_RELEASE, views_public.plan, name="plan"),
    path(f"{_RELEASE}indicators/<slug:code>/", views_public.indicator, name="indicator"),
    path(f"{_RELEASE}evaluation/", views_public.evaluation, name="evaluation"),
    path(f"{_RELEASE}data/", views_public.data, name="data"),
    path(f"{_RELEASE}data/<str:name>", views_public.file, name="file"),
]
