"""The roles, how far a role reaches, and which verb needs which role: the only such table."""

from collections.abc import Mapping
from enum import StrEnum


class Kind(StrEnum):
    """What kind of organisation it is."""

    BUREAU = "bureau"
    COUNTY = "county"
    DEPARTMENT = "department"
    PARK = "park"
    TOWNSHIP = "township"


class Role(StrEnum):
    """Who somebody is at work."""

    PLANNER = "planner"  # 规划编制人员
    DIRECTOR = "director"  # 局领导
    REPORTER = "reporter"  # 填报人
    APPROVER = "approver"  # 县（区）审核人
    EVALUATOR = "evaluator"  # 第三方评估机构：看全部，改不了
    AUDITOR = "auditor"  # 安全审计员：看留痕
    ADMINISTRATOR = "administrator"  # 系统管理员：没有业务权限


class Scope(StrEnum):
    """Which organisations a role reaches."""

    OWN = "own"
    BELOW = "below"  # one's own and all below
    LISTED = "listed"
    ALL = "all"


BUSINESS = frozenset({Role.PLANNER, Role.DIRECTOR, Role.REPORTER, Role.APPROVER, Role.EVALUATOR})
VERBS: Mapping[str, frozenset[Role]] = {
    "plan.see": BUSINESS,
    "plan.see-draft": frozenset({Role.PLANNER, Role.DIRECTOR, Role.EVALUATOR}),
    "plan.upload": frozenset({Role.PLANNER}),
    "plan.review": frozenset({Role.PLANNER}),
    "plan.adopt": frozenset({Role.DIRECTOR}),
    # indicators
    "indicator.see": BUSINESS,
    "indicator.break-down": frozenset({Role.PLANNER}),
    # monitoring
    "screen.make": frozenset({Role.PLANNER}),
    # tasks
    "task.see": BUSINESS,
    "task.assign": frozenset({Role.PLANNER}),
    "task.report": frozenset({Role.REPORTER}),
    "task.instruct": frozenset({Role.DIRECTOR, Role.PLANNER}),
    # collection
    "round.manage": frozenset({Role.PLANNER}),
    "return.see": BUSINESS,
    "return.fill": frozenset({Role.REPORTER}),
    "return.approve-county": frozenset({Role.APPROVER}),
    "return.approve": frozenset({Role.PLANNER}),
    # evaluations
    "evaluation.see": frozenset({Role.PLANNER, Role.DIRECTOR, Role.EVALUATOR}),
    "evaluation.run": frozenset({Role.PLANNER}),
    "evaluation.give-opinion": frozenset({Role.EVALUATOR}),
    "evaluation.sign": frozenset({Role.DIRECTOR}),
    # publication
    "publication.see": frozenset({Role.PLANNER, Role.DIRECTOR, Role.EVALUATOR}),
    "publication.release": frozenset({Role.DIRECTOR}),
    "webhook.manage": frozenset({Role.ADMINISTRATOR}),
    # journal
    "journal.read": frozenset({Role.AUDITOR}),
    "organisation.manage": frozenset({Role.ADMINISTRATOR}),
}
# Whoever administers or audits takes no part in business, and neither does the other's work.
SEPARATE = (BUSINESS, frozenset({Role.AUDITOR}), frozenset({Role.ADMINISTRATOR}))


def are_compatible(roles: set[Role]) -> bool:
    """Whether one person may hold all of ``roles``: business, auditing and administering are kept apart (三员分立)."""
    return sum(bool(roles & group) for group in SEPARATE) <= 1
