"""Breaking an indicator down (任务分解): its yearly path, the share of each organisation, what does not add up."""

from dataclasses import replace

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router
from pydantic import Field, StrictBool, StrictInt, StrictStr

from kechuang.domain.indicators.breakdown import check_breakdown
from kechuang.web.api.answering import ID, by, deed, number, tagged
from kechuang.web.api.problems import Problem
from kechuang.web.api.shapes import Done, Edited, Given, Key, Number, Shown, Text
from kechuang.web.indicators import access, actions, queries
from kechuang.web.indicators.dividing import Draft, complete
from kechuang.web.indicators.forms import SHAPES
from kechuang.web.indicators.grid import drafts_of, lines_of, setting_of
from kechuang.web.indicators.states import ALONG, TYPED
from kechuang.web.organisations.models import Organisation
from kechuang.web.plans.access import plans_visible_to

router = Router()
OF = Query(None, ge=1, le=2**53 - 1, examples=[1])
NUMBER = Field(examples=["39"])
_MOST_YEARS = 60


class YearShown(Shown):
    """What one year should bring."""

    year: int = Field(examples=[2026])
    value: str | None = NUMBER


class ShareShown(Shown):
    """What one organisation is to reach; ``counted`` whether it is a part of the whole."""

    organisation: int = Field(examples=[1])
    name: str = Field(examples=["East county"])
    shape: str = Field(examples=["along"])
    base: str | None = NUMBER
    target: str | None = NUMBER
    weight: str | None = Field(examples=[None])
    counted: bool = Field(examples=[True])
    years: list[YearShown]


class MisfitShown(Shown):
    """One thing that does not add up, in words too."""

    rule: str = Field(examples=["sum-of-targets"])
    severity: str = Field(examples=["error"])
    organisation: int | None = Field(examples=[None])
    year: int | None = Field(examples=[2030])
    found: str | None = NUMBER
    wanted: str | None = NUMBER
    text: str = Field(examples=["The parts make 39, the whole asks for 40"])


class BreakdownShown(Shown):
    """A break-down: the whole's path, its parts, who may have a part, what does not add up."""

    indicator: int = Field(examples=[1])
    edition: int = Field(examples=[0])
    joining: str = Field(examples=["sum"])
    years: list[int] = Field(examples=[[2026, 2027, 2028, 2029, 2030]])
    organisations: list[int] = Field(examples=[[2, 3]])
    whole: ShareShown
    parts: list[ShareShown]
    misfits: list[MisfitShown]


class YearGiven(Given):
    """What one year should bring, where the path is typed."""

    year: StrictInt = Field(ge=1949, le=2200, examples=[2026])
    value: Number


class WholeGiven(Given):
    """The path of the whole; its baseline and target are the plan's. Only a share that is divided further can go ``along``."""

    shape: StrictStr = Field(default="linear", pattern=f"^(?:{'|'.join(SHAPES)})$", examples=["linear"])
    years: list[YearGiven] = Field(default=[], max_length=_MOST_YEARS)


class PartGiven(Given):
    """What one organisation below is to reach (差异化目标)."""

    organisation: Key
    shape: StrictStr = Field(default=ALONG, pattern=f"^(?:{'|'.join(SHAPES)})$", examples=["along"])
    base: Number | None = None
    target: Number | None = None
    weight: Number | None = None
    counted: StrictBool = Field(default=True, examples=[True])
    years: list[YearGiven] = Field(default=[], max_length=_MOST_YEARS)


class Dividing(Edited):
    """A break-down as it should be; whoever had a part and is not among ``parts`` has none any more."""

    of: Key | None = None
    whole: WholeGiven = Field(default=WholeGiven())
    parts: list[PartGiven] = Field(default=[], max_length=500)
    reason: Text = ""


@router.get("/indicators/{id}/break-down", response=BreakdownShown, operation_id="indicators-break-down")
def breakdown(request, response: HttpResponse, id: int = ID, of: int | None = OF):
    """The break-down of an indicator, of the plan's own organisation or of one that has a part."""
    setting = _setting(request, id, of)
    whole, parts = drafts_of(setting)
    return tagged(request, response, _shown(setting, whole, parts))


