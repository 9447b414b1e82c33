"""Addresses of the room."""

from django.urls import path

from kechuang.web.accounts import views, views_elsewhere, views_own, views_sign_in

app_name = "accounts"
urlpatterns = [
    path("sign-in/", views_sign_in.sign_in, name="sign-in"),
    path("sign-in/code/", views_sign_in.code, name="code"),
    path("sign-in/elsewhere/<slug:which>/", views_elsewhere.go, name="go"),
    path("sign-out/", views_sign_in.sign_out, name="sign-out"),
    path("password/", views_own.password, name="password"),
    path("own/", views_own.own, name="own"),
    path("own/act/", views_own.act, name="act"),
    path("own/factor/", views_own.factor, name="factor"),
    path("own/factor/remove/", views_own.remove_factor, name="remove-factor"),
    path("own/factor/codes/", views_own.new_codes, name="new-codes"),
    path("own/sessions/end/", views_own.end_other_sessions, name="end-sessions"),
    path("own/sessions/<int:pk>/end/", views_own.end_session, name="end-session"),
    path("own/link/<slug:which>/", views_elsewhere.link, name="link"),
    path("own/links/<int:pk>/remove/", views_elsewhere.unlink, name="unlink"),
    path("own/delegate/", views_own.delegate, name="delegate"),
    path("delegations/<int:pk>/withdraw/", views_own.withdraw, name="withdraw"),
    path("people/", views.people, name="people"),
    path("people/add/", views.add_person, name="add-person"),
    path("people/<int:pk>/", views.person, name="person"),
    path("people/<int:pk>/password/", views.hand_out_password, name="hand-out-password"),
    path("people/<int:pk>/switch-off/", views.switch_off, name="switch-off"),
    path("people/<int:pk>/role/", views.grant_role, name="grant-role"),
    path("people/<int:pk>/factor/", views.take_factor, name="take-factor"),
    path("people/<int:pk>/sessions/", views.end_sessions, name="end-sessions-of"),
    path("roles/<int:pk>/end/", views.end_role, name="end-role"),
]
