"""The plan at a glance: every followed indicator with its number, odds and verdict; indicators by organisations."""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from kechuang.domain.indicators.outlook import Verdict
from kechuang.web.collection.queries import late_returns_of
from kechuang.web.indicators import queries
from kechuang.web.indicators.access import assessments_visible_to, courses_visible_to, organisations_seen
from kechuang.web.indicators.models import Assessment, Indicator, Observation
from kechuang.web.indicators.templatetags.indicators import write_aim
from kechuang.web.organisations.models import Organisation
from kechuang.web.overview import queries_monitor
from kechuang.web.overview.tips import Tip, tips_since
from kechuang.web.plans.models import Plan
from kechuang.web.questions import Among

# From what needs somebody to what does not; what cannot be told stands last.
VERDICTS = (Verdict.OFF_COURSE, Verdict.AT_RISK, Verdict.ON_COURSE, Verdict.REACHED, Verdict.NOT_ENOUGH)


@dataclass(frozen=True)
class Standing:
    """An indicator in an organisation: the newest value, what is planned for that year or the first one after it, and what is to be
    expected.
    """

    indicator: Indicator
    latest: Observation | None
    planned: Decimal | None
    assessment: Assessment | None
    course: int | None = None
    tip: Tip | None = None
    planned_for: int | None = None

    @property
    def aim(self):
        """What the plan asks, in words."""
        one = self.indicator
        return write_aim(one.target_low, one.target_high, one.target_bound, one.change, one.words)

    @property
    def verdict(self):
        """The verdict; without an assessment there is not enough to tell."""
        return self.assessment.verdict if self.assessment else Verdict.NOT_ENOUGH.value

    @property
    def odds(self):
        """The chance that the target is reached, where there is enough to tell."""
        return None if self.verdict == Verdict.NOT_ENOUGH else self.assessment.probability


def plans_followed(person, *, on):
    """Plans with followed indicators that ``person`` may see, the newest first."""
    followed = [plan for plan, *_ in queries.plans_followed(person, on=on)]
    return Plan.objects.filter(Among("pk", followed)).select_related("organisation").order_by("-pk")


def standings_of(plan, person, *, on, since=None):
    """How every followed indicator of the plan stands for its own organisation, in the plan's order; five queries.

    ``since`` asks with one more which verdicts have become others.
    """
    indicators = queries_monitor.followed(plan, person, on=on)
    latest = queries_monitor.latest(plan, person, on=on)
    judged = queries_monitor.judged(plan, person, on=on)
    courses, planned = queries_monitor.paths(plan, person, on=on)
    tips = tips_since(since, indicators, person, on=on) if since else {}
    years = {}
    for indicator, year in planned:
        years.setdefault(indicator, []).append(year)
    return [
        Standing(
            one,
            value,
            planned.get((one.pk, year)),
            judged.get(one.pk),
            courses.get(one.pk),
            tips.get((one.pk, plan.organisation_id)),
            year,
        )
        for one in indicators
        for value in [latest.get((one.pk, plan.organisation_id))]
        for year in [_planned_for(years.get(one.pk, ()), value.year if value else on.year)]
    ]


def _planned_for(years, year):
    """The year a value is held against: its own where the path has it, else the first after it; None beyond the path."""
    return min((one for one in years if one >= year), default=None)


def count_verdicts(standings):
    """How many stand how, in the order of ``VERDICTS``."""
    counts = Counter(one.verdict for one in standings)
    return [(verdict.value, counts[verdict.value]) for verdict in VERDICTS]


def verdicts_of(plan, organisation, person, *, on):
    """How many followed indicators of a plan (its id) stand how for its own organisation (its id), as ``count_verdicts``."""
    counts = Counter(queries_monitor.verdicts(plan, organisation, person, on=on))
    counts[Verdict.NOT_ENOUGH.value] += queries_monitor.count_followed(plan) - counts.total()
    return [(verdict.value, counts[verdict.value]) for verdict in VERDICTS]


def late_returns(plan, person, *, on):
    """Returns that did not come by the day their round closed, the longest overdue first, each with ``days``."""
    rows = late_returns_of(plan, person, on=on)
    for row in rows:
        row.days = (on - row.round.closes_on).days
    return rows


@dataclass(frozen=True)
class Cell:
    """A cell of the heat map: nothing where the indicator has no course there."""

    latest: Observation | None
    assessment: Assessment | None
    course: int | None = None
    tip: Tip | None = None

    @property
    def verdict(self):
        """The verdict; without an assessment there is not enough to tell."""
        return self.assessment.verdict if self.assessment else Verdict.NOT_ENOUGH.value

    @property
    def odds(self):
        """The chance that the target is reached, where there is enough to tell."""
        return None if self.verdict == Verdict.NOT_ENOUGH else self.assessment.probability


def urgency(standing):
    """What needs somebody first, by verdict and then by odds; nothing known stands last."""
    if standing is None:
        return (len(VERDICTS), 1.0)
    return (VERDICTS.index(standing.verdict), 1.0 if standing.odds is None else standing.odds)


@dataclass(frozen=True)
class Map:
    """Indicators by organisations; ``rows`` are ``(indicator, [cell or None, …])`` in the order of ``organisations``."""

    organisations: list
    rows: list


def map_of(plan, person, *, on, since=None):
    """The heat map of a plan as far as ``person`` may see it, with verdicts that have become others ``since``; seven queries,
    however large.
    """
    indicators = queries_monitor.followed(plan, person, on=on)
    courses = courses_visible_to(person, on=on).filter(indicator__in=indicators)
    rows = courses.values_list("indicator_id", "organisation_id", "pk")
    places = {(indicator, organisation): pk for indicator, organisation, pk in rows}
    seen = organisations_seen(person, on=on) & {organisation for _, organisation in places}
    own = plan.organisation_id
    organisations = sorted(Organisation.objects.filter(pk__in=seen), key=lambda one: (one.pk != own, one.code))
    latest = queries_monitor.latest_everywhere(plan, person, on=on)
    visible = assessments_visible_to(person, on=on).filter(indicator__in=indicators).defer("working")
    judged = {(one.indicator_id, one.organisation_id): one for one in visible}
    tips = tips_since(since, indicators, person, on=on) if since else {}
    rows = [(one, [(one.pk, place.pk) for place in organisations]) for one in indicators]
    return Map(
        organisations,
        [(one, [_cell(place, places, latest, judged, tips) for place in row]) for one, row in rows],
    )


def _cell(place, places, latest, judged, tips):
    if place not in places:
        return None
    return Cell(latest.get(place), judged.get(place), places[place], tips.get(place))
