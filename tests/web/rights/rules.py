"""What each address is for, and what the tables of roles say about it: written from the tables, not from the views.

A rule says by which methods an address is asked, which verb it asks for before anything else, what goes into it, who sees that
(whoever does not gets 404), and who may do the deed to it (whoever sees it and may not gets 403).
"""

from collections.abc import Callable
from dataclasses import dataclass

from kechuang.web.plans.states import Stage
from tests.web.rights.world import Subject, Who

GET, POST, BOTH = ("GET",), ("POST",), ("GET", "POST")
Test = Callable[[Who, Subject], bool]


def anybody(who: Who, subject: Subject) -> bool:
    """Nothing is asked."""
    return True


def everywhere(verb: str) -> Test:
    """Who has the verb, over whatever organisations."""
    return lambda who, subject: who.may(verb)


def there(verb: str) -> Test:
    """Who has the verb over the subject's organisation."""
    return lambda who, subject: subject.place in who.reach(verb)


@dataclass(frozen=True)
class Rule:
    """One address. Of several verbs one is enough; ``sees`` and ``does`` are asked of whoever has ``verb``; ``open`` addresses ask nobody to sign in."""

    methods: tuple[str, ...] = GET
    open: bool = False
    verb: str | tuple[str, ...] | None = None
    subject: str | None = None
    sees: Test = anybody
    does: Test = anybody
    exists: Test = anybody  # what there is to do or to see, for whoever may
    words: tuple[str | int, ...] = ()  # what else goes into an address
    data: tuple[tuple[str, str], ...] = ()  # what a deed asks for before it asks who may do it


def sees_version(who: Who, subject: Subject) -> bool:
    """Adopted: who may see plans there, and those below it; else: who may see drafts there."""
    drafts = subject.place in who.reach("plan.see-draft")
    return drafts or (subject.state == Stage.ADOPTED and subject.place in who.over("plan.see"))


def sees_task(who: Who, subject: Subject) -> bool:
    """Where the plan is, or where its lead is."""
    return bool({subject.place, _lead(subject)} & who.reach("task.see"))


def leads_task(who: Who, subject: Subject) -> bool:
    """Who reports for its lead."""
    return _lead(subject) in who.reach("task.report")


def _lead(subject: Subject) -> str:
    return subject.state.partition(" ")[0]


def sees_indicator(who: Who, subject: Subject) -> bool:
    """Where one may look at the plan and at indicators at all."""
    return who.may("indicator.see") and sees_version(who, subject)


def sees_observation(who: Who, subject: Subject) -> bool:
    """The whole's, and those of one's own organisation and below, where one may look at the indicator."""
    return sees_indicator(who, subject) and subject.place in who.over("indicator.see")


def sees_round(who: Who, subject: Subject) -> bool:
    """Who manages the rounds of its plan, and who may see a return of it."""
    filed_by = subject.state.partition(" ")[0]
    return subject.place in who.reach("round.manage") or filed_by in who.reach("return.see")


def fills_in_round(who: Who, subject: Subject) -> bool:
    """Who may fill in the return of the round."""
    return subject.state.partition(" ")[0] in who.reach("return.fill")


def in_stages(verbs: dict[str, str]) -> Test:
    """Who has the verb of the stage over the subject's organisation; in a stage of no verb there is nothing to do."""
    return lambda who, subject: subject.state not in verbs or subject.place in who.reach(verbs[subject.state])


def is_own(who: Who, subject: Subject) -> bool:
    """What belongs to whoever is looking."""
    return subject.state == f"of {who.name}"


def owns_or_manages(who: Who, subject: Subject) -> bool:
    """What belongs to whoever is looking, or to an account they manage."""
    return is_own(who, subject) or who.may("organisation.manage")


def _version(methods, does=anybody):
    return Rule(methods, subject="version", sees=sees_version, does=does)


def _of_plan(methods, does):
    return Rule(methods, subject="plan", sees=sees_version, does=does)


