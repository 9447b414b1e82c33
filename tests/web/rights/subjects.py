"""Things to see in every organisation and every state, made directly: how they came about does not matter here."""

from datetime import timedelta
from hashlib import sha256

from allauth.socialaccount.models import SocialAccount
from django.utils import timezone

from kechuang.domain.collection.lifecycle import Stage as Filed
from kechuang.domain.tasks.life import State
from kechuang.web.accounts.models import SignedIn
from kechuang.web.api.models import Token
from kechuang.web.collection.models import Evidence, MarkedBook, Return, Round
from kechuang.web.evaluations.models import Evaluation, Recipe, Result, Snapshot
from kechuang.web.evaluations.states import Stage as Evaluated
from kechuang.web.indicators.models import Course, Indicator, Observation
from kechuang.web.indicators.states import Origin
from kechuang.web.journal.actions import record
from kechuang.web.journal.models import Entry
from kechuang.web.lists.models import SavedView
from kechuang.web.notices.models import Notice
from kechuang.web.organisations.models import Delegation, HeldRole, Person
from kechuang.web.organisations.roles import Role, Scope
from kechuang.web.overview.models import Screen
from kechuang.web.plans.audits import ANNUAL
from kechuang.web.plans.models import Audit, Finding, Item, Original, Plan, Version
from kechuang.web.plans.originals import path_of
from kechuang.web.plans.states import Stage, Standing
from kechuang.web.publication.models import Publication, Release, Target
from kechuang.web.tasks.models import Report, Task, WorkLink, WorkPlan
from tests.web.rights.world import PARENT, SINCE, Subject

NOW = timezone.now()
TEXT = "研发经费达到10亿元"
VALUES = {
    "measure": "研发经费",
    "bound": "=",
    "low": 10,
    "high": 10,
    "unit": "亿元",
    "year": 2030,
    "title": "任务",
    "name": "研发经费",
    "baseline": None,
    "target": None,
}


def make_plans(places, everybody):
    """A plan with one version in each stage for each organisation, an item in each, and the tasks of the adopted ones."""
    by = next(who.person for who in everybody if who.person)
    for place, organisation in places.items():
        for stage in Stage:
            name = f"{place}-{stage}"
            original = Original.objects.create(sha256=name.ljust(64, "0"), name=name, size=1, text=TEXT)
            plan = Plan.objects.create(organisation=organisation, title=name, added_at=NOW)
            adopted = {"adopted_by": by, "adopted_at": NOW} if stage == Stage.ADOPTED else {}
            version = Version.objects.create(
                plan=plan, number=1, original=original, stage=stage, uploaded_by=by, uploaded_at=NOW, **adopted
            )
            yield Subject("plan", place, stage, plan.pk, plan)
            yield Subject("version", place, stage, version.pk, version)
            Audit.objects.create(version=version, at=NOW)
            finding = Finding.objects.create(version=version, mark=name, position=0, rule="total", severity="error")
            yield Subject("finding", place, stage, finding.pk, finding)
            screen = Screen.objects.create(
                plan=plan, place="大厅", fingerprint=name.ljust(64, "0"), made_by=by, made_at=NOW,
                ends_at=NOW + timedelta(days=1),
            )  # fmt: skip
            yield Subject("screen", place, stage, screen.pk, screen)
            if stage != Stage.ADOPTED:  # the items of an adopted version are kept by triggers
                yield from _items(version, place, stage)


def _items(version, place, stage):
    item = Item.objects.create(
        version=version,
        kind="commitments",
        position=0,
        read=VALUES,
        values=VALUES,
        start=0,
        end=len(TEXT),
        line=1,
        quote=TEXT,
        standing=Standing.PENDING,
    )
    yield Subject("item", place, stage, item.pk, item)


def make_tasks(places, everybody):
    """A task of each organisation's plan, led by each organisation in turn, in each state, with a report that has no file."""
    by = next(who.person for who in everybody if who.person)
    items = {item.version.plan.organisation_id: item for item in Item.objects.select_related("version__plan")}
    for place, organisation in places.items():
        item = items[organisation.pk]
        plan = Plan.objects.create(organisation=organisation, title=f"{place} tasks", added_at=NOW)
        for led_by in PARENT:
            for state in State:
                if led_by != place and state != State.UNDER_WAY:
                    continue
                one = Item.objects.create(
                    version=item.version, kind="tasks", position=Item.objects.count(), read=VALUES, values=VALUES,
                    start=0, end=1, line=1, quote="任",
                )  # fmt: skip
                task = Task.objects.create(
                    plan=plan, item=one, kind="task", position=0, title="任务", lead=places[led_by], state=state,
                    since=SINCE,
                )  # fmt: skip
                report = Report.objects.create(task=task, day=SINCE, state=state, words="进展", by=by, at=NOW)
                yield Subject("task", place, f"{led_by} {state}", task.pk, task)
                yield Subject("report", place, f"{led_by} {state}", report.pk, report)


