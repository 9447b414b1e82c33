"""Where other sites send people back to; django-allauth finds the addresses by these names."""

from django.urls import path

from kechuang.web.accounts.elsewhere import CHATS, OIDC
from kechuang.web.accounts.views_elsewhere import back

urlpatterns = [
    path("oidc/<slug:provider_id>/", back, name=f"{OIDC}_callback"),
    *(path(f"{chat}/", back, {"provider_id": chat}, name=f"{chat}_callback") for chat in CHATS),
]
