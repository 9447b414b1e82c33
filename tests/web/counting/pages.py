"""Who looks at each page, what goes into its address, and which pages list nothing."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace

from kechuang.web.api.site import API
from kechuang.web.tasks.views import TABS
from tests.web.rights.matrix import names_of
from tests.web.rights.rules import NAMING, RULES

Made = SimpleNamespace


@dataclass(frozen=True)
class Page:
    """Who looks, and what of the world goes into the address; a page that is not named here is the planner's and takes nothing."""

    who: str = "planner"
    about: Callable[[Made], tuple] = lambda made: ()
    asked: Mapping[str, str] = field(default_factory=dict)


def _of(name: str, who: str = "planner", *more, **asked: str) -> Page:
    return Page(who, lambda made: (getattr(made, name).pk, *more), asked)


def _released(*more) -> Page:
    return Page("", lambda made: (made.release.publication.slug, made.release.number, *more))


# Several where a page shows different things to different people, or a part of itself at a time.
PAGES: dict[str, Page | tuple[Page, ...]] = {
    "overview:home": tuple(map(Page, ("planner", "director", "approver", "clerk", "administrator"))),
    "accounts:sign-in": Page(""),
    "accounts:people": Page("administrator"),
    "accounts:add-person": Page("administrator"),
    "accounts:person": _of("ends", "administrator"),
    "organisations:list": Page("administrator"),
    "organisations:template": Page("administrator"),
    "overview:search": Page(asked={"q": "研发经费"}),
    "overview:lineage-item": _of("item"),
    "overview:lineage-observation": _of("observation"),
    "overview:lineage-course": _of("course"),
    "overview:wall": Page("", lambda made: (made.ticket,)),
    "plans:plan": _of("plan"),
    "plans:adjust": _of("plan"),
    "plans:version": _of("draft"),
    "plans:progress": _of("draft"),
    "plans:difference": _of("draft"),
    "plans:add": _of("draft"),
    "plans:discard": _of("draft"),
    "plans:item": _of("item"),
    "plans:correct": _of("item"),
    "plans:findings": _of("draft", shown="all"),
    "plans:findings-file": _of("draft", "planner", "json"),
    "indicators:indicator": _of("indicator"),
    "indicators:describe": _of("indicator"),
    "indicators:break-down": _of("indicator"),
    "indicators:export": _of("plan"),
    "indicators:import": _of("plan"),
    "indicators:export-history": _of("plan"),
    "indicators:import-history": _of("plan"),
    "tasks:task": tuple(_of("task", tab=tab) for tab in TABS),
    "tasks:evidence": _of("report"),
    "tasks:work-plan": _of("yearly"),
    "collection:queue": Page("approver"),
    "overview:inbox": (Page(), Page("approver"), Page("clerk")),
    "collection:list": (Page(), Page("clerk")),
    "collection:round": _of("round"),
    "collection:change": _of("round"),
    "collection:round-workbook": _of("round"),
    "collection:workbook": _of("filed"),
    "collection:return": _of("filed"),
    "collection:fill": _of("blank", "clerk"),
    "collection:evidence": _of("evidence"),
    "evaluations:evaluation": _of("computed"),
    "evaluations:progress": _of("computed"),
    "evaluations:index": _of("computed"),
    "evaluations:outlook": Page(about=lambda made: (made.computed.pk, made.indicator.pk)),
    "evaluations:working": Page(about=lambda made: (made.computed.pk, "510010")),
    "evaluations:file": _of("computed", "planner", "results.json"),
    "evaluations:sign": _of("computed", "director"),
    "evaluations:withdraw": _of("computed", "director"),
    "evaluations:recipe": _of("recipe"),
    "publication:release": Page("director"),
    "publication:release-evaluation": _of("computed", "director"),
    "publication:withdraw": _of("release", "director"),
    "publication:webhooks": Page("administrator"),
    "publication:add-webhook": Page("administrator"),
    "publication:webhook": _of("target", "administrator"),
    "public:home": Page(""),
    "public:plan": _released(),
    "public:indicator": Page("", lambda made: (made.release.publication.slug, made.release.number, made.code)),
    "public:evaluation": Page("", lambda made: (made.release.publication.slug, made.evaluated.number)),
    "public:data": _released(),
    "public:file": _released("figures.csv"),
    "journal:list": Page("auditor", asked={"deed": "round.opened"}),
    "journal:export": Page("auditor", asked={"deed": "round.opened"}),
    "journal:entry": Page("auditor", lambda made: (1,)),
    "journal:outside": Page("auditor"),
    "journal:row": Page("auditor", lambda made: ("plans_plan", made.plan.pk)),
}


