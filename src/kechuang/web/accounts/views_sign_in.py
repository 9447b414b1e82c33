"""Signing in and out: the password, then the code of the second factor where there is one."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from kechuang.web.accounts import elsewhere, signing_in
from kechuang.web.accounts.forms import CodeForm, SignInForm
from kechuang.web.words import say

_WANTED = "wanted"


@sensitive_post_parameters("password")
@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request):
    """Sign in by password, and go where one wanted to go."""
    form = SignInForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            welcome = signing_in.sign_in(request, at=timezone.now(), **form.cleaned_data)
        except signing_in.LockedOut as locked:
            form.add_error(None, say("sign-in.locked", minutes=locked.minutes))
            status = 429
        except signing_in.DirectoryAway:
            form.add_error(None, say("sign-in.directory-away", tries=settings.LOCKOUT_TRIES))
            status = 422
        except signing_in.WrongPassword:
            form.add_error(None, say("sign-in.wrong", tries=settings.LOCKOUT_TRIES, minutes=settings.LOCKOUT_MINUTES))
            status = 422
        except signing_in.CodeNeeded:
            request.session[_WANTED] = request.POST.get("next", "")
            return redirect("accounts:code")
        else:
            return _enter(request, welcome, request.POST.get("next", ""))
    context = {"form": form, "next": request.GET.get("next", ""), "elsewhere": elsewhere.sites()}
    return render(request, "accounts/sign_in.html", context, status=status)


@sensitive_post_parameters("code")
@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def code(request):
    """Give the code of the second factor."""
    form, at, status = CodeForm(request.POST or None), timezone.now(), 200
    try:
        signing_in.pending(request, at=at)
        if request.method == "POST" and form.is_valid():
            wanted = request.session.get(_WANTED, "")
            welcome = signing_in.give_code(request, code=form.cleaned_data["code"], at=at)
            return _enter(request, welcome, wanted)
    except signing_in.NobodyPending:
        return redirect("accounts:sign-in")
    except signing_in.LockedOut as locked:
        form.add_error(None, say("sign-in.locked", minutes=locked.minutes))
        status = 429
    except signing_in.WrongCode:
        form.add_error("code", say("factor.wrong"))
        status = 422
    return render(request, "accounts/code.html", {"form": form}, status=status)


@require_POST
def sign_out(request):
    """Sign out."""
    signing_in.sign_out(request)
    return redirect("accounts:sign-in")


def _enter(request, welcome, wanted):
    request.session.pop(_WANTED, None)
    tell(request, welcome)
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        return redirect(wanted)
    return redirect(resolve_url(settings.LOGIN_REDIRECT_URL))


def tell(request, welcome):
    """Say when and from where somebody signed in before, so that they notice what was not them."""
    if welcome.before is not None:
        at = timezone.localtime(welcome.before.at).strftime("%Y-%m-%d %H:%M")
        messages.info(request, say("sign-in.before", at=at, origin=welcome.before.origin))
    if welcome.failures:
        messages.warning(request, say("sign-in.failures", count=welcome.failures))
