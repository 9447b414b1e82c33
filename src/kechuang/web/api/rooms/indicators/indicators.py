"""Indicators, their observations, their targets, and their assessments."""

from decimal import Decimal

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router
from pydantic import Field

from kechuang.web.api.answering import ID, PAGE, SIZE, by, deed, moment, number, paged, tagged
from kechuang.web.api.shapes import Done, Edited, Page, Shown, Text
from kechuang.web.indicators import actions, queries
from kechuang.web.indicators.access import (
    assessments_visible_to,
    courses_visible_to,
    indicators_visible_to,
    observations_visible_to,
)
from kechuang.web.organisations import access as organisations

router = Router()
WHICH = Query(None, ge=1, le=2**53 - 1, examples=[1])
YEAR = Query(None, ge=1949, le=2200, examples=[2026])
NUMBER = Field(examples=["39"])


class AskedChange(Shown):
    """A change that is asked: growth a year on average in percent, in total, or by the end."""

    kind: str = Field(examples=["annual_growth"])
    bound: str = Field(examples=[">="])
    value: str | None = NUMBER
    text: str = Field(examples=["8 and more"])


class IndicatorRow(Shown):
    """An indicator as the plan's newest adopted version has it."""

    id: int = Field(examples=[1])
    plan: int = Field(examples=[1])
    name: str = Field(examples=["High-tech enterprises"])
    key: str = Field(examples=["high_tech_enterprises"])
    unit: str = Field(examples=["firms"])
    direction: str = Field(examples=["rise"])
    definition: str = Field(examples=["Firms recognised at the end of the year"])
    aggregation: str = Field(examples=["sum"])
    baseline_year: int | None = Field(examples=[2025])
    baseline_value: str | None = NUMBER
    target_year: int | None = Field(examples=[2030])
    target_bound: str = Field(examples=[">="])
    target_low: str | None = NUMBER
    target_high: str | None = NUMBER
    target_change: AskedChange | None = Field(description="What the plan asks where it sets no number")
    target_words: str = Field(description="The target as the plan prints it", examples=["100 and more"])
    followed: bool = Field(examples=[True])
    edition: int = Field(examples=[0])


class ObservationRow(Shown):
    """A value that counts."""

    id: int = Field(examples=[1])
    indicator: int = Field(examples=[1])
    organisation: int = Field(examples=[1])
    year: int = Field(examples=[2026])
    period: str = Field(examples=["Y"])
    revision: int = Field(examples=[1])
    state: str = Field(examples=["value"])
    value: str | None = NUMBER
    origin: str = Field(examples=["return"])
    at: str = Field(examples=["2027-01-31T09:00:00+08:00"])


class YearRow(Shown):
    """What one year should bring."""

    year: int = Field(examples=[2026])
    value: str | None = NUMBER


class CourseRow(Shown):
    """What an indicator should do in one organisation."""

    organisation: int = Field(examples=[1])
    shape: str = Field(examples=["linear"])
    base_value: str | None = NUMBER
    target_value: str | None = NUMBER
    years: list[YearRow]
    edition: int = Field(examples=[0])


class Definition(Edited):
    """The statistical definition that reporters see, and why it changes."""

    definition: Text
    reason: Text = ""


@router.get("/indicators", response=Page[IndicatorRow], operation_id="indicators-list")
def indicators(request, plan: int | None = WHICH, page: int = PAGE, size: int = SIZE):
    """Indicators one may see."""
    organisations.require(request.user, "indicator.see")
    found = indicators_visible_to(request.user, on=timezone.localdate()).select_related("item")
    found = found.order_by("plan", "position")
    return paged(found.filter(plan=plan) if plan else found, page, size, _indicator)


@router.get("/indicators/{id}", response=IndicatorRow, operation_id="indicators-indicator")
def indicator(request, response: HttpResponse, id: int = ID):
    """One indicator."""
    return tagged(request, response, _indicator(_seen(request, id)))


