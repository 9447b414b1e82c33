"""Sign-in through other sites (统一身份认证、政务通讯工具): which are switched on, and whose account they are linked with.

django-allauth speaks the protocols; who may come in is decided here. Nobody gets an account by arriving: a person who has one
links it while signed in, and from then on the other site vouches for them.
"""

import hmac
import secrets
from dataclasses import dataclass

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.models import SocialAccount, SocialApp
from allauth.socialaccount.providers.dingtalk.views import DingTalkOAuth2Adapter
from allauth.socialaccount.providers.feishu.views import FeishuOAuth2Adapter
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from allauth.socialaccount.providers.weixin.views import WeixinOAuth2Adapter
from django.conf import settings
from django.db import IntegrityError, transaction

from kechuang.web.journal.actions import record

CHATS = {"weixin": WeixinOAuth2Adapter, "dingtalk": DingTalkOAuth2Adapter, "feishu": FeishuOAuth2Adapter}
OIDC = "openid_connect"


class LinkedToAnother(Exception):
    """An account elsewhere that is linked with somebody else here."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A site that vouches for people: its key in addresses and the journal, what it speaks, and what it is called."""

    key: str
    speaks: str
    name: str


class Checked(OpenIDConnectOAuth2Adapter):
    """OpenID Connect with the signature of the identity token checked however the token came, and the issuer the one of the settings."""

    @property
    def openid_config(self):
        """What the server says of itself; it must be the one it was asked as (OpenID Connect Discovery 1.0, 4.3)."""
        found = super().openid_config
        expected = self.get_provider().app.settings["server_url"].partition("/.well-known/")[0]
        if str(found.get("issuer", "")).rstrip("/") != expected.rstrip("/"):
            raise OAuth2Error("issuer")
        return found

    def _decode_id_token(self, app, id_token):
        self.did_fetch_access_token = False
        return super()._decode_id_token(app, id_token)


class Apps(DefaultSocialAccountAdapter):
    """What django-allauth asks: the sites come from the settings only, and nobody signs up."""

    def list_apps(self, request, provider=None, client_id=None):
        """The sites that are switched on, as allauth's rows; none of them is kept in the database."""
        made = [_app(key, found) for key, found in settings.ELSEWHERE.items()]
        return [app for app in made if provider in (None, app.provider, app.provider_id)]

    def is_open_for_signup(self, request, sociallogin):
        """Never: accounts are opened by administrators."""
        return False


def sites():
    """The sites that are switched on."""
    return [Elsewhere(key, found["speaks"], found["name"]) for key, found in settings.ELSEWHERE.items()]


def site_of(key):
    """The site of a key; None where it is not switched on."""
    return next((one for one in sites() if one.key == key), None)


def protocol_of(site, request):
    """What speaks with the site: an allauth adapter."""
    return Checked(request, site.key) if site.speaks == OIDC else CHATS[site.speaks](request)


def leave(request, site, process):
    """The address to leave for. For OpenID Connect a nonce goes along, which the identity token has to bring back."""
    provider = get_adapter(request).get_provider(request, provider=site.key)
    if site.speaks != OIDC:
        return provider.redirect(request, process=process).url
    provider.oauth2_adapter_class = Checked
    nonce = secrets.token_urlsafe(32)
    asked = {**provider.get_auth_params(), "nonce": nonce}
    return provider.redirect(request, process=process, auth_params=asked, nonce=nonce).url


def answers_us(site, sociallogin):
    """Whether the identity token was made for the very request this session has sent: its nonce is the one that went along."""
    if site.speaks != OIDC:
        return True
    claims, sent = sociallogin.account.extra_data.get("id_token") or {}, sociallogin.state.get("nonce", "")
    return bool(sent) and hmac.compare_digest(str(claims.get("nonce", "")).encode(), sent.encode())


def links_of(person):
    """The accounts elsewhere a person has linked."""
    return SocialAccount.objects.filter(user=person).order_by("provider")


def person_behind(key, uid):
    """Whose account here is linked with the account elsewhere; None where nobody's is. What it told of them is not kept."""
    link = SocialAccount.objects.filter(provider=key, uid=uid).select_related("user").first()
    if link is not None and link.extra_data:
        SocialAccount.objects.filter(pk=link.pk).update(extra_data={})
    return link.user if link else None


def link(person, key, uid, *, origin, at):
    """Link an account elsewhere with the person who is signed in. Raises LinkedToAnother."""
    if person_behind(key, uid) == person:
        return
    try:
        with transaction.atomic():
            SocialAccount.objects.create(user_id=person.pk, provider=key, uid=uid)
            record("person.linked", person, actor=person, origin=origin, at=at, after={"way": key, "account": uid})
    except IntegrityError:
        raise LinkedToAnother from None


@transaction.atomic
def unlink(found, *, actor, origin, at):
    """Take a link away; from then on the account elsewhere opens nothing."""
    before = {"way": found.provider, "account": found.uid}
    person = found.user
    found.delete()
    record("person.unlinked", person, actor=actor, origin=origin, at=at, before=before)


def _app(key, found):
    app = SocialApp(provider=found["speaks"], name=found["name"], client_id=found["client"], secret=found["secret"])
    if found["speaks"] == OIDC:
        app.provider_id = key
        app.settings = {"server_url": found["server"], "fetch_userinfo": False, "oauth_pkce_enabled": True}
    return app
