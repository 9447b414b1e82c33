"""The third party's opinion on an evaluation, the director's signature, a withdrawal."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from kechuang.web.evaluations import access, actions
from kechuang.web.evaluations.forms import OpinionForm, ReasonForm
from kechuang.web.evaluations.states import BEFORE_SIGNING, NoSuchStep, Stage
from kechuang.web.evaluations.views import by, context_of, seen
from kechuang.web.words import say


@require_POST
def opinion(request, pk):
    """Give an opinion on the results one has seen."""
    found = seen(request, pk)
    access.require(request.user, "evaluation.give-opinion", found.plan)
    form = OpinionForm(request.POST)
    if not form.is_valid():
        return render(request, "evaluations/evaluation.html", context_of(request, found, form), status=422)
    try:
        actions.give_opinion(found, **form.cleaned_data, **by(request))
        messages.success(request, say("evaluation.opinion-kept"))
    except (NoSuchStep, actions.ChangedMeanwhile):
        messages.error(request, say("evaluation.moved-on"))
    return redirect("evaluations:evaluation", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def sign(request, pk):
    """Sign off the results, their digest before one's eyes."""
    found = seen(request, pk)
    access.require(request.user, "evaluation.sign", found.plan)
    if request.method == "POST":
        try:
            actions.sign(found, digest=request.POST.get("digest", ""), **by(request))
            messages.success(request, say("evaluation.signed-now"))
        except (NoSuchStep, actions.ChangedMeanwhile):
            messages.error(request, say("evaluation.moved-on"))
        return redirect("evaluations:evaluation", pk=pk)
    return render(request, "evaluations/sign.html", context_of(request, found))


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request, pk):
    """Withdraw an evaluation, saying why."""
    found = seen(request, pk)
    verb = "evaluation.run" if Stage(found.stage) in BEFORE_SIGNING else "evaluation.sign"
    access.require(request.user, verb, found.plan)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw(found, reason=form.cleaned_data["reason"], **by(request))
        except NoSuchStep:
            messages.error(request, say("evaluation.moved-on"))
        return redirect("evaluations:evaluation", pk=pk)
    context = {"evaluation": found, "form": form}
    return render(request, "evaluations/withdraw.html", context, status=422 if form.errors else 200)