def make_indicators(places, everybody):
    """An indicator of an adopted plan and one of a plan under review, for each organisation."""
    items = {item.version.plan.organisation_id: item for item in Item.objects.select_related("version__plan")}
    for place, organisation in places.items():
        for stage in (Stage.ADOPTED, Stage.REVIEW):
            plan = Plan.objects.get(title=f"{place}-{stage}")
            item = items[organisation.pk]
            indicator = Indicator.objects.create(plan=plan, item=item, position=0, name="研发经费", unit="亿元")
            yield Subject("indicator", place, stage, indicator.pk, indicator)
            screen = Screen.objects.create(
                plan=plan,
                place="r",
                fingerprint=f"{place}-{stage}",
                made_by=next(who.person for who in everybody if who.person),
                made_at=NOW,
                ends_at=NOW + timedelta(days=1),
            )
            yield Subject("screen", place, stage, screen.pk, screen)
            value = Observation.objects.create(
                indicator=indicator, organisation=organisation, year=2026, value=1, origin=Origin.PLAN, at=NOW
            )
            yield Subject("observation", place, stage, value.pk, value)
            course = Course.objects.create(indicator=indicator, organisation=organisation, target_value=2)
            yield Subject("course", place, stage, course.pk, course)


def make_work_plans(places, everybody):
    """A yearly work plan of each organisation, under review and adopted, laid beside its plan; a link where it is reviewed."""
    by = next(who.person for who in everybody if who.person)
    for place, organisation in places.items():
        beside = Version.objects.get(plan__title=f"{place}-{Stage.ADOPTED}")
        for stage in (Stage.REVIEW, Stage.ADOPTED):
            plan = Plan.objects.create(organisation=organisation, title=f"{place} yearly {stage}", added_at=NOW)
            adopted = {"adopted_by": by, "adopted_at": NOW} if stage == Stage.ADOPTED else {}
            version = Version.objects.create(
                plan=plan,
                number=1,
                original=beside.original,
                stage=stage,
                identity={"kind": ANNUAL, "period": {"start": 2026, "end": 2026}},
                uploaded_by=by,
                uploaded_at=NOW,
                **adopted,
            )
            laid = WorkPlan.objects.create(version=version, beside=beside, year=2026, by=by, at=NOW)
            yield Subject("work-plan", place, stage, version.pk, version)
            if stage == Stage.REVIEW:
                item = next(one.row for one in _items(version, place, stage))
                indicator = Indicator.objects.get(plan=beside.plan)
                link = WorkLink.objects.create(work_plan=laid, item=item, indicator=indicator, how="by-hand", at=NOW)
                yield Subject("work-link", place, stage, link.pk, link)


_UPWARDS = (Filed.SUBMITTED, Filed.COUNTY_APPROVED, Filed.BUREAU_APPROVED, Filed.LOCKED)


def _steps_to(stage):
    if stage == Filed.DRAFT:
        return ()
    return (Filed.SUBMITTED, stage) if stage == Filed.RETURNED else _UPWARDS[: _UPWARDS.index(stage) + 1]


def make_returns(places, everybody):
    """A return of each organisation in each stage, in rounds of its own plan and of the one above, with a file."""
    by = next(who.person for who in everybody if who.person)
    file = Original.objects.create(sha256=sha256(b"file").hexdigest(), name="file.pdf", size=4)
    kept = path_of(file.sha256)
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_bytes(b"file")
    days = {"year": 2026, "opens_on": SINCE, "closes_on": SINCE}
    for place, organisation in places.items():
        for owner in {place, "above"}:
            for stage in Filed:
                plan = Plan.objects.get(title=f"{owner}-{Stage.ADOPTED}")
                round_ = Round.objects.create(plan=plan, title=f"{owner} {stage}", opened_by=by, opened_at=NOW, **days)
                filed = Return.objects.create(round=round_, organisation=organisation, submitted_at=NOW)
                yield Subject("round", owner, f"{place} {stage}", round_.pk, round_)
                yield Subject("return", place, stage, filed.pk, filed)
                if owner == place:
                    shown = Evidence.objects.create(in_return=filed, original=file, name="file.pdf", by=by, at=NOW)
                    yield Subject("evidence", place, stage, shown.pk, shown)
                for step in _steps_to(stage):  # triggers let a return go one step at a time
                    Return.objects.filter(pk=filed.pk).update(stage=step)
    for who in everybody:
        if who.person is not None:
            book = MarkedBook.objects.create(
                round=round_, by=who.person, original=file, name="file.xlsx", mistakes=1, at=NOW
            )
            yield Subject("marked-book", "own", f"of {who.name}", book.pk, book)


