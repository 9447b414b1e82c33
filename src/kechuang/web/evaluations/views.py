"""Evaluations: the list, beginning one, its results, the index and the working of a score."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kechuang.web.evaluations import actions, queries, ranking, workings
from kechuang.web.evaluations.access import recipes_visible_to
from kechuang.web.evaluations.forms import BeginForm, OpinionForm
from kechuang.web.evaluations.models import Result
from kechuang.web.evaluations.states import BEFORE_SIGNING, NoSuchStep, Stage
from kechuang.web.indicators.table import pace_rows
from kechuang.web.organisations import access as organisations
from kechuang.web.origin import origin_of
from kechuang.web.plans.access import versions_visible_to
from kechuang.web.plans.states import Stage as PlanStage
from kechuang.web.words import say


@require_safe
def evaluations(request):
    """Evaluations one may see."""
    organisations.require(request.user, "evaluation.see")
    page = Paginator(queries.evaluations_for_list(request.user), 30).get_page(request.GET.get("page"))
    may_begin = organisations.may(request.user, "evaluation.run")
    return render(request, "evaluations/list.html", {"page": page, "may_begin": may_begin})


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request):
    """Begin an evaluation; it is computed in the background."""
    organisations.require(request.user, "evaluation.run")
    today = timezone.localdate()
    reach = organisations.reach(request.user, "evaluation.run")
    adopted = versions_visible_to(request.user, on=today).filter(stage=PlanStage.ADOPTED, plan__organisation__in=reach)
    recipes = recipes_visible_to(request.user).filter(organisation__in=reach).order_by("name", "-number")
    versions = adopted.order_by("plan__title", "-number")
    first = {"as_of": today.year - 1, "version": versions.first(), "recipe": recipes.first()}
    form = BeginForm(versions, recipes, request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        found = actions.begin(**form.cleaned_data, **by(request))
        return redirect("evaluations:evaluation", pk=found.pk)
    context = {"form": form, "nothing": not versions.exists()}
    return render(request, "evaluations/begin.html", context, status=422 if form.errors else 200)


@require_safe
def evaluation(request, pk):
    """One evaluation: its progress, or its results and what was said of them."""
    found = seen(request, pk)
    return render(request, "evaluations/evaluation.html", context_of(request, found))


def context_of(request, found, form=None):
    """What the page of an evaluation shows; also when an opinion did not fit."""
    shown = queries.results_of(found)
    organisation = found.plan.organisation_id

    def may(verb):
        return organisations.may(request.user, verb, organisation)

    opinable = found.stage in (Stage.COMPUTED, Stage.OPINION_GIVEN) and may("evaluation.give-opinion")
    return {
        "evaluation": found,
        "shown": shown,
        "rows": queries.rows_of(shown) if shown else [],
        "index_problem": problem_of(shown.content["index"]) if shown and shown.content["index"] else "",
        "failed": found.stage == Stage.DRAFT and found.problem,
        "files": queries.files_of(found),
        "opinions": list(found.opinions.select_related("by__organisation").order_by("pk")),
        "signature": getattr(found, "signature", None),
        "form": (form or OpinionForm(initial={"digest": found.digest})) if opinable else None,
        "may_sign": found.stage == Stage.OPINION_GIVEN and may("evaluation.sign"),
        "may_run": may("evaluation.run"),
        "may_withdraw": may("evaluation.run" if found.stage in BEFORE_SIGNING else "evaluation.sign")
        and found.stage != Stage.WITHDRAWN,
        "may_release": found.stage == Stage.SIGNED and may("publication.release"),
        "stages": [stage for stage in Stage if stage != Stage.WITHDRAWN],
    }


@require_safe
def progress(request, pk):
    """How far the computing is; the page asks for it by itself, and is loaded anew when it is done."""
    found = seen(request, pk)
    if found.stage == Stage.DRAFT and not found.problem:
        return render(request, "evaluations/progress.html", {"evaluation": found})
    response = HttpResponse(status=200)
    response["HX-Refresh"] = "true"
    return response


@require_POST
def again(request, pk):
    """Compute once more what failed."""
    found = seen(request, pk)
    try:
        actions.compute_again(found, **by(request))
    except NoSuchStep:
        raise Http404 from None
    return redirect("evaluations:evaluation", pk=pk)


@require_safe
def index(request, pk):
    """The county index: ranking, who is surely ahead of whom, what the ranking depends on."""
    found, shown = _with_index(request, pk)
    content = shown.content["index"]
    context = {"evaluation": found, "index": content, "problem": problem_of(content)}
    if not content["problem"]:
        lines, without = ranking.lines_of(content)
        context |= {
            "lines": lines,
            "without": without,
            "without_names": say("report.separator").join(without),
            "coverage": f"{content['recipe']['coverage'] or 0:.0%}",
            "parts": ranking.part_names(content),
            "matrix": ranking.matrix_of(content, lines),
            "chart": ranking.chart_of(content, lines),
            "groups": [_named(group) for group in ranking.groups_of(content)],
            "sensitivity": [one for one in content["sensitivity"] if one["total"] is not None],
        }
    return render(request, "evaluations/index.html", context)


@require_safe
def working(request, pk, region):
    """How the score of one county came about, down to the approved values."""
    found, shown = _with_index(request, pk)
    content = shown.content["index"]
    if content["problem"] or region not in content["workings"]:
        raise Http404
    name = next(one["region_name"] for one in content["scores"] if one["region"] == region)
    lines = workings.lines_of(content["workings"][region], shown.snapshot)
    context = {"evaluation": found, "index": content, "region": name, "lines": lines}
    return render(request, "evaluations/working.html", context)


@require_safe
def outlook(request, pk, indicator):
    """How the odds of an indicator came about: the frozen values, the pace, the model."""
    found = seen(request, pk)
    shown = queries.results_of(found)
    one = next((one for one in shown.outlooks() if one["indicator_id"] == indicator), None) if shown else None
    if one is None:
        raise Http404
    frozen = shown.indicators[indicator]
    context = {
        "evaluation": found,
        "indicator": frozen,
        "working": one,
        "target": queries.target_text(shown, frozen),
        "values": queries.values_of(shown, one),
        "pace": pace_rows(one),
        "together": queries.parts_of(shown, indicator),
    }
    return render(request, "evaluations/outlook.html", context)


@require_safe
def file(request, pk, name):
    """One file of the results, written down when it is taken."""
    found = seen(request, pk)
    result = get_object_or_404(Result, evaluation=found, name=name)
    actions.taken_away(found, result, actor=request.user, origin=origin_of(request), at=timezone.now())
    response = HttpResponse(bytes(result.content), content_type=result.media_type)
    shown_name = f"{found.plan.title}-{found.snapshot.as_of}-{name}"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=shown_name)
    return response


def problem_of(content):
    """Why there is no index, in words; "" where there is one."""
    return say(content["problem"], **content["details"]) if content["problem"] else ""


def _named(group):
    return {"names": say("report.separator").join(group), "length": len(group)}


def _with_index(request, pk):
    found = seen(request, pk)
    shown = queries.results_of(found)
    if shown is None or shown.content["index"] is None:
        raise Http404
    return found, shown


def seen(request, pk):
    """An evaluation one may see, else 404."""
    found = get_object_or_404(queries.evaluations_for_page(request.user), pk=pk)
    found.kind_words = say(f"evaluation-kind.{found.kind}")
    return found


def by(request):
    """Who, from where, when."""
    return {"actor": request.user, "origin": origin_of(request), "at": timezone.now()}
