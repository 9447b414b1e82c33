"""The accounts of others, for whoever manages them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kechuang.web.accounts import actions, factors, queries, sessions
from kechuang.web.accounts.forms import EndForm, PersonForm, ReasonForm, RoleForm
from kechuang.web.organisations import access
from kechuang.web.origin import origin_of
from kechuang.web.words import say


@require_safe
def people(request):
    """Accounts."""
    access.require(request.user, "organisation.manage")
    page = Paginator(queries.people_for_list(request.user), 50).get_page(request.GET.get("page"))
    return render(request, "accounts/people.html", {"page": page})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add_person(request):
    """Open an account; the password is shown this once."""
    access.require(request.user, "organisation.manage")
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            person, given = actions.add_person(**form.cleaned_data, **_by(request))
        except actions.UsernameTaken:
            form.add_error("username", say("person.username-taken"))
        else:
            return _show_password(request, person, given)
    return render(request, "accounts/add_person.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
def person(request, pk):
    """One account."""
    return _show(request, _found(request, pk), RoleForm())


def _show(request, found, form, status=200):
    today = timezone.localdate()
    given, received = queries.delegations_of(found)
    context = {
        "person": found,
        "form": form,
        "reason": ReasonForm(auto_id="why_%s"),
        "today": today,
        "has_factor": factors.has_factor(found),
        "must_have": factors.must_have(found),
        "sessions": sessions.open_sessions_of(found),
        "last": found.signings_in.order_by("-at", "-pk").first(),
        "given": given,
        "received": received,
    }
    return render(request, "accounts/person.html", context, status=status)


@never_cache
@require_POST
def hand_out_password(request, pk):
    """Give somebody a new password."""
    found = _found(request, pk)
    return _show_password(request, found, actions.hand_out_password(found, **_by(request)))


@require_POST
def switch_off(request, pk):
    """Close an account, saying why."""
    found, form = _found(request, pk), ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, say("person.reason-missing"))
        return redirect("accounts:person", pk=pk)
    try:
        actions.switch_off(found, reason=form.cleaned_data["reason"], **_by(request))
        messages.success(request, say("person.switched-off", name=found.username))
    except actions.NotOneself:
        messages.error(request, say("person.not-oneself"))
    return redirect("accounts:person", pk=pk)


@require_POST
def grant_role(request, pk):
    """Give somebody a further role, or one they have another reach or period."""
    found, form = _found(request, pk), RoleForm(request.POST)
    if form.is_valid():
        try:
            actions.grant_role(found, **form.cleaned_data, **_by(request))
        except actions.NotTogether:
            form.add_error(None, say("person.roles-apart"))
        except actions.NotOneself:
            form.add_error(None, say("person.not-oneself"))
        else:
            return redirect("accounts:person", pk=pk)
    return _show(request, found, form, status=422)


@require_POST
def end_role(request, pk):
    """Take a role away from a day on."""
    held = get_object_or_404(queries.roles_for_ending(request.user), pk=pk)
    form = EndForm(request.POST)
    if not form.is_valid():
        messages.error(request, say("role.no-day"))
        return redirect("accounts:person", pk=held.person_id)
    try:
        actions.end_role(held, ends_on=form.cleaned_data["ends_on"], **_by(request))
    except actions.NotOneself:
        messages.error(request, say("person.not-oneself"))
    return redirect("accounts:person", pk=held.person_id)


@require_POST
def take_factor(request, pk):
    """Take a lost second factor away, saying why; whoever needs one sets up another when next signing in."""
    found, form = _found(request, pk), ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, say("person.reason-missing"))
        return redirect("accounts:person", pk=pk)
    try:
        actions.take_factor(found, reason=form.cleaned_data["reason"], **_by(request))
        messages.success(request, say("factor.removed"))
    except actions.NotOneself:
        messages.error(request, say("person.not-oneself"))
    return redirect("accounts:person", pk=pk)


@require_POST
def end_sessions(request, pk):
    """End every session of somebody."""
    found = _found(request, pk)
    actions.end_sessions(found, **_by(request))
    messages.success(request, say("sessions.ended"))
    return redirect("accounts:person", pk=pk)


def _found(request, pk):
    return get_object_or_404(queries.people_for_list(request.user), pk=pk)


def _by(request):
    return {"actor": request.user, "origin": origin_of(request), "at": timezone.now()}


def _show_password(request, person, given):
    return render(request, "accounts/given_password.html", {"person": person, "given": given})