@router.get("/observations", response=Page[ObservationRow], operation_id="indicators-observations")
def observations(
    request,
    indicator: int | None = WHICH,
    organisation: int | None = WHICH,
    year: int | None = YEAR,
    page: int = PAGE,
    size: int = SIZE,
):
    """Values that count, of what one may see."""
    organisations.require(request.user, "indicator.see")
    asked = {"indicators": indicator, "organisations": organisation, "years": year}
    found = queries.newest_observations(
        **{name: [one] for name, one in asked.items() if one is not None},
        among=observations_visible_to(request.user, on=timezone.localdate()),
    )
    return paged(found.order_by("indicator", "organisation", "year", "period"), page, size, _observation)


@router.get("/indicators/{id}/courses", response=Page[CourseRow], operation_id="indicators-courses")
def courses(request, id: int = ID, page: int = PAGE, size: int = SIZE):
    """What an indicator should reach, by organisation and year."""
    found = courses_visible_to(request.user, on=timezone.localdate()).filter(indicator=_seen(request, id))
    return paged(found.prefetch_related("years").order_by("organisation"), page, size, _course)


class AssessmentRow(Shown):
    """How an indicator stands in one organisation."""

    organisation: int = Field(examples=[1])
    verdict: str = Field(examples=["on-course"])
    probability: float | None = Field(examples=[0.82])


@router.get("/indicators/{id}/assessments", response=Page[AssessmentRow], operation_id="indicators-assessments")
def assessments(request, id: int = ID, page: int = PAGE, size: int = SIZE):
    """How an indicator stands, by organisation."""
    found = assessments_visible_to(request.user, on=timezone.localdate()).filter(indicator=_seen(request, id))
    return paged(found.order_by("organisation"), page, size, _assessment)


@router.post("/indicators/{id}/describe", response=Done, operation_id="indicators-describe")
@deed
def describe(request, given: Definition, id: int = ID):
    """Change the statistical definition."""
    found = _seen(request, id)
    columns = {"definition": given.definition.strip()}
    changed = actions.describe(found, columns, edition=given.edition, reason=given.reason, **by(request))
    return {"id": id, "edition": _seen(request, id).edition, "changed": int(changed)}


def _seen(request, pk):
    found = indicators_visible_to(request.user, on=timezone.localdate()).select_related("item")
    return get_object_or_404(found, pk=pk)


def _indicator(row):
    plain = (
        "name", "key", "unit", "direction", "definition", "aggregation", "baseline_year", "target_year", "target_bound",
        "followed", "edition",
    )  # fmt: skip
    numbers = ("baseline_value", "target_low", "target_high")
    told = {name: getattr(row, name) for name in plain} | {name: number(getattr(row, name)) for name in numbers}
    read = row.item.values
    change = read.get("change") if row.target_low is None and row.target_high is None else None
    asked = {"target_change": change and _change(change), "target_words": (read.get("target") or {}).get("text") or ""}
    return {"id": row.pk, "plan": row.plan_id, **told, **asked}


def _change(change):
    value = change.get("value")
    told = {"kind": change["kind"], "bound": change.get("bound") or "=", "text": change.get("text") or ""}
    return {**told, "value": None if value is None else number(Decimal(str(value)))}


def _observation(row):
    plain = ("year", "period", "revision", "state", "origin")
    told = {name: getattr(row, name) for name in plain}
    place = {"indicator": row.indicator_id, "organisation": row.organisation_id}
    return {"id": row.pk, **place, **told, "value": number(row.value), "at": moment(row.at)}


def _course(row):
    years = [
        {"year": one.year, "value": number(one.value)} for one in sorted(row.years.all(), key=lambda one: one.year)
    ]
    ends = {"base_value": number(row.base_value), "target_value": number(row.target_value)}
    return {"organisation": row.organisation_id, "shape": row.shape, **ends, "years": years, "edition": row.edition}


def _assessment(row):
    return {"organisation": row.organisation_id, "verdict": row.verdict, "probability": row.probability}
