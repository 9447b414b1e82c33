"""Addresses of the room."""

from django.urls import path

from kechuang.web.tasks import views, views_assign, views_work, views_work_plans

app_name = "tasks"
urlpatterns = [
    path("", views.tasks, name="list"),
    path("follow/<int:pk>/", views.follow, name="follow"),
    path("names/", views.names, name="names"),
    path("names/match/", views.match, name="match"),
    path("assign/", views_assign.assign, name="assign"),
    path("assign/check/", views_assign.check, name="check"),
    path("export/", views_assign.export, name="export"),
    path("import/", views_assign.take_in, name="import"),
    path("import/returned/", views_assign.returned, name="returned"),
    path("work-plans/", views_work_plans.work_plans, name="work-plans"),
    path("work-plans/<int:pk>/", views_work_plans.work_plan, name="work-plan"),
    path("work-plans/<int:pk>/link/", views_work_plans.link, name="link"),
    path("work-plans/<int:pk>/link-by-hand/", views_work_plans.link_by_hand, name="link-by-hand"),
    path("work-plans/links/<int:pk>/", views_work_plans.judge_link, name="judge-link"),
    path("<int:pk>/", views.task, name="task"),
    path("<int:pk>/report/", views_work.report, name="report"),
    path("<int:pk>/instruct/", views_work.instruct, name="instruct"),
    path("<int:pk>/move/", views_work.move, name="move"),
    path("evidence/<int:pk>/", views_work.evidence, name="evidence"),
]
