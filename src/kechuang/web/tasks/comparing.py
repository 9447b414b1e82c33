"""What a yearly work plan promises next to what the indicators' paths require in its year, row by row for the page."""

from dataclasses import dataclass
from decimal import Decimal

from kechuang.domain.indicators.definition import Direction
from kechuang.domain.plans.plan import Basis
from kechuang.domain.quantity import Bound
from kechuang.domain.tasks.asked import Comparison, Path, Promised, compare_with_path
from kechuang.domain.units import read_unit
from kechuang.readers.rulebooks import read_vocabulary
from kechuang.web.indicators.models import Course
from kechuang.web.plans.models import Item
from kechuang.web.plans.states import Standing
from kechuang.web.plans.summary import Summary, summarise
from kechuang.web.tasks.models import WorkLink
from kechuang.web.tasks.queries import judge
from kechuang.web.tasks.states import LinkState
from kechuang.web.tasks.work_plans import PROMISES
from kechuang.web.words import say


@dataclass(frozen=True)
class Line:
    """One promise or task of a work plan with what it means; ``how`` is the working of the link in words."""

    item: Item
    summary: Summary
    link: WorkLink | None
    how: str
    comparison: Comparison | None = None
    judged: object = None


def lines_of(work_plan, day):
    """``(promises, tasks)`` of a work plan, in the order of its text; a number of queries that does not grow."""
    items = list(work_plan.version.items.exclude(standing=Standing.REJECTED).order_by("start", "kind", "position"))
    links = _links(work_plan)
    paths = _paths(work_plan, {link.indicator_id for link in links.values() if link.indicator_id})
    ids = [link.task_id for link in links.values() if link.task_id]
    judged = {one.row.pk: one for one in judge(work_plan_tasks(work_plan).filter(pk__in=ids), day)}
    promises = [_promise(item, links.get(item.pk), paths, work_plan.year) for item in items if item.kind in PROMISES]
    tasks = [_task(item, links.get(item.pk), judged) for item in items if item.kind == "tasks"]
    return promises, tasks


def work_plan_tasks(work_plan):
    """The followed tasks of the five-year plan a work plan is laid beside."""
    return work_plan.beside.plan.tasks.all()


def _links(work_plan):
    """The link of each item that counts: one that holds before one that is proposed, none that is refused."""
    rows = work_plan.links.exclude(state=LinkState.REFUSED).select_related("indicator", "task", "by")
    order = {LinkState.PROPOSED: 0, LinkState.CONFIRMED: 1}
    return {link.item_id: link for link in sorted(rows, key=lambda one: (order[one.state], one.pk))}


def _paths(work_plan, indicators):
    owner = work_plan.beside.plan.organisation_id
    courses = Course.objects.filter(indicator__in=indicators, organisation=owner).select_related("indicator")
    return {course.indicator_id: path_of(course) for course in courses.prefetch_related("years")}


def path_of(course):
    """Where the whole should stand: the typed or computed years, and the two ends."""
    indicator = course.indicator
    ends = {
        indicator.baseline_year: indicator.baseline_value if course.base_value is None else course.base_value,
        indicator.target_year: course.target_value,
    }
    values = {year: value for year, value in ends.items() if year is not None and value is not None}
    values = {} if indicator.cumulative else values  # the ends of a sum are no years of it
    values |= {one.year: one.value for one in course.years.all()}
    unit = read_unit(indicator.unit or "", read_vocabulary())
    return Path(values, unit, Direction(indicator.direction), indicator.cumulative)


def _promise(item, link, paths, year):
    path = paths.get(link.indicator_id) if link else None
    comparison = compare_with_path(promised_of(item), path, year) if path else None
    return Line(item, summarise(item.kind, item.values), link, _how(link), comparison)


def promised_of(item):
    """What an item promises, as a value."""
    values = item.values
    said = (values.get("target") or {}) if item.kind == "indicators" else values
    low = said.get("low") if said.get("low") is not None else said.get("value")
    return Promised(
        low=_number(low),
        high=_number(said.get("high")),
        bound=Bound(said.get("bound") or "="),
        basis=Basis(values.get("basis") or "level"),
        unit=read_unit(values.get("unit") or "", read_vocabulary()),
        year=said.get("year"),
        in_total=bool(said.get("cumulative")) or _says_in_total(item),
    )


def _says_in_total(item):
    """Whether the words say that the number is the sum of years."""
    return any(word in item.quote for word in read_vocabulary().words("indicators.cumulative_note"))


def _number(value):
    return None if value is None else Decimal(str(value))


def _task(item, link, judged):
    return Line(
        item, summarise(item.kind, item.values), link, _how(link), judged=judged.get(link.task_id) if link else None
    )


def _how(link):
    return say(link.how, **link.details) if link else ""
