"""Who may look at which indicators, values and assessments."""

from django.db.models import Q

from kechuang.web.indicators.models import Assessment, Course, Indicator, Observation, VerdictChange
from kechuang.web.organisations import access as organisations
from kechuang.web.plans.access import plans_seen
from kechuang.web.questions import Among


def indicators_visible_to(person, *, on):
    """The indicators of plans ``person`` may look at, where they may see indicators at all."""
    if not organisations.reach(person, "indicator.see"):
        return Indicator.objects.none()
    return Indicator.objects.filter(Among("plan_id", plans_seen(person, on)))


def observations_visible_to(person, *, on):
    """Values of what ``person`` may look at: the whole's (all above them) and those of their own organisation and below."""
    return Observation.objects.filter(_within(person, on))


def assessments_visible_to(person, *, on):
    """Assessments, as their values."""
    return Assessment.objects.filter(_within(person, on))


def verdict_changes_visible_to(person, *, on):
    """The history of verdicts, as their values."""
    return VerdictChange.objects.filter(_within(person, on))


def courses_visible_to(person, *, on):
    """Paths and differentiated targets, as their values."""
    return Course.objects.filter(_within(person, on))


def organisations_seen(person, *, on):
    """The organisations whose values ``person`` may look at."""
    reach = organisations.reach(person, "indicator.see")
    if not reach:
        return frozenset()
    return reach | organisations.line_above(person, on=on)


def scope_of(person, *, on):
    """What ``within`` asks for."""
    return {"organisations": organisations_seen(person, on=on), "plans": plans_seen(person, on)}


def within(organisations, plans):
    """The condition on values, assessments and courses: of these organisations, and of these plans' indicators."""
    return Q(Among("organisation_id", organisations), Among("indicator__plan_id", plans))


def may_break_down(person):
    """The organisations whose plans' indicators ``person`` may break down."""
    return organisations.reach(person, "indicator.break-down")


def require_break_down(person, plan):
    """Raise PermissionDenied unless ``person`` may break down the indicators of this plan."""
    organisations.require(person, "indicator.break-down", plan.organisation_id)


def _within(person, on):
    return within(**scope_of(person, on=on))
