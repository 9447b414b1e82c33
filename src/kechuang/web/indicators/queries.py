"""Indicators, courses and observations for pages and for decisions."""

from django.db.models import Exists, OuterRef
from django.utils import timezone

from kechuang.domain.indicators.aggregation import parts_of
from kechuang.web.indicators import access
from kechuang.web.indicators.models import Course, Indicator, Observation
from kechuang.web.indicators.states import WHOLE_YEAR, State
from kechuang.web.organisations.facts import tree_on
from kechuang.web.organisations.models import Organisation
from kechuang.web.plans.access import plans_seen
from kechuang.web.plans.models import Version
from kechuang.web.plans.states import Stage
from kechuang.web.questions import Among, Question


def newest_observations(*, indicators=None, organisations=None, years=None, period=None, withdrawn=False, among=None):
    """The observations that count: the highest revision of each place, those withdrawn left out unless asked for.

    ``indicators`` and ``organisations`` are rows or ids; ``among`` narrows to what somebody may see.
    """
    found = Observation.objects.all() if among is None else among
    if indicators is not None:
        found = found.filter(indicator__in=indicators)
    if organisations is not None:
        found = found.filter(organisation__in=organisations)
    if years is not None:
        found = found.filter(year__in=years)
    if period is not None:
        found = found.filter(period=period)
    if not withdrawn:
        found = found.exclude(state=State.WITHDRAWN)
    return found.filter(~Exists(_later()))


def revisions_there():
    """The revisions of the place of the row around it, the newest first."""
    same = {name: OuterRef(name) for name in ("indicator", "organisation", "year", "period")}
    return Observation.objects.filter(**same).order_by("-revision")


def _later():
    return revisions_there().order_by().filter(revision__gt=OuterRef("revision"))


def newest_of(places):
    """The highest revision at each of the places ``(indicator, organisation, year, period)``."""
    found = newest_observations(
        indicators={place[0] for place in places},
        organisations={place[1] for place in places},
        years={place[2] for place in places},
        withdrawn=True,
    )
    rows = {(one.indicator_id, one.organisation_id, one.year, one.period): one for one in found}
    return {place: rows[place] for place in places if place in rows}


def yearly_values(indicators, *, organisations=None, among=None):
    """(indicator, organisation) -> year -> the observation of the whole year that counts; values only."""
    found = newest_observations(
        indicators=indicators, organisations=organisations, period=WHOLE_YEAR, among=among
    ).filter(state=State.VALUE)
    return by_place(found.order_by("year"))


def by_place(observations):
    """(indicator, organisation) -> year -> the observation."""
    values = {}
    for one in observations:
        values.setdefault((one.indicator_id, one.organisation_id), {})[one.year] = one
    return values


def versions_to_follow(person, *, on):
    """The newest adopted version of each plan ``person`` may break down, where it is not the one that is followed."""
    mine = access.may_break_down(person)
    if not mine:
        return Version.objects.none()
    newer = Version.objects.filter(plan=OuterRef("plan"), stage=Stage.ADOPTED, number__gt=OuterRef("number"))
    followed = Indicator.objects.filter(plan=OuterRef("plan"), followed=True, item__version=OuterRef("pk"))
    older = Indicator.objects.filter(plan=OuterRef("plan"))
    found = Version.objects.filter(stage=Stage.ADOPTED, plan__organisation__in=mine)
    waiting = found.filter(~Exists(newer), ~Exists(followed)).annotate(again=Exists(older))
    return waiting.select_related("plan__organisation").order_by("-adopted_at")


def plans_followed(person, *, on):
    """Plans with indicators ``person`` may look at, the newest first: (plan id, title, organisation id)."""
    if not access.organisations_seen(person, on=on):
        return []
    return sorted(_PLANS_FOLLOWED.rows(plans=plans_seen(person, on)), key=lambda row: -row[0])


def _plans_followed(slot):
    found = Indicator.objects.filter(Among("plan_id", slot.numbers("plans")), followed=True)
    return found.values_list("plan_id", "plan__title", "plan__organisation_id").distinct()


_PLANS_FOLLOWED = Question(_plans_followed)


def organisations_numbered(numbers):
    """The organisations with these numbers, by code; whoever asks knows who sees them."""
    return _ORGANISATIONS.rows(those=numbers)


_ORGANISATIONS = Question(lambda slot: Organisation.objects.filter(Among("pk", slot.numbers("those"))).order_by("code"))


def indicators_for_page(person, *, on):
    """Indicators with all that a page about one shows."""
    visible = access.indicators_visible_to(person, on=on)
    return visible.select_related("plan__organisation", "item__version", "numerator", "denominator", "lead")


def whole_course(indicator, organisation):
    """The course of the organisation whose share is divided, with its years; None where it has none."""
    found = Course.objects.filter(indicator=indicator, organisation=organisation)
    return found.select_related("organisation").prefetch_related("years").first()


def courses_of(indicator):
    """Everybody's course with its years, by the codes of organisations."""
    found = Course.objects.filter(indicator=indicator).select_related("organisation").prefetch_related("years")
    return list(found.order_by("organisation__code"))


def parts_below(indicator, organisation):
    """The courses directly below an organisation: each belongs to the nearest above it that has one."""
    courses = courses_of(indicator)
    parents = tree_on(timezone.localdate()).parents
    direct = parts_of(parents, [*(one.organisation_id for one in courses), organisation]).get(organisation, ())
    return [one for one in courses if one.organisation_id in direct]


def organisations_to_share(organisation, courses):
    """Who may get a share of an organisation: all directly under it, and those who have one; by code."""
    tree = tree_on(timezone.localdate())
    children = {one for one, parent in tree.parents.items() if parent == organisation}
    wanted = children | {course.organisation_id for course in courses}
    return list(Organisation.objects.filter(pk__in=wanted).order_by("code"))


def baselines_of(indicator, organisations):
    """Organisation -> what was observed in the baseline's year."""
    values = yearly_values([indicator], organisations=organisations)
    year = indicator.baseline_year
    return {one: by_year[year].value for (_, one), by_year in values.items() if year in by_year}


def latest_of(indicator, organisations):
    """Organisation -> the latest value that was observed."""
    values = yearly_values([indicator], organisations=organisations)
    return {one: by_year[max(by_year)].value for (_, one), by_year in values.items()}
