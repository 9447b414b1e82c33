"""One's own account: password, second factor, sessions, the role one acts in, delegates."""

import base64

import qrcode
import qrcode.image.svg
from django.conf import settings
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kechuang.web.accounts import acting, actions, delegating, elsewhere, factors, queries, sessions, totp
from kechuang.web.accounts.forms import CodeForm, DelegationForm, PasswordForm
from kechuang.web.organisations import access
from kechuang.web.origin import origin_of
from kechuang.web.words import say


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def password(request):
    """Choose a new password."""
    form = PasswordForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.change_password(request, password=form.cleaned_data["new"], at=timezone.now())
        messages.success(request, say("password.changed"))
        return redirect("overview:home")
    return render(request, "accounts/password.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
def own(request):
    """What one may do and as whom, one's sessions, second factor and delegations."""
    today = timezone.localdate()
    roles, left_to_me = acting.choices(request.user, on=today)
    given, received = queries.delegations_of(request.user)
    context = {
        "held": access.roles_held_by(request.user, on=today),
        "roles": roles,
        "left_to_me": left_to_me,
        "chosen": acting.chosen_by(request),
        "given": given,
        "received": received,
        "sessions": sessions.open_sessions_of(request.user),
        "this": request.session.session_key,
        "has_factor": factors.has_factor(request.user),
        "must_have": factors.must_have(request.user),
        "form": CodeForm(),
        "elsewhere": elsewhere.sites(),
        "links": list(elsewhere.links_of(request.user)),
    }
    return render(request, "accounts/own.html", context)


@require_POST
def act(request):
    """Act in one role, or on somebody's behalf."""
    try:
        acting.choose(request, request.POST.get("as", "")[:40], at=timezone.now())
    except acting.NotOpen:
        messages.error(request, say("acting.not-open"))
        return redirect("accounts:own")
    return redirect("overview:home")


@sensitive_variables("secret", "codes", "link")
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def factor(request):
    """Set up an authenticator app: the key as a picture and as letters, then its first code."""
    person = request.user
    if factors.has_factor(person):
        return redirect("accounts:own")
    form = CodeForm(request.POST or None)
    secret = factors.offer(person, origin=origin_of(request), at=timezone.now())
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["code"]
        codes = factors.confirm(person, code=given, origin=origin_of(request), at=timezone.now())
        if codes:
            return render(request, "accounts/recovery_codes.html", {"codes": codes})
        form.add_error("code", say("factor.wrong"))
    link = totp.address(secret, site=say("site.name"), username=person.username)
    context = {
        "form": form,
        "picture": _picture(link),
        "key": totp.readable(secret),
        "must_have": factors.must_have(person),
    }
    return render(request, "accounts/factor.html", context, status=422 if form.errors else 200)


@require_POST
def remove_factor(request):
    """Take one's second factor away, by one of its codes."""
    if not _code_given(request):
        return redirect("accounts:own")
    try:
        factors.remove(request.user, actor=request.user, origin=origin_of(request), at=timezone.now())
        messages.success(request, say("factor.removed"))
    except factors.StillNeeded:
        messages.error(request, say("factor.still-needed"))
    return redirect("accounts:own")


@require_POST
def new_codes(request):
    """Fresh recovery codes, by a code of the second factor."""
    if not _code_given(request):
        return redirect("accounts:own")
    codes = factors.new_codes(request.user, origin=origin_of(request), at=timezone.now())
    return render(request, "accounts/recovery_codes.html", {"codes": codes})


def _code_given(request):
    form = CodeForm(request.POST)
    right = form.is_valid() and factors.accept(request.user, code=form.cleaned_data["code"], at=timezone.now())
    if not right:
        messages.error(request, say("factor.wrong"))
    return right


@require_POST
def end_other_sessions(request):
    """End one's sessions elsewhere."""
    count = sessions.end_others(request, at=timezone.now())
    messages.success(request, say("sessions.others-ended", count=count))
    return redirect("accounts:own")


@require_POST
def end_session(request, pk):
    """End one of one's own sessions."""
    mine = {row.pk: row for row in sessions.open_sessions_of(request.user)}
    row = get_object_or_404(request.user.signings_in, pk=pk)
    if pk in mine:
        sessions.end_one(request, row, at=timezone.now())
    return redirect("accounts:own")


@require_http_methods(["GET", "HEAD", "POST"])
def delegate(request):
    """Leave roles to somebody for an absence."""
    today, person = timezone.localdate(), request.user
    roles = sorted({held.role for held in access.roles_held_by(person, on=today)})
    form = DelegationForm(delegating.fitting(person, on=today), roles, request.POST or None)
    if request.method == "POST" and form.is_valid():
        refused = _delegated(request, form.cleaned_data)
        if refused is None:
            messages.success(request, say("delegation.done", name=form.cleaned_data["delegate"].name))
            return redirect("accounts:own")
        form.add_error(None, say(refused, days=settings.DELEGATION_DAYS))
    return render(request, "accounts/delegate.html", {"form": form}, status=422 if form.errors else 200)


def _delegated(request, given):
    if request.user.represents is not None:
        return "delegation.not-passed-on"
    try:
        delegating.delegate(request.user, **given, actor=request.user, origin=origin_of(request), at=timezone.now())
    except delegating.TooLong:
        return "delegation.too-long"
    except (delegating.NotTheirs, delegating.NotHigher):
        return "delegation.not-open"
    except delegating.KeptApart:
        return "person.roles-apart"
    return None


@require_POST
def withdraw(request, pk):
    """End a delegation before its day."""
    found = get_object_or_404(queries.delegations_visible_to(request.user), pk=pk)
    delegating.withdraw(found, actor=request.user, origin=origin_of(request), at=timezone.now())
    messages.success(request, say("delegation.withdrawn"))
    return redirect("accounts:own" if found.person_id == request.user.pk else "accounts:people")


def _picture(link):
    """A QR code as a data address: no script, no style, nothing from elsewhere."""
    drawn = qrcode.make(link, image_factory=qrcode.image.svg.SvgPathImage, border=2).to_string()
    return f"data:image/svg+xml;base64,{base64.b64encode(drawn).decode()}"