def make_evaluations(places, everybody):
    """An evaluation of each organisation's adopted plan in each stage, with a file and without results; a recipe."""
    by = next(who.person for who in everybody if who.person)
    for place, organisation in places.items():
        version = Version.objects.get(plan__title=f"{place}-{Stage.ADOPTED}")
        written = {"sha256": "0" * 64, "by": by, "at": NOW}
        snapshot = Snapshot.objects.create(version=version, as_of=2026, content=b"{}", values_count=0, **written)
        recipe = Recipe.objects.create(organisation=organisation, name="r", number=1, title="r", text="r", **written)
        yield Subject("recipe", place, "", recipe.pk, recipe)
        for stage in Evaluated:
            digest = "" if stage == Evaluated.DRAFT else "0" * 64
            one = Evaluation.objects.create(
                plan=version.plan,
                snapshot=snapshot,
                kind="midterm",
                stage=stage,
                digest=digest,
                begun_by=by,
                begun_at=NOW,
            )
            Result.objects.create(
                evaluation=one, name="file.txt", media_type="text/plain", content=b"x", sha256="0" * 64
            )
            yield Subject("evaluation", place, stage, one.pk, one)
        publication = Publication.objects.create(plan=version.plan, slug=f"{organisation.pk}", begun_at=NOW)
        released = {"number": 1, "kind": "plan", "snapshot": snapshot, "content": b"{}", "reason": "r"}
        release = Release.objects.create(publication=publication, **released, **written)
        yield Subject("release", place, "", release.pk, release)
    target = Target.objects.create(url="https://data.example/", nonce="n", by=by, at=NOW)
    yield Subject("target", "", "", target.pk, target)


def make_accounts(places, everybody):
    """Somebody in each organisation, open and closed, with a role, a session, a delegation and a notice."""
    for place, organisation in places.items():
        for state in ("open", "closed"):
            person = Person(username=f"{place}-{state}", name=place, organisation=organisation)
            person.is_active = state == "open"
            person.set_unusable_password()
            person.save()
            held = HeldRole.objects.create(person=person, role=Role.REPORTER, scope=Scope.OWN, starts_on=SINCE)
            yield Subject("person", place, state, person.pk, person)
            yield Subject("held-role", place, state, held.pk, held)
            yield from _possessions(place, state, person, everybody)
    for who in everybody:
        if who.person is not None:
            yield from _possessions("own", f"of {who.name}", who.person, everybody)


def _possessions(place, state, person, everybody):
    other = next(who.person for who in everybody if who.person and who.person != person)
    session = SignedIn.objects.create(person=person, key="", way="password", at=NOW, ended_at=NOW, ending="ended")
    yield Subject("session", place, state, session.pk, session)
    days = {"starts_on": SINCE, "ends_on": SINCE + timedelta(days=1)}
    left = Delegation.objects.create(person=person, delegate=other, roles=["reporter"], reason="r", **days)
    yield Subject("delegation", place, state, left.pk, left)
    link = SocialAccount.objects.create(user=person, provider="oidc", uid=person.username)
    yield Subject("link", place, state, link.pk, link)
    view = SavedView.objects.create(person=person, page="plans:list", name="v", shared=True, made_at=NOW)
    yield Subject("saved-view", place, state, view.pk, view)
    notice = Notice.objects.create(recipient=person, key="test", link="overview:home", queued_at=NOW)
    yield Subject("notice", place, state, notice.pk, notice)
    token = Token.objects.create(
        person=person, name="t", digest=f"{person.pk:064d}", hint="t", organisation=person.organisation, made_at=NOW,
        expires_at=NOW + timedelta(days=1),
    )  # fmt: skip
    yield Subject("token", place, state, token.pk, token)


def make_entries(places, everybody):
    """An entry of the journal about each organisation."""
    for place, organisation in places.items():
        record("organisations.imported", organisation, origin="10.0.0.8")
        entry = Entry.objects.latest("number")
        yield Subject("entry", place, "", entry.pk, entry)


FACTORIES = (
    make_plans,
    make_indicators,
    make_tasks,
    make_work_plans,
    make_returns,
    make_evaluations,
    make_accounts,
    make_entries,
)
