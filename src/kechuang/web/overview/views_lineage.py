"""Where a number came from: a value, what a plan says, and what an organisation is to reach with what is to be expected of it."""

from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kechuang.web.indicators.access import courses_visible_to, indicators_visible_to, observations_visible_to
from kechuang.web.organisations import access
from kechuang.web.organisations.queries import names_of
from kechuang.web.overview.courses import course_lineage
from kechuang.web.overview.lineage import entries_of, lineage_of, passage_of
from kechuang.web.plans.access import items_visible_to
from kechuang.web.plans.summary import summarise


@require_safe
def observation(request, pk):
    """One value: what it was made of, its revisions, and what the journal says."""
    on = timezone.localdate()
    visible = observations_visible_to(request.user, on=on).select_related("indicator__plan", "organisation", "by")
    found = get_object_or_404(visible, pk=pk)
    lineage = lineage_of(found, request.user, on=on)
    newest = next((one for one in lineage.revisions), found)
    context = {
        "lineage": lineage,
        "value": found,
        "newest": newest,
        "names": names_of({one.actor for one in lineage.entries}, request.user),
        "may_read_journal": access.may(request.user, "journal.read"),
    }
    return render(request, "overview/lineage_observation.html", context)


@require_safe
def item(request, pk):
    """One thing a plan says: its words in the document, what was read, what was corrected, and by whom."""
    on = timezone.localdate()
    visible = items_visible_to(request.user, on=on).select_related("version__plan__organisation", "version__original")
    found = get_object_or_404(visible, pk=pk)
    entries = entries_of(found)
    context = {
        "item": found,
        "line": summarise(found.kind, found.values),
        "read": summarise(found.kind, found.read) if found.read and found.read != found.values else None,
        "passage": passage_of(found),
        "indicators": indicators_visible_to(request.user, on=on).filter(item=found),
        "entries": entries,
        "names": names_of({found.changed_by, *(one.actor for one in entries)}, request.user),
        "may_read_journal": access.may(request.user, "journal.read"),
    }
    return render(request, "overview/lineage_item.html", context)


@require_safe
def course(request, pk):
    """What an indicator should do in one organisation: the sentence or who set it, the path, and what is judged of it."""
    on = timezone.localdate()
    visible = courses_visible_to(request.user, on=on).select_related(
        "indicator__plan", "indicator__item", "organisation"
    )
    found = get_object_or_404(visible.prefetch_related("years"), pk=pk)
    lineage = course_lineage(found, request.user, on=on)
    context = {
        "lineage": lineage,
        "names": names_of({one.entry.actor for one in lineage.settings}, request.user),
        "course": found,
        "indicator": found.indicator,
        "is_whole": found.organisation_id == found.indicator.plan.organisation_id,
        "assessment": lineage.assessment,
        "pace": lineage.pace,
        "years": sorted(found.years.all(), key=lambda one: one.year),
        "may_read_journal": access.may(request.user, "journal.read"),
    }
    return render(request, "overview/lineage_course.html", context)