@router.post("/indicators/{id}/break-down", response=Done, operation_id="indicators-divide")
@deed
def divide(request, given: Dividing, id: int = ID):
    """Give the whole a path and those below it their parts; nothing refuses what does not add up."""
    setting = _setting(request, id, given.of)
    if given.whole.shape not in setting.shapes_of_whole:
        raise Problem(422, "unfit", where="body.whole.shape")
    whole = replace(_draft(setting, given.whole, setting.whole.pk, "whole"), **_ends(setting))
    parts = [_draft(setting, one, one.organisation, "parts") for one in given.parts]
    _check_parts(setting, given.parts)
    about = {"edition": given.edition, "reason": given.reason.strip()}
    changed = actions.break_down(setting.indicator, whole, parts, **about, **by(request))
    return {**_now(request, id), "changed": int(changed)}


@router.post("/indicators/{id}/undo-break-down", response=Done, operation_id="indicators-undo")
@deed
def undo(request, given: Edited, id: int = ID):
    """Put back what a break-down changed last."""
    actions.undo_break_down(_seen(request, id), edition=given.edition, **by(request))
    return _now(request, id)


@router.post("/plans/{id}/assess", response=Done, operation_id="indicators-assess")
@deed
def assess(request, id: int = ID):
    """Judge every indicator of a plan anew; answers how many."""
    found = get_object_or_404(plans_visible_to(request.user, on=timezone.localdate()), pk=id)
    return {"id": id, "changed": actions.assess_anew(found, **by(request))}


def _seen(request, pk):
    return get_object_or_404(queries.indicators_for_page(request.user, on=timezone.localdate()), pk=pk)


def _now(request, pk):
    return {"id": pk, "edition": _seen(request, pk).edition}


def _setting(request, pk, of):
    """Whose share is divided: that of the plan's own organisation, or of one below that has one."""
    found = _seen(request, pk)
    access.require_break_down(request.user, found.plan)
    if of is None or of == found.plan.organisation_id:
        return setting_of(found, found.plan.organisation)
    if queries.whole_course(found, of) is None:
        raise Http404
    return setting_of(found, Organisation.objects.get(pk=of))


def _ends(setting):
    course = setting.course
    return {} if course is None else {"base": course.base_value, "target": course.target_value}


def _check_parts(setting, parts):
    """Each once, and only who may have a part."""
    asked = [one.organisation for one in parts]
    if len(set(asked)) != len(asked) or set(asked) - {one.pk for one in setting.organisations}:
        raise Problem(422, "unfit", where="body.parts.organisation")
    if any(one.weight is not None and one.weight < 0 for one in parts):
        raise Problem(422, "unfit", where="body.parts.weight")


def _draft(setting, given, organisation, where):
    """What was given for one organisation; years only where they are typed, each once and in the period."""
    years = {one.year: one.value for one in given.years}
    if len(years) != len(given.years) or set(years) - set(setting.years) or (years and given.shape != TYPED):
        raise Problem(422, "unfit", where=f"body.{where}.years")
    ends = {name: getattr(given, name) for name in ("base", "target", "weight", "counted") if hasattr(given, name)}
    return Draft(organisation, given.shape, **ends, years=years)


def _shown(setting, whole, parts):
    made = complete(setting.indicator, whole, parts, expected=setting.expected, weights=setting.weights)
    names = {one.pk: one.name for one in (setting.whole, *setting.organisations)}
    drafts = {one.organisation: one for one in (whole, *parts)}
    misfits = check_breakdown(made)
    lines = lines_of(misfits, names, made.places + 2)
    return {
        "indicator": setting.indicator.pk,
        "edition": setting.indicator.edition,
        "joining": made.joining.value,
        "years": list(made.years),
        "organisations": [one.pk for one in setting.organisations],
        "whole": _share(made.whole, drafts, names),
        "parts": [_share(one, drafts, names) for one in made.parts],
        "misfits": [_misfit(one, line) for one, line in zip(misfits, lines, strict=True)],
    }


def _share(share, drafts, names):
    draft = drafts[share.organisation]
    ends = {name: number(getattr(draft, name)) for name in ("base", "target", "weight")}
    years = [{"year": year, "value": number(value)} for year, value in sorted(share.years.items())]
    told = {"organisation": share.organisation, "name": names[share.organisation]}
    return {**told, "shape": draft.shape, **ends, "counted": draft.counted, "years": years}


def _misfit(one, line):
    plain = {name: getattr(one, name) for name in ("rule", "organisation", "year")}
    return {
        **plain,
        "severity": one.severity.value,
        "found": number(one.found),
        "wanted": number(one.wanted),
        "text": line.text,
    }