def addresses() -> list[str]:
    """Every address of the URL configuration that answers a look, but those that have nothing to show without a deed before."""
    rules = {**NAMING, **RULES}
    return [name for name, _ in names_of() if "GET" in rules[name].methods and name not in AFTER_A_DEED]


def looks_at() -> Iterator[tuple[str, str, Page]]:
    """Every look at a page: what it is called, the address, who looks at what."""
    for name in addresses():
        given = PAGES.get(name, Page())
        for page in given if isinstance(given, tuple) else (given,):
            yield (
                " ".join((name, page.who if isinstance(given, tuple) else "", *page.asked.values())).strip(),
                name,
                page,
            )


def operations() -> Iterator[tuple[str, str]]:
    """Every question of the interface for programs: its path and its name."""
    for path, verbs in API.get_openapi_schema(path_prefix="")["paths"].items():
        if "get" in verbs and f"api {verbs['get']['operationId']}" not in AFTER_A_DEED:
            yield path, verbs["get"]["operationId"]


# Who asks, and what goes into the address.
CALLS = {
    "journal-list": ("auditor", ""),
    "journal-entry": ("auditor", "entry"),
    "row-changes-list": ("auditor", ""),
    "plans-plan": ("planner", "plan"),
    "plans-version": ("planner", "draft"),
    "plans-items": ("planner", "draft"),
    "plans-item": ("planner", "item"),
    "plans-findings": ("planner", "draft"),
    "plans-text": ("planner", "draft"),
    "plans-missed": ("planner", "draft"),
    "indicators-workbook": ("planner", "plan"),
    "indicators-history": ("planner", "plan"),
    "tasks-milestones": ("planner", "task"),
    "tasks-instructions": ("planner", "task"),
    "tasks-reports": ("planner", "task"),
    "tasks-report-file": ("planner", "report"),
    "tasks-work-plan": ("planner", "yearly"),
    "organisations-workbook": ("administrator", ""),
    "collection-findings": ("planner", "blank"),
    "collection-evidence": ("planner", "filed"),
    "collection-evidence-file": ("planner", "evidence"),
    "collection-workbook": ("planner", "filed"),
    "collection-round-workbook": ("planner", "round"),
    "evaluations-file": ("planner", "computed"),
    "indicators-indicator": ("planner", "indicator"),
    "indicators-break-down": ("planner", "indicator"),
    "evaluations-recipe": ("planner", "recipe"),
    "indicators-courses": ("planner", "indicator"),
    "indicators-assessments": ("planner", "indicator"),
    "tasks-task": ("planner", "task"),
    "collection-round": ("planner", "round"),
    "collection-return": ("planner", "filed"),
    "evaluations-evaluation": ("planner", "computed"),
    "publication-release": ("planner", "release"),
}
# Answers to what somebody did a moment before: a sign-in elsewhere, a file that was not taken in, a drawing of this release.
AFTER_A_DEED = frozenset(
    {
        "accounts:code",
        "openid_connect_callback",
        "weixin_callback",
        "dingtalk_callback",
        "feishu_callback",
        "indicators:returned",
        "tasks:returned",
        "collection:marked",
        "charts:engine",
        "api:call",
        "public:newest",
        "security",  # the place names nobody
        "favicon",
        "api indicators-returned",
        "api collection-marked",
    }
)
# These list nothing: forms, one thing by itself, files that were put in, what the site says of itself, what no deed of a test stands for.
STILL = frozenset(
    {
        "overview:home administrator",
        "overview:healthy",
        "plans:adjust",
        "plans:progress",
        "plans:add",
        "plans:discard",
        "plans:correct",
        "plans:item",
        "accounts:sign-in",
        "accounts:password",
        "accounts:factor",
        "indicators:import",
        "indicators:import-history",
        "tasks:import",
        "tasks:task planner basics",  # its supporters stand in one line
        "tasks:evidence",
        "collection:evidence",
        "evaluations:progress",
        "evaluations:withdraw",
        "evaluations:add-recipe",
        "evaluations:recipe",
        "publication:release-evaluation",
        "publication:withdraw",
        "publication:add-webhook",
        "robots",
        "api:docs",
        "api:description",
        "api me",
        "api plans-text",
        "api plans-missed",
        "api tasks-report-file",
        "api tasks-names",  # its tasks are given a lead one grow later
        "api collection-evidence-file",
        "api journal-entry",
        "api plans-version",
        "api plans-item",
        "api indicators-indicator",
        "api tasks-task",
        "api collection-round",
        "api evaluations-recipe",
        "api publication-release",
    }
)
