"""The grid of a break-down as a page shows it: a row per organisation, a cell per year, the totals, and what does not fit."""

from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.utils import timezone

from kechuang.domain.indicators.breakdown import Joining, check_breakdown, compute_weighted
from kechuang.web.indicators import queries
from kechuang.web.indicators.dividing import Draft, complete, draft_of, paths_of, span_of
from kechuang.web.indicators.figures import write_figure
from kechuang.web.indicators.forms import BESIDE, COUNTED, OUT, SHAPES, SHAPES_OF_WHOLE
from kechuang.web.indicators.states import ALONG, TYPED
from kechuang.web.indicators.templatetags.indicators import figure
from kechuang.web.organisations.facts import tree_on
from kechuang.web.organisations.roles import Kind
from kechuang.web.words import say

_MOST_NAMES = 5  # of organisations in which the same thing is wanting
_SHARING = (Kind.COUNTY, Kind.PARK, Kind.TOWNSHIP)


@dataclass
class Row:
    """One organisation: what was given as text, the years as text, and whether they may be typed."""

    organisation: object
    part: str
    shape: str
    base: str
    target: str
    weight: str
    usual_weight: str
    years: list[tuple[int, str]]
    wrong: set[str] = field(default_factory=set)

    @property
    def typed(self):
        """Whether the years are typed one by one."""
        return self.shape == TYPED


@dataclass
class Grid:
    """Everything the page shows; ``misfits`` as (misfit, organisation's name)."""

    whole: Row
    rows: list[Row]
    years: tuple[int, ...]
    totals: list[tuple[int, str]]
    total_base: str
    total_target: str
    misfits: list["Line"]
    breakdown: object
    joining: str


@dataclass(frozen=True)
class Line:
    """A misfit in words, and the row it is about; 0 for the whole."""

    severity: str
    text: str
    organisation: int


@dataclass(frozen=True)
class Setting:
    """What a grid is made in: the indicator, whose share is divided, who may take part, and what is known of them."""

    indicator: object
    whole: object
    course: object
    organisations: list
    courses: dict
    bases: dict
    weights: dict

    @property
    def years(self):
        """The years of the path."""
        return span_of(self.indicator).years

    @property
    def is_of_plan(self):
        """Whether the plan's own path is divided, not a share that somebody below has of it."""
        return self.whole.pk == self.indicator.plan.organisation_id

    @property
    def shapes_of_whole(self):
        """The shapes that may be chosen for the whole; only a share can go along with another path."""
        return SHAPES_OF_WHOLE if self.is_of_plan else SHAPES

    @property
    def expected(self):
        """Who usually has a share: counties, parks and townships."""
        return [one.pk for one in self.organisations if one.kind in _SHARING]


def setting_of(indicator, whole):
    """The setting in which the share of ``whole`` is divided."""
    courses = queries.parts_below(indicator, whole.pk)
    organisations = queries.organisations_to_share(whole.pk, courses)
    numbers = [one.pk for one in organisations]
    weights = queries.latest_of(indicator.denominator_id, numbers) if indicator.denominator_id else {}
    return Setting(
        indicator,
        whole,
        queries.whole_course(indicator, whole.pk),
        organisations,
        {course.organisation_id: course for course in courses},
        queries.baselines_of(indicator, numbers),
        weights,
    )


def going_along(setting, draft):
    """The whole's draft, with the years its path has where it goes along with the share it belongs to itself."""
    if draft.shape != ALONG or setting.is_of_plan:
        return draft
    drafts = {one.organisation_id: draft_of(one) for one in queries.courses_of(setting.indicator)}
    parents = tree_on(timezone.localdate()).parents
    paths = paths_of(setting.indicator, drafts | {draft.organisation: draft}, parents)
    return replace(draft, years=paths[draft.organisation])


def drafts_of(setting):
    """The drafts that stand in the database; nobody else has a share."""
    course = setting.course
    whole = draft_of(course) if course is not None else Draft(setting.whole.pk)
    return going_along(setting, whole), [draft_of(course) for course in setting.courses.values()]


def first_drafts(setting):
    """Drafts to begin with where nothing was divided yet: those who usually have a share, with their baselines."""
    return [Draft(one, ALONG, setting.bases.get(one)) for one in setting.expected]


