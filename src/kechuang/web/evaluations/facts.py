"""Rows to the plain data of a snapshot: everything an evaluation is based on, in one order, naming no person."""

from collections import defaultdict

from django.utils import timezone

from kechuang.web.indicators.models import Course, Indicator, PlannedValue
from kechuang.web.indicators.queries import newest_observations
from kechuang.web.indicators.states import Origin
from kechuang.web.organisations.facts import tree_on
from kechuang.web.organisations.models import Organisation
from kechuang.web.plans.findings import findings_of
from kechuang.web.plans.states import COUNTED, Status
from kechuang.web.tasks.models import Task

KINDS = ("indicators", "series", "commitments", "statements", "tasks", "projects")


def frozen_facts(version, *, as_of, at):
    """What a snapshot of ``version`` holds: plain data, the same rows giving the same data."""
    plan = version.plan
    tree = tree_on(timezone.localdate(at))
    below = tree.below(plan.organisation_id) | {plan.organisation_id}
    indicators = list(Indicator.objects.filter(plan=plan, followed=True).order_by("position"))
    return {
        "format": 1,
        "taken_at": at.isoformat(timespec="seconds"),
        "as_of": as_of,
        "plan": _plan(version),
        "document": _document(version.original),
        "items": _items(version),
        "organisations": _organisations(below, tree),
        "indicators": [_indicator(one) for one in indicators],
        "courses": list(_courses(indicators, below)),
        "values": list(_values(indicators, below, as_of)),
        "tasks": list(_tasks(version)),
        "labels": list(_labels(version)),
    }


def _plan(version):
    return {
        "id": version.plan_id,
        "title": version.plan.title,
        "organisation": version.plan.organisation_id,
        "version": version.number,
        "adopted_at": version.adopted_at.isoformat(timespec="seconds"),
        "identity": version.identity,
    }


def _document(original):
    return {
        "name": original.name,
        "format": original.format,
        "sha256": original.sha256,
        "text": original.text,
        "page_starts": original.page_starts,
        "tables": original.tables,
    }


def _items(version):
    found = {kind: [] for kind in KINDS}
    rows = version.items.filter(standing__in=COUNTED).order_by("kind", "position")
    for pk, kind, values in rows.values_list("pk", "kind", "values"):
        found[kind].append({"id": pk, "values": values})
    return found


def _organisations(below, tree):
    rows = Organisation.objects.filter(pk__in=below).order_by("code")
    return [
        {
            "id": one.pk,
            "code": one.code,
            "name": tree.names.get(one.pk, one.name),
            "kind": one.kind,
            "above": tree.parents.get(one.pk),
        }
        for one in rows
    ]


def _indicator(one):
    return {
        "id": one.pk,
        "item": one.item_id,
        "name": one.name,
        "key": one.key,
        "unit": one.unit,
        "rising": one.direction == "rise",
        "kind": one.kind,
        "binding": one.binding,
        "definition": one.definition,
        "baseline_year": one.baseline_year,
        "baseline": _number(one.baseline_value),
        "target_year": one.target_year,
        "bound": one.target_bound,
        "low": _number(one.target_low),
        "high": _number(one.target_high),
        "cumulative": one.cumulative,
        "aggregation": one.aggregation,
    }


def _courses(indicators, below):
    courses = Course.objects.filter(indicator__in=indicators, organisation__in=below)
    years = defaultdict(list)
    planned = PlannedValue.objects.filter(course__in=courses).order_by("year")
    for course, year, value in planned.values_list("course_id", "year", "value"):
        years[course].append([year, _number(value)])
    for one in courses.order_by("indicator__position", "organisation__code"):
        yield {
            "indicator": one.indicator_id,
            "organisation": one.organisation_id,
            "shape": one.shape,
            "base": _number(one.base_value),
            "target": _number(one.target_value),
            "years": years[one.pk],
            "counted": one.counted,
        }


def _values(indicators, below, as_of):
    found = newest_observations(indicators=indicators, organisations=below).filter(year__lte=as_of)
    order = ("indicator__position", "organisation__code", "year", "period")
    for one in found.select_related("by__organisation").order_by(*order):
        yield {
            "id": one.pk,
            "indicator": one.indicator_id,
            "organisation": one.organisation_id,
            "year": one.year,
            "period": one.period,
            "revision": one.revision,
            "state": one.state,
            "value": _number(one.value),
            "origin": one.origin,
            "item": one.source.get("item") if one.origin == Origin.PLAN else None,
            "made_of": _made_of(one),
        }


def _made_of(one):
    """The parts of a source as text; whoever approved is named by their organisation and the day, never by name."""
    parts = {name: str(part) for name, part in one.source.items() if name != "observations"}
    if "observations" in one.source:
        parts["parts"] = str(len(one.source["observations"]))
    if one.by is not None:
        parts["organisation"] = one.by.organisation.name
    return {**parts, "on": timezone.localdate(one.at).isoformat()}


def _tasks(version):
    """The plan's tasks as printed, with how far each has come where it is followed."""
    states = dict(Task.objects.filter(plan=version.plan, in_plan=True).values_list("item_id", "state"))
    rows = version.items.filter(kind="tasks", standing__in=COUNTED).order_by("position")
    for pk, values in rows.values_list("pk", "values"):
        yield {
            "item": pk,
            "number": values.get("number") or "",
            "title": values.get("title") or "",
            "lead": values.get("lead") or "",
            "support": list(values.get("support") or ()),
            "deadline": values.get("deadline") or "",
            "state": states.get(pk, ""),
        }


def _labels(version):
    """What was said of the findings of the version's audit, without naming who."""
    for one in sorted(findings_of(version), key=lambda one: one.row.mark):
        if one.label is not None and one.status is not Status.OPEN:
            on = timezone.localdate(one.label.at).isoformat()
            yield {"finding": one.row.mark, "status": one.status.value, "reason": one.label.reason, "on": on}


def _number(value):
    return None if value is None else str(value)
