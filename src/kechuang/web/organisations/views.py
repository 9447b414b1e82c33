"""Signing in, one's own password, organisations and accounts."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kechuang.readers.errors import Unreadable
from kechuang.readers.words import LANGUAGES, read_words
from kechuang.web.organisations import access, actions
from kechuang.web.organisations.forms import PasswordForm, PersonForm, RoleForm, SheetForm, SignInForm
from kechuang.web.organisations.importing import COLUMNS, KINDS, check_rows, read_sheet
from kechuang.web.organisations.models import Placement
from kechuang.web.organisations.origin import origin_of
from kechuang.web.organisations.queries import organisations_for_tree, people_for_list
from kechuang.web.words import say
from kechuang.writers.template import Column, write_template

_LARGEST_SHEET = 4 * 2**20
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@sensitive_post_parameters("password")
@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request):
    """Sign in, and go where one wanted to go."""
    form = SignInForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.sign_in(request, at=timezone.now(), **form.cleaned_data)
        except actions.LockedOut as locked:
            form.add_error(None, say("sign-in.locked", minutes=locked.minutes))
            status = 429
        except actions.WrongPassword:
            form.add_error(None, say("sign-in.wrong", tries=settings.LOCKOUT_TRIES, minutes=settings.LOCKOUT_MINUTES))
            status = 422
        else:
            return redirect(_wanted(request))
    context = {"form": form, "next": request.GET.get("next", "")}
    return render(request, "organisations/sign_in.html", context, status=status)


def _wanted(request):
    target = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        return target
    return resolve_url(settings.LOGIN_REDIRECT_URL)


@require_POST
def sign_out(request):
    """Sign out."""
    actions.sign_out(request)
    return redirect("organisations:sign-in")


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def password(request):
    """Choose a new password."""
    form = PasswordForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.change_password(request, password=form.cleaned_data["new"], at=timezone.now())
        messages.success(request, say("password.changed"))
        return redirect("overview:home")
    return render(request, "organisations/password.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
def organisations(request):
    """The tree of organisations as it stands today."""
    access.require(request.user, "organisation.manage")
    rows = organisations_for_tree(request.user, actions.current_tree())
    return render(request, "organisations/list.html", {"rows": rows, "form": SheetForm()})


@require_safe
def template(request):
    """The workbook to fill in, with what is already there."""
    access.require(request.user, "organisation.manage")
    standing = Placement.objects.filter(ends_on=None).select_related("organisation", "parent")
    rows = [
        (
            one.organisation.code,
            one.name,
            say(f"organisation-kind.{one.organisation.kind}"),
            one.parent.code if one.parent else "",
            one.starts_on.isoformat(),
        )
        for one in standing.order_by("organisation__code")
    ]
    kinds = tuple(say(f"organisation-kind.{kind}") for kind in KINDS)
    columns = [
        Column(say(f"import.column.{name}"), say(f"import.hint.{name}"), kinds if name == "kind" else ())
        for name in COLUMNS
    ]
    book = write_template(
        columns,
        rows,
        sheet=say("import.sheet"),
        instructions=[say("import.instructions")],
        instructions_sheet=say("import.instructions-sheet"),
        version="organisations 1",
    )
    headers = {"Content-Disposition": 'attachment; filename="organisations.xlsx"'}
    return HttpResponse(book, content_type=_XLSX, headers=headers)


@require_POST
def take_in(request):
    """Take in a filled-in workbook: all of it or, where a cell is wrong, none."""
    access.require(request.user, "organisation.manage")
    form = SheetForm(request.POST, request.FILES)
    mistakes, refused = [], ""
    if not form.is_valid() or form.cleaned_data["sheet"].size > _LARGEST_SHEET:
        refused = say("import.no-file", megabytes=_LARGEST_SHEET >> 20)
    else:
        try:
            rows, mistakes = check_rows(
                read_sheet(form.cleaned_data["sheet"].read()), known=_known_parents(), kinds=_kinds()
            )
        except Unreadable as unreadable:
            refused = say(unreadable.code, **unreadable.details)
    if refused or mistakes:
        context = {"mistakes": mistakes, "refused": refused, "form": SheetForm()}
        return render(request, "organisations/import.html", context, status=422)
    count = actions.import_organisations(rows, actor=request.user, origin=origin_of(request), at=timezone.now())
    messages.success(request, say("import.done", count=count))
    return redirect("organisations:list")


def _known_parents():
    standing = Placement.objects.filter(ends_on=None).values_list("organisation__code", "parent__code")
    return {code: parent or "" for code, parent in standing}


def _kinds():
    words = [read_words(language) for language in LANGUAGES]
    return {one.say(f"organisation-kind.{kind}").lower(): kind for one in words for kind in KINDS}


@require_safe
def people(request):
    """Accounts."""
    access.require(request.user, "organisation.manage")
    page = Paginator(people_for_list(request.user), 50).get_page(request.GET.get("page"))
    return render(request, "organisations/people.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def add_person(request):
    """Open an account; the password is shown this once."""
    access.require(request.user, "organisation.manage")
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            person, given = actions.add_person(
                **form.cleaned_data, actor=request.user, origin=origin_of(request), at=timezone.now()
            )
        except actions.UsernameTaken:
            form.add_error("username", say("person.username-taken"))
        else:
            return _show_password(request, person, given)
    return render(request, "organisations/add_person.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
def person(request, pk):
    """One account."""
    found = get_object_or_404(people_for_list(request.user), pk=pk)
    return render(request, "organisations/person.html", {"person": found, "form": RoleForm()})


@require_POST
def hand_out_password(request, pk):
    """Give somebody a new password."""
    found = get_object_or_404(people_for_list(request.user), pk=pk)
    given = actions.hand_out_password(found, actor=request.user, origin=origin_of(request), at=timezone.now())
    return _show_password(request, found, given)


@require_POST
def switch_off(request, pk):
    """Close an account."""
    found = get_object_or_404(people_for_list(request.user), pk=pk)
    actions.switch_off(
        found,
        reason=request.POST.get("reason", "")[:500],
        actor=request.user,
        origin=origin_of(request),
        at=timezone.now(),
    )
    messages.success(request, say("person.switched-off", name=found.username))
    return redirect("organisations:person", pk=pk)


@require_POST
def grant_role(request, pk):
    """Give somebody a further role."""
    found = get_object_or_404(people_for_list(request.user), pk=pk)
    form = RoleForm(request.POST)
    if form.is_valid():
        try:
            actions.grant_role(
                found, **form.cleaned_data, actor=request.user, origin=origin_of(request), at=timezone.now()
            )
        except actions.NotTogether:
            form.add_error(None, say("person.roles-apart"))
        else:
            return redirect("organisations:person", pk=pk)
    return render(request, "organisations/person.html", {"person": found, "form": form}, status=422)


def _show_password(request, person, given):
    return render(request, "organisations/given_password.html", {"person": person, "given": given})