def grid_of(setting, whole, parts, *, mistakes=(), posted=None):
    """The grid of these drafts; what was posted stays as it was typed."""
    breakdown = complete(setting.indicator, whole, parts, expected=setting.expected, weights=setting.weights)
    shares = {share.organisation: share for share in (breakdown.whole, *breakdown.parts)}
    drafts = {draft.organisation: draft for draft in parts}
    wrong = {mistake.field for mistake in mistakes}
    rows = [_row(one, drafts.get(one.pk), shares.get(one.pk), setting, posted, wrong) for one in setting.organisations]
    names = {one.pk: one.name for one in (setting.whole, *setting.organisations)}
    misfits = lines_of(check_breakdown(breakdown), names, breakdown.places + 2)
    totals, base, target = _totals(breakdown)
    top = _row(setting.whole, whole, breakdown.whole, setting, posted, wrong)
    return Grid(top, rows, breakdown.years, totals, base, target, misfits, breakdown, breakdown.joining.value)


def lines_of(misfits, names, places):
    """What does not add up, in words, numbers with so many decimals; what wants in several organisations is said once."""
    wanting = {}
    for one in misfits:
        wanting.setdefault(_wanting(one), []).append(one)
    return [_together(alike, names, places) for alike in wanting.values()]


def _wanting(misfit):
    """What misfits without numbers have in common; any other stands for itself."""
    if misfit.organisation and misfit.found is None and misfit.wanted is None:
        return misfit.rule, misfit.severity, misfit.year
    return id(misfit)


def _together(alike, names, places):
    found = [names.get(one.organisation, "") for one in alike]
    name = say("breakdown.names-separator").join(found[:_MOST_NAMES])
    if len(found) > _MOST_NAMES:
        name = say("breakdown.and-others", names=name, count=len(found))
    return _line(alike[0], name, places)


def _line(misfit, name, places):
    when = say("breakdown.in-target") if misfit.year is None else say("breakdown.in-year", year=misfit.year)
    numbers = {"found": misfit.found, "wanted": misfit.wanted}
    if misfit.found is not None and misfit.wanted is not None:
        numbers["difference"] = abs(misfit.found - misfit.wanted)
    written = {key: figure(None if value is None else round(value, places)) for key, value in numbers.items()}
    text = say(f"breakdown.{misfit.rule}", organisation=name, when=when, **written)
    return Line(misfit.severity.value, text, misfit.organisation or 0)


def _row(organisation, draft, share, setting, posted, wrong):
    pk = organisation.pk
    shape = draft.shape if draft else (posted or {}).get(f"shape-{pk}", ALONG)
    part = OUT if draft is None else COUNTED if draft.counted else BESIDE
    base = draft.base if draft else setting.bases.get(pk)
    values = {
        "base": write_figure(base),
        "target": write_figure(draft.target if draft else None),
        "weight": write_figure(draft.weight if draft else None),
    }
    years = {year: write_figure(share.years.get(year)) if share else "" for year in setting.years}
    if posted is not None:
        values = {name: posted.get(f"{name}-{pk}", value) for name, value in values.items()}
        if shape == TYPED:
            years = {year: posted.get(f"y-{pk}-{year}", value) for year, value in years.items()}
    usual = write_figure(setting.weights.get(pk))
    mine = {one for one in wrong if one.partition("-")[2].partition("-")[0] == str(pk)}
    return Row(organisation, part, shape, **values, usual_weight=usual, years=list(years.items()), wrong=mine)


def _totals(breakdown):
    """What the parts make: base, target and every year; "" where a part is missing."""
    parts = breakdown.counted
    weights = [part.weight for part in parts]

    def made(values):
        known = [value for value in values if value is not None]
        if not parts or len(known) < len(parts):
            return ""
        if breakdown.joining is Joining.SUM:
            return write_figure(sum(known, Decimal(0)))
        if breakdown.joining is Joining.RATIO and None not in weights and sum(weights):
            return write_figure(round(compute_weighted(known, weights), breakdown.places + 1))
        return ""

    years = [(year, made([part.years.get(year) for part in parts])) for year in breakdown.years]
    return years, made([part.base for part in parts]), made([part.target for part in parts])
