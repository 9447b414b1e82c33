"""One's notices."""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from kechuang.web.notices import actions, queries
from kechuang.web.notices.forms import AddressForm
from kechuang.web.notices.models import Address
from kechuang.web.words import say

_LONGEST = 200


@require_safe
def notices(request):
    """What one was told; the unread unless all were asked for, or those that say something."""
    everything, words = "all" in request.GET, request.GET.get("text", "").strip()[:_LONGEST]
    if words:
        found = queries.notices_saying(request.user, words)
    else:
        found = queries.notices_of(request.user, unread=not everything)
    page = Paginator(found, 30).get_page(request.GET.get("page"))
    for one in page:
        one.address = reverse(one.link, args=one.arguments)
        one.text = queries.text_of(one)
    return _show(request, page, everything or bool(words), words=words)


def _show(request, page, everything, form=None, *, words="", status=200):
    query = urlencode({"text": words}) if words else "all=1" if everything else ""
    context = {"page": page, "everything": everything, "query": query, "words": words}
    if settings.EMAIL_HOST:
        context["form"] = form or _address_form(request)
    return render(request, "notices/list.html", context, status=status)


def _address_form(request, data=None):
    there = Address.objects.filter(person=request.user).first()
    return AddressForm(data, initial={"email": there.email if there else ""})


@require_POST
def leave_address(request):
    """Say where one's notices go as well."""
    form = _address_form(request, request.POST)
    if not form.is_valid():
        page = Paginator(queries.notices_of(request.user).none(), 30).get_page(1)
        return _show(request, page, False, form, status=422)
    actions.leave_address(
        request.user, form.cleaned_data["email"], origin=request.META.get("REMOTE_ADDR", "")[:64], at=timezone.now()
    )
    messages.success(request, say("notices.address-kept"))
    return redirect("notices:list")


@require_POST
def mark_read(request, pk):
    """Note that one notice was read."""
    if not queries.notices_of(request.user).filter(pk=pk).exists():
        raise Http404
    actions.mark_read(request.user, notices=[pk], at=timezone.now())
    return redirect("notices:list")


@require_POST
def mark_all_read(request):
    """Note that all of one's notices were read."""
    actions.mark_read(request.user, at=timezone.now())
    return redirect("notices:list")
