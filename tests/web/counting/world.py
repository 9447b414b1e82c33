"""Everything there is to list on the site: one of each, then two, then three, by the site's own deeds where they are quick."""

import json
from datetime import timedelta
from types import SimpleNamespace

from django.utils import timezone

from kechuang.web.accounts.models import SignedIn
from kechuang.web.api.actions import make_token
from kechuang.web.collection import actions as collection
from kechuang.web.collection.models import Evidence
from kechuang.web.evaluations import actions as evaluations
from kechuang.web.evaluations.models import Evaluation
from kechuang.web.indicators import actions as indicators
from kechuang.web.indicators.models import Assessment, Course, Indicator, Observation
from kechuang.web.journal.actions import record
from kechuang.web.journal.binding import COLUMNS
from kechuang.web.journal.models import Entry, RowChange
from kechuang.web.journal.rows import OUTSIDE
from kechuang.web.lists.actions import save_view
from kechuang.web.notices.actions import queue
from kechuang.web.notices.models import Channel, Delivery, Notice
from kechuang.web.organisations.models import Delegation
from kechuang.web.organisations.roles import VERBS, Kind, Role, Scope
from kechuang.web.overview.screens import make_screen
from kechuang.web.plans import actions as plans
from kechuang.web.plans import reviewing
from kechuang.web.plans.audits import ANNUAL
from kechuang.web.plans.carry import Found, Read
from kechuang.web.plans.models import Audit, Finding, FindingLabel, Item
from kechuang.web.plans.originals import keep_original
from kechuang.web.publication import actions as publication
from kechuang.web.publication.models import Target
from kechuang.web.tasks import assigning, following
from kechuang.web.tasks.models import Instruction, Milestone, Report, Task, WorkLink, WorkPlan
from tests.web.collection.conftest import PLAIN, fill, submit
from tests.web.conftest import SINCE, make_organisation, make_person
from tests.web.evaluations.conftest import RECIPE, results_of
from tests.web.indicators.conftest import DOCUMENT, ROWS, SERIES, adopt, by, read_of, source

BASE = "https://plans.example.org"
NOW = timezone.now()
SHOWN = tuple(ROWS[at] for at in (0, 3, 4))  # sums: what a county files can be checked and added up


class World:
    """``grow`` adds one more of everything; what was made last, and what lists the rest, stands under a name."""

    def __init__(self):
        self.bureau = make_organisation("510000", "市科技局", Kind.BUREAU)
        self.people = {role.value: make_person(role.value, self.bureau, role) for role in Role}
        self.counties, self.made, self.tokens, self.size = [], SimpleNamespace(), {}, 0

    def grow(self):
        """One more of everything, in the order in which the later rests on the earlier."""
        self.size += 1
        for step in STEPS:
            step(self, self.made, by(self.people["planner"]))


def _organisations(world, made, acting):
    """A county more, with somebody who reports for it; two at first: an index ranks no place alone."""
    for _ in range(2 if world.size == 1 else 1):
        at = len(world.counties) + 1
        made.county = make_organisation(f"5100{at}0", f"{at}县", parent=world.bureau)
        made.person = make_person(f"clerk{at}", made.county, Role.REPORTER, Scope.OWN)
        world.counties.append(made.county)
        world.people.setdefault("clerk", made.person)


def _accounts(world, made, acting):
    planner, other = world.people["planner"], world.people["director"]
    days = {"starts_on": SINCE, "ends_on": timezone.localdate() + timedelta(days=9), "reason": "出差"}
    Delegation.objects.create(person=planner, delegate=made.person, roles=["planner"], **days)
    Delegation.objects.create(person=made.person, delegate=planner, roles=["reporter"], **days)
    make_person(f"deputy{world.size}", world.bureau, Role.PLANNER)
    SignedIn.objects.create(person=planner, key="", way="password", at=NOW, ended_at=NOW, ending="ended")
    SignedIn.objects.create(person=other, key="", way="password", at=NOW, ended_at=NOW, ending="ended")
    made.ends = planner
    for role in (Role.PLANNER, Role.AUDITOR, Role.ADMINISTRATOR):
        verbs = sorted(verb for verb, roles in VERBS.items() if role in roles)
        given = {"name": f"平台{world.size}", "verbs": verbs, "organisation": world.bureau, "days": 9}
        _, world.tokens[role.value] = make_token(**given, **by(world.people[role.value]))
    for page in ("plans:list", "tasks:list"):
        save_view(page, name=f"{world.size}", query="", shared=False, **acting)


def _told(world, made, acting):
    link = ("organisations:list",)
    queue("round-opened", [world.people["planner"]], at=NOW, link=link, round="调查", day=SINCE)
    made.entry = Entry.objects.latest("number")
    last = Notice.objects.order_by("-pk").first()
    Delivery.objects.create(notice=last, channel=Channel.EMAIL, due_at=NOW)


