"""What each role is there for, verb by verb: written from what people in an office do, not from the site's own table."""

from kechuang.web.organisations.roles import Role

_LOOKS = frozenset({"plan.see", "indicator.see", "task.see", "return.see"})
_JUDGES = frozenset({"plan.see-draft", "evaluation.see", "publication.see"})
DUTIES: dict[Role, frozenset[str]] = {
    # 规划处: reads and reviews plans, breaks them down, collects, evaluates
    Role.PLANNER: _LOOKS
    | _JUDGES
    | {
        "plan.upload",
        "plan.review",
        "indicator.break-down",
        "screen.make",
        "task.assign",
        "task.instruct",
        "round.manage",
        "return.approve",
        "evaluation.run",
    },
    # 局领导: adopts, instructs, signs, makes public
    Role.DIRECTOR: _LOOKS | _JUDGES | {"plan.adopt", "task.instruct", "evaluation.sign", "publication.release"},
    # 填报员: reports for one organisation
    Role.REPORTER: _LOOKS | {"task.report", "return.fill"},
    # 区县审核员: approves what those below reported
    Role.APPROVER: _LOOKS | {"return.approve-county"},
    # 第三方: looks, and gives an opinion
    Role.EVALUATOR: _LOOKS | _JUDGES | {"evaluation.give-opinion"},
    # 三员分立: whoever administers or audits takes no part in business
    Role.AUDITOR: frozenset({"journal.read"}),
    Role.ADMINISTRATOR: frozenset({"organisation.manage", "webhook.manage"}),
}
