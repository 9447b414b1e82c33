"""Who may look at which plans and versions, and who may work on them."""

from django.db.models import Q

from kechuang.web.organisations import access as organisations
from kechuang.web.plans.models import Finding, Item, Plan, Version
from kechuang.web.plans.states import Stage
from kechuang.web.questions import Among, Question
from kechuang.web.remembering import once_a_page


def versions_visible_to(person, *, on):
    """Adopted versions where ``person`` may see plans, and of the organisations above theirs; drafts where they review."""
    return Version.objects.filter(_visible(**scope_of(person, on)))


def scope_of(person, on):
    """The organisations whose adopted versions, and those whose drafts, ``person`` may look at."""
    adopted = organisations.reach(person, "plan.see")
    if adopted:
        adopted |= organisations.line_above(person, on=on)
    return {"adopted": adopted, "drafts": organisations.reach(person, "plan.see-draft")}


def _visible(adopted, drafts):
    """The condition: adopted versions of some organisations, versions at any stage of others."""
    return Q(Among("plan__organisation_id", adopted), stage=Stage.ADOPTED) | Q(Among("plan__organisation_id", drafts))


def plans_visible_to(person, *, on):
    """Plans with a version ``person`` may look at."""
    return Plan.objects.filter(pk__in=plans_seen(person, on))


@once_a_page
def plans_seen(person, on):
    """Their ids: a bureau has few plans, and whatever is shown of one is asked for by them."""
    return frozenset(_PLANS_SEEN.rows(**scope_of(person, on)))


def visible_versions(slot):
    """The versions of ``versions_visible_to`` in a question; ``scope_of`` gives what it asks for."""
    return Version.objects.filter(_visible(slot.numbers("adopted"), slot.numbers("drafts")))


_PLANS_SEEN = Question(lambda slot: visible_versions(slot).values_list("plan_id", flat=True).distinct())


def items_visible_to(person, *, on):
    """Items of versions ``person`` may look at."""
    return Item.objects.filter(version__in=versions_visible_to(person, on=on))


def findings_visible_to(person, *, on):
    """Findings of versions where one may look at drafts: an audit is for those who make and judge the plan."""
    reach = organisations.reach(person, "plan.see-draft")
    return Finding.objects.filter(version__in=versions_visible_to(person, on=on), version__plan__organisation__in=reach)


def require(person, verb, version):
    """Raise PermissionDenied unless ``person`` may do ``verb`` to this version."""
    organisations.require(person, verb, version.plan.organisation_id)