def _item(methods, does=anybody):
    return Rule(methods, subject="item", sees=sees_version, does=does)


def _account(subject="person", methods=POST):
    return Rule(methods, subject=subject, sees=everywhere("organisation.manage"))


def _task(methods, does=anybody):
    return Rule(methods, subject="task", sees=sees_task, does=does)


def _return(methods, does=anybody, **more):
    return Rule(methods, subject="return", sees=there("return.see"), does=does, **more)


def _indicator(methods, does=anybody):
    return Rule(methods, subject="indicator", sees=sees_indicator, does=does)


def _evaluation(methods=GET, does=anybody, **more):
    return Rule(methods, subject="evaluation", sees=there("evaluation.see"), does=does, **more)


def nobody(who: Who, subject: Subject) -> bool:
    """Nothing is there."""
    return False


_BEFORE_SIGNING = dict.fromkeys(("draft", "computed", "opinion-given"), "evaluation.run")
_WITHDRAWS = _BEFORE_SIGNING | dict.fromkeys(("signed", "published", "withdrawn"), "evaluation.sign")
_WHY = (("reason", "r"),)
_COUNTY, _BUREAU = "return.approve-county", "return.approve"
_APPROVES = {"submitted": _COUNTY, "county-approved": _BUREAU}
_UNAPPROVES = {"county-approved": _COUNTY, "bureau-approved": _BUREAU, "locked": _BUREAU}
RULES: dict[str, Rule] = {
    "language": Rule(POST, open=True),
    # overview
    "overview:home": Rule(),
    "overview:healthy": Rule(open=True),
    "overview:search": Rule(),
    "overview:inbox": Rule(),
    "overview:batch": Rule(POST),
    "overview:monitor": Rule(verb="indicator.see"),
    "overview:heat-map": Rule(verb="indicator.see"),
    "overview:changed": Rule(verb="indicator.see"),
    "overview:lineage-item": Rule(subject="item", sees=sees_version),
    "overview:lineage-observation": Rule(subject="observation", sees=sees_observation),
    "overview:lineage-course": Rule(subject="course", sees=sees_observation),
    "overview:screens": Rule(BOTH, verb="screen.make"),
    "overview:withdraw-screen": Rule(POST, subject="screen", sees=there("screen.make")),
    # notices
    "notices:list": Rule(),
    "notices:address": Rule(POST),
    "notices:read-all": Rule(POST),
    "notices:read": Rule(POST, subject="notice", sees=is_own),
    # lists
    "lists:remove": Rule(POST, subject="saved-view", sees=is_own),
    # accounts
    "accounts:sign-in": Rule(BOTH, open=True),
    "accounts:code": Rule(BOTH, open=True),
    "accounts:sign-out": Rule(POST),
    "accounts:unlink": Rule(POST, subject="link", sees=is_own),
    "accounts:password": Rule(BOTH),
    "accounts:own": Rule(),
    "accounts:act": Rule(POST),
    "accounts:factor": Rule(BOTH),
    "accounts:remove-factor": Rule(POST),
    "accounts:new-codes": Rule(POST),
    "accounts:end-sessions": Rule(POST),
    "accounts:end-session": Rule(POST, subject="session", sees=is_own),
    "accounts:delegate": Rule(BOTH),
    "accounts:withdraw": Rule(POST, subject="delegation", sees=owns_or_manages),
    "accounts:people": Rule(verb="organisation.manage"),
    "accounts:add-person": Rule(BOTH, verb="organisation.manage"),
    "accounts:person": _account(methods=GET),
    "accounts:hand-out-password": _account(),
    "accounts:switch-off": _account(),
    "accounts:grant-role": _account(),
    "accounts:take-factor": _account(),
    "accounts:end-sessions-of": _account(),
    "accounts:end-role": _account("held-role"),
    # organisations
    "organisations:list": Rule(verb="organisation.manage"),
    "organisations:template": Rule(verb="organisation.manage"),
    "organisations:import": Rule(POST, verb="organisation.manage"),
    # plans
    "plans:list": Rule(verb="plan.see"),
    "plans:upload": Rule(BOTH, verb="plan.upload"),
    "plans:plan": Rule(subject="plan", sees=sees_version),
    "plans:adjust": Rule(BOTH, subject="plan", sees=sees_version, does=there("plan.upload")),
    "plans:version": _version(GET),
    "plans:progress": _version(GET),
    "plans:difference": _version(GET),
    "plans:accept": _version(POST, there("plan.review")),
    "plans:add": _version(BOTH, there("plan.review")),
    "plans:adopt": _version(POST, there("plan.adopt")),
    "plans:discard": _version(BOTH, there("plan.upload")),
    "plans:again": _version(POST, there("plan.upload")),
    "plans:item": _item(GET),
    "plans:reject": _item(POST, there("plan.review")),
    "plans:correct": _item(BOTH, there("plan.review")),
    "plans:put-back": _item(POST, there("plan.review")),
    "plans:findings": _version(GET, there("plan.see-draft")),
    "plans:findings-file": Rule(subject="version", sees=sees_version, does=there("plan.see-draft"), words=("json",)),
    "plans:audit-again": _version(POST, there("plan.review")),
    "plans:label": Rule(
        POST,
        subject="finding",
        sees=there("plan.see-draft"),
        does=there("plan.review"),
        data=(("verdict", "accepted"),),
    ),
    # indicators
    "indicators:list": Rule(verb="indicator.see"),
    "indicators:follow": _version(POST, there("indicator.break-down")),
    "indicators:indicator": _indicator(GET),
    "indicators:describe": _indicator(BOTH, there("indicator.break-down")),
    "indicators:break-down": _indicator(BOTH, there("indicator.break-down")),
    "indicators:assess": _of_plan(POST, there("indicator.break-down")),
    "indicators:export": _of_plan(GET, there("indicator.break-down")),
    "indicators:import": _of_plan(BOTH, there("indicator.break-down")),
    "indicators:export-history": _of_plan(GET, there("indicator.break-down")),
    "indicators:import-history": _of_plan(BOTH, there("indicator.break-down")),
    "indicators:undo": _indicator(POST, there("indicator.break-down")),
    # collection
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
    # evaluations: without results, which would have to be computed
    "evaluations:list": Rule(verb="evaluation.see"),
    "evaluations:begin": Rule(BOTH, verb="evaluation.run"),
    "evaluations:evaluation": _evaluation(),
    "evaluations:progress": _evaluation(),
    "evaluations:again": _evaluation(POST, there("evaluation.run"), exists=lambda who, one: one.state == "draft"),
    "evaluations:index": _evaluation(exists=nobody),
    "evaluations:working": _evaluation(exists=nobody, words=("510001",)),
    "evaluations:outlook": _evaluation(exists=nobody, words=(1,)),
    "evaluations:file": _evaluation(words=("file.txt",)),
    "evaluations:opinion": _evaluation(POST, there("evaluation.give-opinion")),
    "evaluations:sign": _evaluation(BOTH, there("evaluation.sign")),
    "evaluations:withdraw": _evaluation(BOTH, in_stages(_WITHDRAWS)),
    "evaluations:recipes": Rule(verb="evaluation.see"),
    "evaluations:add-recipe": Rule(BOTH, verb="evaluation.run"),
    "evaluations:recipe": Rule(verb="evaluation.see", subject="recipe", sees=there("evaluation.see")),
    # publication
    "publication:list": Rule(verb="publication.see"),
    "publication:release": Rule(BOTH, verb="publication.release"),
    "publication:release-evaluation": Rule(
        BOTH,
        subject="evaluation",
        sees=lambda who, one: one.state in ("signed", "published") and one.place in who.reach("publication.release"),
    ),
    "publication:withdraw": Rule(
        BOTH, subject="release", sees=there("publication.see"), does=there("publication.release")
    ),
    "publication:webhooks": Rule(verb="webhook.manage"),
    "publication:add-webhook": Rule(BOTH, verb="webhook.manage"),
    "publication:webhook": Rule(verb="webhook.manage", subject="target"),
    "publication:switch-webhook": Rule(POST, verb="webhook.manage", subject="target"),
    "public:home": Rule(open=True),
    "public:feed": Rule(open=True),
    "public:sitemap": Rule(open=True),
    "robots": Rule(open=True),
    # tasks
    "tasks:list": Rule(verb="task.see"),
    "tasks:follow": Rule(
        POST,
        subject="version",
        sees=lambda who, one: one.state == Stage.ADOPTED and one.place in who.reach("task.assign"),
    ),
    "tasks:names": Rule(verb="task.assign"),
    "tasks:assign": Rule(BOTH, verb="task.assign"),
    "tasks:export": Rule(verb="task.assign"),
    "tasks:import": Rule(BOTH, verb="task.assign"),
    "tasks:task": _task(GET),
    "tasks:report": _task(POST, leads_task),
    "tasks:instruct": _task(POST, there("task.instruct")),
    "tasks:move": _task(POST, there("task.assign")),
    "tasks:evidence": Rule(subject="report", sees=sees_task),
    "tasks:work-plans": Rule(verb="task.see"),
    "tasks:work-plan": Rule(verb="task.see", subject="work-plan", sees=sees_version),
    "tasks:link": Rule(POST, subject="work-plan", sees=sees_version, does=there("task.assign")),
    "tasks:link-by-hand": Rule(POST, subject="work-plan", sees=sees_version, does=there("task.assign"), exists=nobody),
    "tasks:judge-link": Rule(
        POST,
        subject="work-link",
        sees=sees_version,
        does=there("task.assign"),
        data=(("state", "confirmed"),),
    ),
    # api: its operations are asked one by one in tests/web/api
    "api:docs": Rule(),
    "api:description": Rule(open=True),
    "api:tokens": Rule(BOTH),
    "api:revoke": Rule(POST, subject="token", sees=is_own),
    # journal
    "journal:list": Rule(verb="journal.read"),
    "journal:entry": Rule(verb="journal.read", subject="entry"),
    "journal:outside": Rule(verb="journal.read"),
}
# Addresses that say "no such page" to whoever may use them, where what a request must name is not named.
NAMING = {
    "journal:row": Rule(verb="journal.read", words=("organisations_organisation", "0")),
    "indicators:returned": Rule(words=("history",)),
    "tasks:link-by-hand": Rule(POST, words=("0",)),
    "lists:save": Rule(POST),
    "api:call": Rule(BOTH, open=True, words=("none",)),
    "accounts:go": Rule(POST, open=True, words=("none",)),
    "accounts:link": Rule(POST, words=("none",)),
    "openid_connect_callback": Rule(open=True, words=("none",)),
    "weixin_callback": Rule(open=True),
    "dingtalk_callback": Rule(open=True),
    "feishu_callback": Rule(open=True),
    "overview:wall": Rule(open=True, words=("none",)),
    "charts:engine": Rule(open=True, words=("none",)),
    "charts:draw": Rule(POST, open=True),
    "public:newest": Rule(open=True, words=("none",)),
    "public:plan": Rule(open=True, words=("none", 1)),
    "public:indicator": Rule(open=True, words=("none", 1, "none")),
    "public:evaluation": Rule(open=True, words=("none", 1)),
    "public:data": Rule(open=True, words=("none", 1)),
    "public:file": Rule(open=True, words=("none", 1, "none")),
    "tasks:match": Rule(POST, verb="task.assign"),
    "tasks:check": Rule(POST, verb="task.assign"),
    "tasks:returned": Rule(verb="task.assign"),
}
