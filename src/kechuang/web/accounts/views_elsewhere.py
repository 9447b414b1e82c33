"""Going to another site that confirms identities, and returning from it: to sign in, or to link one's account."""

import requests
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from kechuang.web.accounts import elsewhere, signing_in
from kechuang.web.accounts.views_sign_in import tell
from kechuang.web.journal.actions import record
from kechuang.web.origin import origin_of
from kechuang.web.words import say


class Arrivals(elsewhere.Apps):
    """What happens to whoever comes back: allauth has checked what they bring, and goes no further."""

    def pre_social_login(self, request, sociallogin):
        """Sign in, link, or turn away."""
        raise ImmediateHttpResponse(_arrived(request, sociallogin))

    def on_authentication_error(self, request, provider, error=None, exception=None, extra_context=None):
        """Turn away whom the other site, or a check of what it says, has turned away."""
        key = provider.app.provider_id or provider.app.provider
        raise ImmediateHttpResponse(_turned_away(request, key, "elsewhere.failed"))


@never_cache
@login_not_required
@require_POST
def go(request, which):
    """Leave to sign in."""
    return _leave(request, which, AuthProcess.LOGIN)


@never_cache
@require_POST
def link(request, which):
    """Leave to link one's account."""
    return _leave(request, which, AuthProcess.CONNECT)


def _leave(request, which, process):
    """A page that goes on to the other site: a form that did so by itself would need its address in the content policy."""
    site = elsewhere.site_of(which)
    if site is None:
        raise Http404
    try:
        address = elsewhere.leave(request, site, process)
    except (requests.RequestException, OAuth2Error, KeyError, ValueError):
        return _turned_away(request, which, "elsewhere.unreachable")
    return render(request, "accounts/leave.html", {"site": site, "address": address})


@never_cache
@login_not_required
@require_safe
def back(request, provider_id):
    """Come back from another site."""
    site = elsewhere.site_of(provider_id)
    if site is None:
        raise Http404
    try:
        return OAuth2CallbackView.adapter_view(elsewhere.protocol_of(site, request))(request)
    except (requests.RequestException, OAuth2Error, KeyError, ValueError, TypeError):  # not what the protocol says
        return _turned_away(request, provider_id, "elsewhere.failed")


@require_POST
def unlink(request, pk):
    """Take a link away."""
    found = get_object_or_404(elsewhere.links_of(request.user), pk=pk)
    elsewhere.unlink(found, actor=request.user, origin=origin_of(request), at=timezone.now())
    messages.success(request, say("elsewhere.unlinked"))
    return redirect("accounts:own")


def _arrived(request, sociallogin):
    key, uid, at = sociallogin.account.provider, sociallogin.account.uid, timezone.now()
    if not elsewhere.answers_us(elsewhere.site_of(key), sociallogin):
        return _turned_away(request, key, "elsewhere.failed")
    if sociallogin.state.get("process") == AuthProcess.CONNECT:
        return _linked(request, key, uid, at)
    if request.user.is_authenticated:
        return redirect("overview:home")
    person = elsewhere.person_behind(key, uid)
    if person is None:
        return _turned_away(request, key, "elsewhere.nobody", account=uid)
    try:
        tell(request, signing_in.sign_in_from_elsewhere(request, person, way=key, at=at))
    except signing_in.CodeNeeded:
        return redirect("accounts:code")
    except (signing_in.LockedOut, signing_in.WrongPassword):
        messages.error(request, say("elsewhere.closed"))
        return redirect("accounts:sign-in")
    return redirect("overview:home")


def _linked(request, key, uid, at):
    if not request.user.is_authenticated:
        return _turned_away(request, key, "elsewhere.failed")
    try:
        elsewhere.link(request.user, key, uid, origin=origin_of(request), at=at)
        messages.success(request, say("elsewhere.linked"))
    except elsewhere.LinkedToAnother:
        messages.error(request, say("elsewhere.linked-to-another"))
    return redirect("accounts:own")


def _turned_away(request, key, words, **details):
    record("person.sign-in-failed", origin=origin_of(request), after={"way": key, "why": words, **details})
    messages.error(request, say(words))
    return redirect("accounts:own" if request.user.is_authenticated else "accounts:sign-in")