def _task(at, lead):
    said = {"number": f"{at}.", "title": f"任务{at}", "lead": lead, "support": [], "deadline": "2030年12月"}
    return Found("tasks", at, {**said, "source": source("研发经费")}, ())


def _plans(world, made, acting):
    """The plan goes to its next version, with an indicator and a task more."""
    said = read_of(SHOWN[: world.size], SERIES[:1])
    said.found.extend(_task(at, one.name) for at, one in enumerate(world.counties))
    why = {"reason": "调整", "basis": "文件", "plan": made.plan} if world.size > 1 else {}
    version = plans.upload(b"plan", name="plan.txt", organisation=world.bureau, **why, **acting)
    plans.keep_reading(version, DOCUMENT, said, at=NOW)
    reviewing.accept(version, version.items.values_list("pk", flat=True), **acting)
    made.version = plans.adopt(version, **by(world.people["director"]))
    made.plan = made.version.plan
    indicators.follow_plan(made.version, **acting)
    following.follow_plan(made.version, **acting)


def _review(world, made, acting):
    """A second plan has an item and a finding more in the version under review; a third of its own is not begun."""
    if world.size == 1:
        first = adopt(world.people, world.bureau, read_of(SHOWN[:1]))
        why = {"reason": "调整", "basis": "文件", "plan": first.plan}
        made.draft = plans.upload(b"draft", name="draft.txt", organisation=world.bureau, **why, **acting)
        plans.keep_reading(made.draft, DOCUMENT, Read({**read_of().identity}, [], [], []), at=NOW)
        made.draft.refresh_from_db()
        Audit.objects.get_or_create(version=made.draft, defaults={"at": NOW})
    else:
        plans.upload(f"{world.size}".encode(), name="next.txt", organisation=world.bureau, **acting)
    made.item = _item(made.draft, "indicators", ROWS[world.size])
    mark = f"{world.size:040d}"
    found = {"position": world.size, "rule": "restated.promise", "severity": "error", "sources": [source("研发经费")]}
    Finding.objects.create(version=made.draft, mark=mark, details={"measure": "研发经费"}, **found)
    FindingLabel.objects.create(
        plan=made.draft.plan, version=made.draft, mark=mark, verdict="accepted", by=acting["actor"], at=NOW
    )


def _item(version, kind, values):
    """One more thing a version under review says."""
    at = Item.objects.filter(version=version, kind=kind).count()
    place = {"start": 5, "end": 9, "line": 2, "quote": "研发经费"}
    return Item.objects.create(version=version, kind=kind, position=at, read=values, values=values, **place)


def _courses(world, made, acting):
    """Every indicator is divided among every county; each has a value of its own, and the first one what becomes of it."""
    rows = list(Indicator.objects.filter(plan=made.plan).order_by("position"))
    made.indicator = rows[0]
    for row in rows:
        for place in (world.bureau, *world.counties):
            goals = {"base_value": 10, "target_value": 20}
            Course.objects.get_or_create(indicator=row, organisation=place, defaults=goals)
    made.course = Course.objects.filter(indicator=rows[0]).order_by("pk").first()
    values = [
        indicators.Value(row.pk, place.pk, year, world.size, origin="imported", source={"file": "年报.xlsx", "row": 2})
        for row in rows
        for place in world.counties
        for year in (2025, 2026)
    ]
    indicators.keep_observations(values, **acting)
    made.observation = Observation.objects.filter(indicator=rows[0]).latest("pk")
    for place in (world.bureau, *world.counties):
        Assessment.objects.get_or_create(
            indicator=rows[0], organisation=place, defaults={"verdict": "at-risk", "probability": 0.4, "at": NOW}
        )


def _tasks(world, made, acting):
    """The first task has one more of all there is to say about it."""
    made.task = Task.objects.filter(plan=made.plan).order_by("pk").first()
    Milestone.objects.create(task=made.task, title=f"第{world.size}步", due=SINCE, done=SINCE)
    said = {"task": made.task, "words": "进展", "by": acting["actor"], "at": NOW}
    asked = Instruction.objects.create(order="supervise", **said)
    shown = {"evidence": keep_original(b"%PDF", "现场.pdf"), "evidence_name": "现场.pdf"}
    given = {"day": SINCE, "state": "under-way", "answers": asked, "problem": "用地"}
    made.report = Report.objects.create(**given, **shown, **said)
    for row in Task.objects.filter(plan=made.plan):
        assignment = assigning.Assignment(row.pk, row.edition, made.county.pk, frozenset(), SINCE, None)
        assigning.assign([assignment], **acting)
    made.task.supporting.set(world.counties[:-1])
    lost = {"kind": "task", "since": SINCE, "plan": made.plan, "title": "无主", "position": 90 + world.size}
    Task.objects.create(item=made.item, lead_name=f"某{world.size}局", **lost)


