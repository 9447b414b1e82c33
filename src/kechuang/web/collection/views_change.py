"""Changing an open round: its closing day, indicators and organisations."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from kechuang.web.collection import access, changing
from kechuang.web.collection.actions import NothingToCollect
from kechuang.web.collection.forms import ChangeForm
from kechuang.web.collection.views import by
from kechuang.web.organisations import access as organisations
from kechuang.web.words import say

_NAMES_SHOWN = 10


@require_http_methods(["GET", "HEAD", "POST"])
def change_round(request, pk):
    """The round as it stands, to be changed with a reason."""
    round_ = get_object_or_404(access.rounds_visible_to(request.user).select_related("plan"), pk=pk)
    access.require_manage(request.user, round_.plan)
    reach = organisations.reach(request.user, "round.manage")
    form = ChangeForm(round_, reach, request.POST or None, initial=_as_it_stands(round_))
    status = 200
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            changed = changing.change_round(round_, form.wanted(), reason=reason, **by(request))
        except tuple(_FIELDS) as problem:
            form.add_error(_FIELDS[type(problem)], why(problem))
        else:
            messages.success(request, say("round.changed" if changed else "round.unchanged"))
            return redirect("collection:round", pk=pk)
    if form.errors:
        status = 422
    context = {
        "round": round_,
        "form": form,
        "fixed_indicators": _names(
            round_.asked.select_related("indicator"), "indicator", changing.filed_indicators(round_)
        ),
        "fixed_units": _names(
            round_.returns.select_related("organisation"), "organisation", changing.filed_units(round_)
        ),
    }
    return render(request, "collection/change.html", context, status=status)


_FIELDS = {
    changing.RoundClosed: None,
    changing.DayPast: "closes_on",
    changing.ReasonMissing: "reason",
    changing.Filed: None,
    changing.AboveApproved: "units",
    NothingToCollect: None,
}


def why(problem):
    """What keeps a round from being changed so, in words."""
    if isinstance(problem, changing.Filed | changing.AboveApproved):
        key = "round.filed-already" if isinstance(problem, changing.Filed) else "round.above-approved"
        return say(key, names="、".join(problem.names[:_NAMES_SHOWN]))
    known = {
        changing.RoundClosed: "round.is-closed",
        changing.DayPast: "round.day-past",
        changing.ReasonMissing: "return.reason-missing",
        NothingToCollect: "round.nothing-left",
    }
    return say(known[type(problem)])


def _as_it_stands(round_):
    asked = list(round_.asked.values_list("indicator", "required"))
    return {
        "closes_on": round_.closes_on,
        "indicators": [one for one, _ in asked],
        "optional": [one for one, required in asked if not required],
        "units": list(round_.returns.values_list("organisation", flat=True)),
    }


def _names(rows, name, fixed):
    """The names of what stays in any case."""
    return [str(getattr(one, name)) for one in rows if getattr(one, f"{name}_id") in fixed]
