"""Rounds: the list, opening one, its board, closing it; and returns waiting for one's approval."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kechuang.domain.collection.lifecycle import Stage
from kechuang.web.collection import actions, approval, queries, reminding
from kechuang.web.collection.access import APPROVES, rounds_visible_to
from kechuang.web.collection.forms import RoundForm, SheetForm
from kechuang.web.organisations import access as organisations
from kechuang.web.origin import origin_of
from kechuang.web.plans.access import plans_visible_to
from kechuang.web.words import say

_A_PAGE = 100


def by(request):
    """Who, from where, when."""
    return {"actor": request.user, "origin": origin_of(request), "at": timezone.now()}


@require_safe
def rounds(request):
    """Rounds one may see, and the returns that wait for one to fill them in."""
    organisations.require(request.user, "return.see")
    page = Paginator(queries.rounds_for_list(request.user), 30).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "waiting": queries.returns_to_fill(request.user)[:20],
        "may_open": organisations.may(request.user, "round.manage"),
        "today": timezone.localdate(),
    }
    return render(request, "collection/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def open_round(request):
    """Open a round: the plan first, then what is asked of whom."""
    organisations.require(request.user, "round.manage")
    reach = organisations.reach(request.user, "round.manage")
    plans = plans_visible_to(request.user, on=timezone.localdate()).filter(
        organisation__in=reach, indicators__followed=True
    )
    plans = plans.distinct().order_by("-pk")
    plan = _plan(request, plans)
    if plan is None:
        return render(request, "collection/open.html", {"plans": plans})
    form = RoundForm(plan, reach, request.POST or None, initial=_usual(plan, reach))
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("title", "year", "period", "opens_on", "closes_on", "note")}
        asked = {"indicators": form.asked(), "units": list(form.cleaned_data["units"])}
        try:
            made = actions.open_round(plan, **given, **asked, **by(request))
        except actions.ClosesTooEarly:
            form.add_error("closes_on", say("round.closes-too-early"))
        else:
            messages.success(request, say("round.opened", count=made.returns.count()))
            return redirect("collection:round", pk=made.pk)
    context = {"plans": plans, "plan": plan, "form": form}
    return render(request, "collection/open.html", context, status=422 if form.errors else 200)


def _plan(request, plans):
    asked = request.GET.get("plan", "")
    if asked:
        return get_object_or_404(plans, pk=asked if asked.isascii() and asked.isdigit() and len(asked) < 18 else 0)
    return plans[0] if len(plans) == 1 else None


def _usual(plan, reach):
    today = timezone.localdate()
    return {
        "year": today.year,
        "title": say("round.usual-title", year=today.year),
        "opens_on": today,
        "indicators": list(plan.indicators.filter(followed=True).values_list("pk", flat=True)),
        "units": queries.usually_asked(plan, reach),
    }


@require_safe
def board(request, pk):
    """One round: who has filed what, in time or late."""
    round_ = get_object_or_404(rounds_visible_to(request.user).select_related("plan"), pk=pk)
    rows = queries.board_of(request.user, round_, today=timezone.localdate())
    stage = request.GET.get("stage", "")
    shown = [one for one in rows if stage in ("", one.stage)]
    manages = organisations.may(request.user, "round.manage", round_.plan.organisation_id)
    context = {
        "round": round_,
        "page": Paginator(shown, _A_PAGE).get_page(request.GET.get("page")),
        "query": f"stage={stage}" if stage else "",
        "stages": [(one, sum(row.stage == one for row in rows)) for one in Stage],
        "stage": stage,
        "tally": queries.tally(rows),
        "may_batch": any(organisations.may(request.user, verb) for verb in APPROVES.values()),
        "manages": manages,
        "may_import": organisations.may(request.user, "return.fill"),
        "form": SheetForm(),
        "asked": round_.asked.count(),
    }
    return render(request, "collection/round.html", context)


@require_POST
def close_round(request, pk):
    """Lock every return of a round that has been approved as a whole."""
    round_ = get_object_or_404(rounds_visible_to(request.user).select_related("plan"), pk=pk)
    try:
        count = approval.close_round(round_, **by(request))
    except approval.NotAllApproved as problem:
        names = [one.organisation.name for one in problem.waiting]
        messages.error(request, say("round.not-all-approved", count=len(names), names="、".join(names[:10])))
    else:
        messages.success(request, say("round.was-closed", count=count))
    return redirect("collection:round", pk=pk)


@require_POST
def call_for(request, pk):
    """Remind everybody whose return has not come."""
    round_ = get_object_or_404(rounds_visible_to(request.user).select_related("plan"), pk=pk)
    count = reminding.call_for(round_, **by(request))
    messages.success(request, say("round.called-for", count=count) if count else say("round.called-for-already"))
    return redirect("collection:round", pk=pk)


@require_safe
def queue(request):
    """Returns whose next approval is one's own to give."""
    if not any(organisations.may(request.user, verb) for verb in APPROVES.values()):
        organisations.require(request.user, "return.approve")
    page = Paginator(queries.returns_to_approve(request.user), 50).get_page(request.GET.get("page"))
    return render(request, "collection/queue.html", {"page": page})


@require_POST
def batch(request):
    """Approve many returns, or send many back with one reason."""
    chosen = [int(one) for one in request.POST.getlist("return") if one.isascii() and one.isdigit() and len(one) < 18]
    returns = list(queries.returns_for_page(request.user).filter(pk__in=chosen[:1_000]))
    if not returns:
        messages.warning(request, say("batch.none-chosen"))
        return _back(request)
    verb, more = approval.approve, {}
    if request.POST.get("verb") == "send-back":
        verb, more = approval.send_back, {"reason": request.POST.get("reason", "")}
    try:
        done, refused = approval.in_batch(verb, returns, **more, **by(request))
    except approval.ReasonMissing:
        messages.error(request, say("return.reason-missing"))
        return _back(request)
    if done:
        messages.success(request, say("batch.done", count=len(done)))
    for filed, problem in refused[:20]:
        messages.warning(request, say("batch.refused", organisation=filed.organisation.name, why=why(problem)))
    return _back(request)


def why(problem):
    """What kept a step from being done, in words."""
    known = {
        approval.BelowNotApproved: "return.below-not-approved",
        approval.AboveRestsOnIt: "return.above-rests-on-it",
        approval.ReasonMissing: "return.reason-missing",
        actions.ChangedMeanwhile: "return.changed-meanwhile",
        actions.NotOpen: "return.not-open",
    }
    for kind, key in known.items():
        if isinstance(problem, kind):
            return say(key)
    return say("return.same-hands") if "same hands" in str(problem) else say("return.no-such-step")


def _back(request):
    asked = request.POST.get("round", "")
    if asked.isascii() and asked.isdigit() and len(asked) < 18:
        return redirect("collection:round", pk=int(asked))
    return redirect("collection:queue")


def visible_return(request, pk):
    """The return, or 404."""
    try:
        return queries.return_for_page(request.user, pk)
    except queries.Return.DoesNotExist:
        raise Http404 from None
