"""Addresses of the room."""

from django.urls import path

from kechuang.web.collection import views, views_change, views_return, views_workbook

app_name = "collection"
urlpatterns = [
    path("", views.rounds, name="list"),
    path("open/", views.open_round, name="open"),
    path("queue/", views.queue, name="queue"),
    path("batch/", views.batch, name="batch"),
    path("<int:pk>/", views.board, name="round"),
    path("<int:pk>/call-for/", views.call_for, name="call-for"),
    path("<int:pk>/change/", views_change.change_round, name="change"),
    path("<int:pk>/close/", views.close_round, name="close"),
    path("<int:pk>/workbook.xlsx", views_workbook.round_book, name="round-workbook"),
    path("<int:pk>/take-in/", views_workbook.take_in_round, name="round-take-in"),
    path("returns/<int:pk>/workbook.xlsx", views_workbook.return_book, name="workbook"),
    path("returns/<int:pk>/take-in/", views_workbook.take_in_return, name="take-in"),
    path("marked/<int:pk>.xlsx", views_workbook.marked_book, name="marked"),
    path("returns/<int:pk>/", views_return.filed_return, name="return"),
    path("returns/<int:pk>/fill/", views_return.fill, name="fill"),
    path("returns/<int:pk>/check/", views_return.check, name="check"),
    path("returns/<int:pk>/approve/", views_return.approve, name="approve"),
    path("returns/<int:pk>/send-back/", views_return.send_back, name="send-back"),
    path("returns/<int:pk>/unapprove/", views_return.unapprove, name="unapprove"),
    path("returns/<int:pk>/lock/", views_return.lock, name="lock"),
    path("returns/<int:pk>/attach/", views_return.attach, name="attach"),
    path("evidence/<int:pk>/", views_return.evidence_file, name="evidence"),
    path("evidence/<int:pk>/remove/", views_return.detach, name="detach"),
]
