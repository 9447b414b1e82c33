"""Plans, versions, items, findings."""

from tests.web.rights.rules.rule import BOTH, GET, POST, Rule, anybody, sees_version, there, version


def _item(methods, does=anybody):
    return Rule(methods, subject="item", sees=sees_version, does=does)


RULES: dict[str, Rule] = {
    "plans:list": Rule(verb="plan.see"),
    "plans:upload": Rule(BOTH, verb="plan.upload"),
    "plans:plan": Rule(subject="plan", sees=sees_version),
    "plans:adjust": Rule(BOTH, subject="plan", sees=sees_version, does=there("plan.upload")),
    "plans:version": version(GET),
    "plans:progress": version(GET),
    "plans:difference": version(GET),
    "plans:accept": version(POST, there("plan.review")),
    "plans:add": version(BOTH, there("plan.review")),
    "plans:adopt": version(POST, there("plan.adopt")),
    "plans:discard": version(BOTH, there("plan.upload")),
    "plans:again": version(POST, there("plan.upload")),
    "plans:item": _item(GET),
    "plans:reject": _item(POST, there("plan.review")),
    "plans:correct": _item(BOTH, there("plan.review")),
    "plans:put-back": _item(POST, there("plan.review")),
    "plans:findings": version(GET, there("plan.see-draft")),
    "plans:findings-file": Rule(subject="version", sees=sees_version, does=there("plan.see-draft"), words=("json",)),
    "plans:audit-again": version(POST, there("plan.review")),
    "plans:label": Rule(
        POST,
        subject="finding",
        sees=there("plan.see-draft"),
        does=there("plan.review"),
        data=(("verdict", "accepted"),),
    ),
}
