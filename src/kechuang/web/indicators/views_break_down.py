"""Breaking an indicator down: the grid, checked as it is filled in, saved, and undone."""

from dataclasses import replace

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_http_methods, require_POST

from kechuang.domain.indicators.division import Way, propose, ways_of
from kechuang.web.indicators import access, actions, queries
from kechuang.web.indicators.breaking_down import last_break_down
from kechuang.web.indicators.dividing import complete
from kechuang.web.indicators.figures import write_figure
from kechuang.web.indicators.forms import PARTS, SHAPES, read_grid
from kechuang.web.indicators.grid import drafts_of, first_drafts, going_along, grid_of, setting_of
from kechuang.web.indicators.states import ALONG, TYPED
from kechuang.web.organisations.models import Organisation
from kechuang.web.organisations.queries import names_of
from kechuang.web.origin import origin_of
from kechuang.web.words import say


@require_http_methods(["GET", "HEAD", "POST"])
def break_down(request, pk):
    """The grid: shown, checked while it is filled in, filled by a proposal, or saved."""
    found = get_object_or_404(queries.indicators_for_page(request.user, on=timezone.localdate()), pk=pk)
    access.require_break_down(request.user, found.plan)
    setting = setting_of(found, _whole(request, found))
    if request.method == "POST":
        return _posted(request, setting)
    whole, parts = drafts_of(setting)
    return _page(request, setting, grid_of(setting, whole, parts or first_drafts(setting)))


def _whole(request, found):
    """Whose share is divided: the plan's own organisation, or one below that has a share."""
    asked = request.GET.get("of", "")
    if not asked:
        return found.plan.organisation
    if not asked.isdigit() or queries.whole_course(found, int(asked)) is None:
        raise Http404
    return Organisation.objects.get(pk=int(asked))


def _posted(request, setting):
    posted = request.POST.dict()
    whole, parts, mistakes = _read(setting, posted)
    if request.htmx:
        grid = grid_of(setting, whole, parts, mistakes=mistakes, posted=posted)
        for row in (grid.whole, *grid.rows):
            row.was = posted.get(f"was-{row.organisation.pk}", "")
        return render(request, "indicators/checked.html", {"grid": grid, "mistakes": mistakes})
    if "way" in posted:
        parts, posted = _proposed(setting, whole, parts, posted)
    grid = grid_of(setting, whole, parts, mistakes=mistakes, posted=posted)
    if mistakes or "save" not in posted:
        return _page(request, setting, grid, mistakes=mistakes, status=422 if mistakes else 200)
    try:
        changed = actions.break_down(setting.indicator, whole, parts, edition=_edition(posted), **_by(request))
    except actions.ChangedMeanwhile:
        return _page(request, setting, grid, conflict=True, status=409)
    messages.success(request, say("breakdown.saved" if changed else "breakdown.unchanged"))
    return redirect(request.get_full_path())


def _read(setting, posted):
    numbers = [one.pk for one in setting.organisations]
    whole, parts, mistakes = read_grid(posted, numbers, setting.years, whole=setting.whole.pk)
    if setting.course is not None:  # the plan's own numbers are the plan's
        whole = replace(whole, base=setting.course.base_value, target=setting.course.target_value)
    return going_along(setting, whole), parts, mistakes


def _proposed(setting, whole, parts, posted):
    """The drafts with the targets of a proposal, to be edited before they are saved."""
    ways = {way.value: way for way in Way}
    way = ways.get(posted["way"])
    breakdown = complete(setting.indicator, whole, parts, weights=setting.weights)
    numbers = [part.organisation for part in parts]
    sizes = queries.latest_of(setting.indicator, numbers) if breakdown.cumulative else None
    targets = propose(breakdown, way, sizes=sizes) if way is not None else {}
    parts = [_with_target(part, targets[part.organisation]) if part.organisation in targets else part for part in parts]
    written = {f"target-{one}": write_figure(value) for one, value in targets.items()}
    shapes = {f"shape-{part.organisation}": part.shape for part in parts}
    return parts, {**posted, **written, **shapes}


def _with_target(part, target):
    """A part with a proposed target; years that were typed led to another one."""
    return replace(part, target=target, shape=ALONG if part.shape == TYPED else part.shape, years={})


def _page(request, setting, grid, *, mistakes=(), conflict=False, status=200):
    indicator = setting.indicator
    last = last_break_down(indicator)
    context = {
        "indicator": indicator,
        "of": setting.whole,
        "grid": grid,
        "mistakes": mistakes,
        "conflict": conflict,
        "edition": request.POST.get("edition", indicator.edition),
        "ways": ways_of(grid.breakdown),
        "shapes": SHAPES,
        "shapes_of_whole": setting.shapes_of_whole,
        "parts": PARTS,
        "last": last,
        "last_by": names_of([last.actor], request.user).get(last.actor, "") if last else "",
        "last_at": parse_datetime(last.at) if last else None,
        "saved": _saved(setting),
    }
    return render(request, "indicators/break_down.html", context, status=status)


def _saved(setting):
    """Organisation -> the course that stands for it, whose page says who set it."""
    rows = {organisation: course.pk for organisation, course in setting.courses.items()}
    return rows | ({setting.whole.pk: setting.course.pk} if setting.course is not None else {})


@require_POST
def undo(request, pk):
    """Put back what a break-down changed last."""
    found = get_object_or_404(queries.indicators_for_page(request.user, on=timezone.localdate()), pk=pk)
    try:
        actions.undo_break_down(found, edition=_edition(request.POST), **_by(request))
    except (actions.ChangedMeanwhile, actions.NothingToUndo):
        messages.error(request, say("breakdown.nothing-to-undo"))
    else:
        messages.success(request, say("breakdown.undone"))
    return redirect("indicators:break-down", pk=pk)


def _edition(posted):
    given = posted.get("edition", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else -1


def _by(request):
    return {"actor": request.user, "origin": origin_of(request), "at": timezone.now()}
