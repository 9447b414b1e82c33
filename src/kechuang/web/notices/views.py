"""One's notices."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from kechuang.web.notices import actions, queries
from kechuang.web.words import say


@require_safe
def notices(request):
    """What one was told; the unread unless all were asked for."""
    everything = "all" in request.GET
    found = queries.notices_of(request.user, unread=not everything)
    page = Paginator(found, 30).get_page(request.GET.get("page"))
    for one in page:
        one.address = reverse(one.link, args=one.arguments)
        one.text = say(f"notice.{one.key}", **one.details)
    context = {"page": page, "everything": everything, "query": "all=1" if everything else ""}
    return render(request, "notices/list.html", context)


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
