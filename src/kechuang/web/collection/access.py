"""Who may look at which rounds and returns."""

from django.db.models import Exists, OuterRef, Q

from kechuang.domain.collection.lifecycle import Stage
from kechuang.web.collection.models import Cell, Evidence, Return, Round
from kechuang.web.organisations import access as organisations

# Whose step it is: what asks for approval, and whose approval would be taken back.
APPROVES = {Stage.SUBMITTED: "return.approve-county", Stage.COUNTY_APPROVED: "return.approve"}
UNAPPROVES = {
    Stage.COUNTY_APPROVED: "return.approve-county",
    Stage.BUREAU_APPROVED: "return.approve",
    Stage.LOCKED: "return.approve",
}


def returns_visible_to(person):
    """Returns of organisations where ``person`` may see returns."""
    return Return.objects.filter(organisation__in=organisations.reach(person, "return.see"))


def rounds_visible_to(person):
    """Rounds with a return ``person`` may look at, and those they manage."""
    seen = Exists(returns_visible_to(person).filter(round=OuterRef("pk")))
    return Round.objects.filter(Q(seen) | Q(plan__organisation__in=organisations.reach(person, "round.manage")))


def cells_visible_to(person):
    """Cells of returns ``person`` may look at."""
    return Cell.objects.filter(in_return__in=returns_visible_to(person))


def evidence_visible_to(person):
    """Evidence of returns ``person`` may look at."""
    return Evidence.objects.filter(in_return__in=returns_visible_to(person))


def require(person, verb, filed):
    """Raise PermissionDenied unless ``person`` may do ``verb`` to this return."""
    organisations.require(person, verb, filed.organisation_id)


def require_manage(person, plan):
    """Raise PermissionDenied unless ``person`` manages rounds of this plan."""
    organisations.require(person, "round.manage", plan.organisation_id)
