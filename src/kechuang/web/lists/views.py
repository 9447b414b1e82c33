"""Saving filters of list pages."""

from urllib.parse import parse_qsl, urlencode

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from kechuang.web.lists import actions
from kechuang.web.lists.models import SavedView
from kechuang.web.origin import origin_of
from kechuang.web.words import say

_NOT_KEPT = ("page", "polling")


@require_POST
def save(request):
    """Keep the filter of the page somebody was on, and show it."""
    page, name = request.POST.get("page", "")[:64], " ".join(request.POST.get("name", "").split())[:40]
    address, query = _address(page), _query(request.POST.get("query", ""))
    if not name:
        messages.error(request, say("view.name-missing"))
    else:
        try:
            actions.save_view(page, name=name, query=query, shared="shared" in request.POST, **_by(request))
        except actions.TooMany:
            messages.error(request, say("view.too-many", most=actions.MOST))
        else:
            messages.success(request, say("view.saved", name=name))
    return redirect(f"{address}?{query}" if query else address)


@require_POST
def remove(request, pk):
    """Let one of one's own go."""
    view = get_object_or_404(SavedView.objects.filter(person=request.user), pk=pk)
    page = view.page
    actions.remove_view(view, **_by(request))
    return redirect(page)


def _address(page):
    """The address of a list page; 404 for what is none."""
    try:
        return reverse(page)
    except NoReverseMatch:
        raise Http404 from None


def _query(text):
    """A question as the page takes it: keys and values that say something, the page number left out."""
    pairs = [(key, value) for key, value in parse_qsl(text.removeprefix("?")[:1000]) if key not in _NOT_KEPT]
    return urlencode(pairs)[:1000]


def _by(request):
    return {"actor": request.user, "origin": origin_of(request), "at": timezone.now()}
