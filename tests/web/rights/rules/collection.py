"""Rounds, returns, evidence, workbooks."""

from tests.web.rights.rules.rule import BOTH, GET, POST, Rule, anybody, in_stages, is_own, there
from tests.web.rights.world import Subject, Who


def sees_round(who: Who, subject: Subject) -> bool:
    """Who manages the rounds of its plan, and who may see a return of it."""
    filed_by = subject.state.partition(" ")[0]
    return subject.place in who.reach("round.manage") or filed_by in who.reach("return.see")


def fills_in_round(who: Who, subject: Subject) -> bool:
    """Who may fill in the return of the round."""
    return subject.state.partition(" ")[0] in who.reach("return.fill")


def _return(methods, does=anybody, **more):
    return Rule(methods, subject="return", sees=there("return.see"), does=does, **more)


_WHY = (("reason", "r"),)
_COUNTY, _BUREAU = "return.approve-county", "return.approve"
_APPROVES = {"submitted": _COUNTY, "county-approved": _BUREAU}
_UNAPPROVES = {"county-approved": _COUNTY, "bureau-approved": _BUREAU, "locked": _BUREAU}
RULES: dict[str, Rule] = {
    "collection:list": Rule(verb="return.see"),
    "collection:open": Rule(BOTH, verb="round.manage"),
    "collection:queue": Rule(verb=("return.approve-county", "return.approve")),
    "collection:batch": Rule(POST),
    "collection:round": Rule(subject="round", sees=sees_round),
    "collection:close": Rule(POST, subject="round", sees=sees_round, does=there("round.manage")),
    "collection:change": Rule(BOTH, subject="round", sees=sees_round, does=there("round.manage")),
    "collection:round-workbook": Rule(subject="round", sees=sees_round),
    "collection:round-take-in": Rule(POST, subject="round", sees=sees_round, does=fills_in_round),
    "collection:workbook": _return(GET),
    "collection:take-in": _return(POST, there("return.fill")),
    "collection:marked": Rule(subject="marked-book", sees=is_own),
    "collection:call-for": Rule(POST, subject="round", sees=sees_round, does=there("round.manage")),
    "collection:return": _return(GET),
    "collection:fill": _return(BOTH, there("return.fill")),
    "collection:check": _return(POST, there("return.fill")),
    "collection:attach": _return(POST, there("return.fill")),
    "collection:approve": _return(POST, in_stages(_APPROVES)),
    "collection:send-back": _return(POST, in_stages(_APPROVES), data=_WHY),
    "collection:unapprove": _return(POST, in_stages(_UNAPPROVES), data=_WHY),
    "collection:lock": _return(POST, there("return.approve")),
    "collection:evidence": Rule(subject="evidence", sees=there("return.see")),
    "collection:detach": Rule(POST, subject="evidence", sees=there("return.see"), does=there("return.fill")),
}
