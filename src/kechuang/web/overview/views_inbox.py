"""The inbox: what is waiting, what was done, one's notices; and actions on many returns at once."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from kechuang.web.collection import approval
from kechuang.web.collection.queries import returns_for_page
from kechuang.web.collection.views import why
from kechuang.web.notices.queries import notices_of
from kechuang.web.origin import origin_of
from kechuang.web.overview.lineage import with_moments
from kechuang.web.overview.waiting import done_by, waiting_for
from kechuang.web.words import say

TABS = ("waiting", "done", "told")
_MOST = 1_000
# What a deed was about -> the page that shows it
_PAGES = {
    "plan": "plans:plan",
    "indicator": "indicators:indicator",
    "task": "tasks:task",
    "round": "collection:round",
    "return": "collection:return",
    "evaluation": "evaluations:evaluation",
}


@require_safe
def inbox(request):
    """One tab at a time."""
    tab = request.GET.get("tab") if request.GET.get("tab") in TABS else TABS[0]
    context = {"tab": tab, "tabs": TABS, "query": f"tab={tab}"}
    if tab == "waiting":
        context["waiting"] = waiting_for(request.user, on=timezone.localdate())
    elif tab == "done":
        context["page"] = Paginator(done_by(request.user), 50).get_page(request.GET.get("page"))
        context["entries"] = [_led(one) for one in with_moments(context["page"])]
    else:
        context["page"] = Paginator(notices_of(request.user), 50).get_page(request.GET.get("page"))
        context["notices"] = [_told(one) for one in context["page"]]
    return render(request, "overview/inbox.html", context)


def _led(entry):
    entry.address = reverse(_PAGES[entry.kind], args=[entry.subject]) if entry.kind in _PAGES else ""
    return entry


def _told(notice):
    notice.address = reverse(notice.link, args=notice.arguments)
    notice.text = say(f"notice.{notice.key}", **notice.details)
    return notice


@require_POST
def batch(request):
    """Approve the returns that were ticked, or send them back with one reason; what cannot be done says why."""
    numbers = [int(one) for one in request.POST.getlist("return") if one.isascii() and one.isdigit() and len(one) < 18]
    returns = list(returns_for_page(request.user).filter(pk__in=numbers[:_MOST]))
    by = {"actor": request.user, "origin": origin_of(request), "at": timezone.now()}
    if not returns:
        messages.warning(request, say("batch.none-chosen"))
        return redirect("overview:inbox")
    try:
        done, refused = _done(request, returns, by)
    except approval.ReasonMissing:
        messages.error(request, say("return.reason-missing"))
        return redirect("overview:inbox")
    if done:
        messages.success(request, say("batch.done", count=len(done)))
    for filed, problem in refused[:20]:
        messages.warning(request, say("batch.refused", organisation=filed.organisation.name, why=why(problem)))
    return redirect("overview:inbox")


def _done(request, returns, by):
    if request.POST.get("verb") == "send-back":
        return approval.in_batch(approval.send_back, returns, reason=request.POST.get("reason", ""), **by)
    return approval.in_batch(approval.approve, returns, **by)
