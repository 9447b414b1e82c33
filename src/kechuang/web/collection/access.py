"""Who may look at which rounds and returns."""

from django.db.models import Exists, OuterRef, Q

from kechuang.domain.collection.lifecycle import Stage
from kechuang.web.collection.models import Evidence, Return, Round
from kechuang.web.organisations import access as organisations
from kechuang.web.questions import Among

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
    return Round.objects.filter(rounds_within(**scope_of(person)))


def scope_of(person):
    """What ``rounds_within`` asks for."""
    return {"seen": organisations.reach(person, "return.see"), "managed": organisations.reach(person, "round.manage")}


def rounds_within(seen, managed):
    """The condition: rounds with a return of some organisations, and those of the plans of others."""
    returns = Return.objects.filter(Among("organisation_id", seen), round=OuterRef("pk"))
    return Q(Exists(returns)) | Q(Among("plan__organisation_id", managed))


def evidence_visible_to(person):
    """Evidence of returns ``person`` may look at."""
    return Evidence.objects.filter(in_return__in=returns_visible_to(person))


def require(person, verb, filed):
    """Raise PermissionDenied unless ``person`` may do ``verb`` to this return."""
    organisations.require(person, verb, filed.organisation_id)


def require_manage(person, plan):
    """Raise PermissionDenied unless ``person`` manages rounds of this plan."""
    organisations.require(person, "round.manage", plan.organisation_id)
