"""What workbooks contain and are checked against: a plan's indicators, organisations and values, in a few queries."""

from decimal import Decimal

from django.utils import timezone

from kechuang.domain.indicators.aggregation import parts_of
from kechuang.readers.rulebooks import read_vocabulary
from kechuang.readers.words import LANGUAGES, read_words
from kechuang.web.indicators import queries
from kechuang.web.indicators.facts import read_lore
from kechuang.web.indicators.forms import PARTS, SHAPES
from kechuang.web.indicators.history import Known
from kechuang.web.indicators.models import Course, Indicator
from kechuang.web.indicators.sheet import WHOLE, Divided
from kechuang.web.indicators.states import WHOLE_YEAR, Aggregation
from kechuang.web.organisations.facts import tree_on
from kechuang.web.organisations.models import Organisation

_DECADE = 10


def divided_of(plan):
    """Every indicator of a plan that can be divided, with those directly below the plan's organisation."""
    rows = Indicator.objects.filter(plan=plan, followed=True).exclude(aggregation=Aggregation.NONE)
    rows = list(rows.select_related("plan__organisation").order_by("position"))
    tree = tree_on(timezone.localdate())
    whole = plan.organisation_id
    children = {one for one, parent in tree.parents.items() if parent == whole}
    courses: dict[int, list] = {row.pk: [] for row in rows}
    for course in Course.objects.filter(indicator__in=rows).prefetch_related("years"):
        courses[course.indicator_id].append(course)
    named = Organisation.objects.in_bulk(
        {whole} | children | {c.organisation_id for one in courses.values() for c in one}
    )
    return [_divided(row, courses[row.pk], whole, children, tree, named) for row in rows]


def _divided(row, courses, whole, children, tree, named):
    here = {course.organisation_id: course for course in courses}
    direct = set(parts_of(tree.parents, {*here, whole}).get(whole, ())) | {whole}
    standing = sorted((named[one] for one in children | direct), key=lambda one: (one.pk != whole, one.code))
    known = {pk: course for pk, course in here.items() if pk in direct}
    return Divided(row, named[whole], {one.code: one for one in standing}, known)


def words_out(say):
    """The words of shares and shapes, by code, in the language of whoever is looking."""
    parts = {f"part.{part}": say(f"breakdown.part.{part}") for part in PARTS}
    shapes = {f"shape.{shape}": say(f"breakdown.shape.{shape}") for shape in SHAPES}
    return {**parts, **shapes, f"part.{WHOLE}": say("breakdown.whole")}


def words_in():
    """The codes of these words, whatever the language."""
    found = {}
    for language in LANGUAGES:
        written = words_out(read_words(language).say)
        found |= {f"{key.partition('.')[0]}.{word.lower()}": key.partition(".")[2] for key, word in written.items()}
    return found


def organisations_of(plan):
    """The plan's own organisation and all below it, by code."""
    tree = tree_on(timezone.localdate())
    below = Organisation.objects.filter(pk__in=tree.below(plan.organisation_id)).order_by("code")
    return sorted(below, key=lambda one: one.pk != plan.organisation_id)


def followed_of(plan):
    """The indicators of a plan, in its order."""
    return list(Indicator.objects.filter(plan=plan, followed=True).order_by("position"))


def values_of(indicators):
    """(indicator, organisation) -> year -> the value that counts."""
    return {
        key: {year: one.value for year, one in by_year.items()}
        for key, by_year in queries.yearly_values(indicators).items()
    }


def years_of_history(indicators, values):
    """The years a table of history has: ten up to the latest baseline, and all there are values of."""
    last = max((one.baseline_year for one in indicators if one.baseline_year), default=timezone.localdate().year - 1)
    known = {year for by_year in values.values() for year in by_year}
    return tuple(sorted(known | set(range(last - _DECADE + 1, last + 1))))


def known_of(plan):
    """What names in a table of history stand for."""
    lore = read_lore()
    indicators = followed_of(plan)
    organisations = organisations_of(plan)
    names = [one.name for one in organisations]
    by_name = {one.name: one.pk for one in organisations if names.count(one.name) == 1}
    found = queries.newest_observations(indicators=indicators, period=WHOLE_YEAR, withdrawn=True)
    return Known(
        {lore.form(one.name): one for one in indicators},
        {**by_name, **{one.code: one.pk for one in organisations}},
        {(one.indicator_id, one.organisation_id, one.year, one.period): one for one in found},
        lore.form,
        _possible,
        frozenset(read_words(language).say("observation.not-applicable") for language in LANGUAGES),
    )


def _possible(indicator, value):
    """Whether a value lies in the natural range of what it measures; what counts things is not negative."""
    lore = read_lore()
    definition = lore.catalogue[indicator.key] if indicator.key else None
    if definition is None:
        return value >= 0 or indicator.unit not in lore.counting
    converted = lore.catalogue.convert(Decimal(value), indicator.unit, definition)
    return converted is None or definition.possible(converted)


def headings(name):
    """The headings under which a column of a table of figures may stand."""
    return read_vocabulary().words(f"observations.{name}")