def _work_plans(world, made, acting):
    """Three years' work plans, and in the first of them one more link to an indicator and to a task."""
    said = {"kind": ANNUAL, "period": {"start": 2026, "end": 2026}, "title": f"{world.size}要点", "problems": []}
    yearly = plans.upload(f"y{world.size}".encode(), name="y.txt", organisation=world.bureau, **acting)
    plans.keep_reading(yearly, DOCUMENT, Read(said, [], [], []), at=NOW)
    laid = WorkPlan.objects.create(version=yearly, beside=made.version, year=2026, by=acting["actor"], at=NOW)
    if world.size == 1:
        made.yearly, made.laid = yearly, laid
    given = {"work_plan": made.laid, "how": "work-link.by-hand", "at": NOW}
    promise = {
        "measure": "研发经费",
        "bound": "=",
        "low": 10,
        "high": 10,
        "unit": "亿元",
        "year": 2026,
        "basis": "level",
    }
    item = _item(made.yearly, "commitments", {**promise, "box": None, "source": source("研发经费")})
    WorkLink.objects.create(item=item, indicator=made.indicator, **given)
    item = _item(made.yearly, "tasks", _task(world.size, "县").values)
    WorkLink.objects.create(item=item, task=made.task, **given)


def _rounds(world, made, acting):
    """Two rounds of every indicator among every county: the returns of one are submitted, those of the other not begun."""
    today = timezone.localdate()
    days = {"opens_on": today, "closes_on": today + timedelta(days=9), "period": "Y"}
    asked = [(row, True) for row in Indicator.objects.filter(plan=made.plan).order_by("position")]
    given = {"indicators": asked, "units": list(world.counties), **days, **acting}
    blank = collection.open_round(made.plan, title=f"待填{world.size}", year=2030, **given)
    made.round = collection.open_round(made.plan, title=f"调查{world.size}", year=2026, **given)
    made.filed, made.blank = (one.returns.order_by("pk").first() for one in (made.round, blank))
    original = keep_original(b"file", "file.pdf")
    shown = {"original": original, "name": "file.pdf", "by": acting["actor"], "at": NOW}
    for filed in [made.filed, made.blank] * world.size:
        made.evidence = Evidence.objects.create(in_return=filed, **shown)
    for filed in made.round.returns.select_related("organisation"):
        clerk = filed.organisation.people.first()
        fill(filed, clerk, {row.name: PLAIN[row.name] for row, _ in asked})
        submit(filed, clerk)


def _evaluations(world, made, acting):
    recipe = evaluations.keep_recipe(world.bureau, name=f"recipe{world.size}", text=RECIPE, reason="首次采用", **acting)
    begun = evaluations.begin(made.version, kind="midterm", as_of=2026, recipe=recipe, **acting)
    evaluations.keep_results(begun, results_of(begun), at=NOW)
    computed = Evaluation.objects.get(pk=begun.pk)
    made.recipe, made.computed = recipe, computed
    evaluator, director = world.people["evaluator"], world.people["director"]
    for _ in range(world.size):
        evaluations.give_opinion(computed, text="同意结论。", digest=computed.digest, **by(evaluator))
    evaluations.sign(computed, digest=computed.digest, **by(director))


def _published(world, made, acting):
    made.target = made.target if world.size > 1 else None
    one = Target.objects.create(url=f"https://{world.size}.example/", nonce="n", by=acting["actor"], at=NOW)
    made.target = made.target or one
    made.screen, made.ticket = make_screen(made.plan, place=f"{world.size}厅", days=9, **acting)
    words, director = {"reason": "定期公开", "base": BASE, "counties": True}, by(world.people["director"])
    made.release = publication.release(made.version, kind="progress", as_of=2026, **words, **director)
    made.code = json.loads(bytes(made.release.content))["dataset"]["indicators"][0]["code"]
    made.evaluated = publication.release_evaluation(made.computed, **words, **director)


def _outside(world, made, acting):
    """What was changed outside the site, the plan's title among it: what goes before is bound, and this by an entry about it."""
    record("demo.made")
    one = RowChange.objects.create(
        at=NOW.isoformat(),
        table_name="plans_plan",
        row_key=str(made.plan.pk),
        done="changed",
        before='{"title":"规划"}',
        after=f'{{"title":"规划{world.size}"}}',
    )
    record(OUTSIDE, rows=[[getattr(one, column) for column in COLUMNS]])


STEPS = (
    _organisations,
    _accounts,
    _told,
    _plans,
    _review,
    _courses,
    _tasks,
    _work_plans,
    _rounds,
    _evaluations,
    _published,
    _outside,
)
