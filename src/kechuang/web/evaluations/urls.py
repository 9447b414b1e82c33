"""Addresses of the room."""

from django.urls import path

from kechuang.web.evaluations import views, views_recipes, views_saying

app_name = "evaluations"
urlpatterns = [
    path("", views.evaluations, name="list"),
    path("begin/", views.begin, name="begin"),
    path("<int:pk>/", views.evaluation, name="evaluation"),
    path("<int:pk>/progress/", views.progress, name="progress"),
    path("<int:pk>/again/", views.again, name="again"),
    path("<int:pk>/index/", views.index, name="index"),
    path("<int:pk>/index/<str:region>/", views.working, name="working"),
    path("<int:pk>/outlooks/<int:indicator>/", views.outlook, name="outlook"),
    path("<int:pk>/files/<str:name>", views.file, name="file"),
    path("<int:pk>/opinion/", views_saying.opinion, name="opinion"),
    path("<int:pk>/sign/", views_saying.sign, name="sign"),
    path("<int:pk>/withdraw/", views_saying.withdraw, name="withdraw"),
    path("recipes/", views_recipes.recipes, name="recipes"),
    path("recipes/add/", views_recipes.add, name="add-recipe"),
    path("recipes/<int:pk>/", views_recipes.recipe, name="recipe"),
]
