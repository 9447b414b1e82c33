"""Addresses of the room."""

from django.urls import path

from kechuang.web.organisations import views

app_name = "organisations"
urlpatterns = [
    path("", views.organisations, name="list"),
    path("import/", views.take_in, name="import"),
    path("template.xlsx", views.template, name="template"),
    path("people/", views.people, name="people"),
    path("people/add/", views.add_person, name="add-person"),
    path("people/<int:pk>/", views.person, name="person"),
    path("people/<int:pk>/password/", views.hand_out_password, name="hand-out-password"),
    path("people/<int:pk>/switch-off/", views.switch_off, name="switch-off"),
    path("people/<int:pk>/role/", views.grant_role, name="grant-role"),
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("password/", views.password, name="password"),
]
