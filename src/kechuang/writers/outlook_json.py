"""Outlooks as the JSON others rely on: values in the unit the plan prints, a reason where there is no number."""

from dataclasses import asdict
from enum import Enum
from typing import Any

from kechuang.domain.indicators.observation import Observation, Place, TableRow
from kechuang.domain.indicators.outlook import (
    AgainstPath,
    AverageGrowth,
    Basis,
    Outlook,
    Pace,
    PathYear,
    Question,
    Yearly,
)
from kechuang.domain.indicators.pace_undefined import Undefined
from kechuang.domain.source import Source

Json = dict[str, Any]
_DIGITS = 6


def outlook_to_json(outlook: Outlook) -> Json:
    """One target and what is to be said of it."""
    question = outlook.question
    return {
        "indicator": question.indicator,
        "region": question.region,
        "unit": question.unit,
        "baseline": _observation(question.base, question.factor),
        "target": _target(question),
        "latest": _observation(outlook.latest, question.factor),
        "pace": _pace(outlook.pace, question.factor),
        "probability": _rounded(outlook.probability),
        "interval": _interval(outlook),
        "verdict": outlook.verdict.value,
        "reason": outlook.reason.value if outlook.reason else None,
        "path": [_year(one, question.factor) for one in outlook.path],
        "against_path": _against(outlook.against, question.factor),
        "average_growth": _average(outlook.average),
        "basis": _basis(outlook.basis, question.factor),
    }


def place_to_json(place: Place | None) -> Json | None:
    """A source, or a row of a table in the same shape."""
    if place is None:
        return None
    if isinstance(place, TableRow):
        return {
            "document": place.file,
            "line": place.row,
            "page": None,
            "start": None,
            "end": None,
            "text": place.named,
        }
    return _source(place)


def _source(source: Source) -> Json:
    return asdict(source)


def _observation(one: Observation | None, factor: float) -> Json | None:
    if one is None:
        return None
    return {"year": one.year, "value": _printed(one.value, factor), "source": place_to_json(one.place)}


def _target(question: Question) -> Json:
    target = question.target
    factor = question.target_factor
    low, high = (None if end is None else _printed(end, factor) for end in (target.low, target.high))
    return {
        "year": target.year,
        "value": _printed(target.value, factor),
        "low": low,
        "high": high,
        "low_open": target.low_open,
        "high_open": target.high_open,
        "better": "more" if target.rising else "less",
        "cumulative": target.cumulative,
        "source": place_to_json(question.place),
    }


def _pace(pace: Pace, factor: float) -> Json:
    statcan, unsd = pace.statcan, pace.unsd
    return {
        "needed": _yearly(pace.needed, factor),
        "achieved": _yearly(pace.achieved, factor),
        "statcan": _undefined(statcan)
        if isinstance(statcan, Undefined)
        else {"ratio": _rounded(statcan.ratio), "progress": statcan.progress.value, "score": _rounded(statcan.score)},
        "unsd": _undefined(unsd)
        if isinstance(unsd, Undefined)
        else {"ratio": _rounded(unsd.ratio), "level": unsd.level},
        "escap": _number(pace.escap),
        "completion": _number(pace.completion),
        "time_share": _rounded(pace.time_share),
    }


def _yearly(yearly: Yearly | Undefined | None, factor: float) -> Json | None:
    if yearly is None or isinstance(yearly, Undefined):
        return None if yearly is None else _undefined(yearly)
    return {"per_year": _printed(yearly.amount, factor), "growth": _rounded(yearly.growth)}


def _number(value: float | Undefined) -> float | Json | None:
    return _undefined(value) if isinstance(value, Undefined) else _rounded(value)


def _undefined(reason: Undefined) -> Json:
    return {"undefined": reason.value}


def _interval(outlook: Outlook) -> list[float] | None:
    if outlook.interval is None:
        return None
    return [_printed(end, outlook.question.factor) for end in outlook.interval]


def _average(one: AverageGrowth | None) -> Json | None:
    if one is None:
        return None
    return {**asdict(one), **{name: _rounded(getattr(one, name)) for name in ("mean", "asked", "needed")}}


def _against(one: AgainstPath | None, factor: float) -> Json | None:
    if one is None:
        return None
    ends = {"planned": _printed(one.planned, factor), "value": _printed(one.value, factor)}
    return {"year": one.year, **ends, "kept": one.kept}


def _year(one: PathYear, factor: float) -> Json:
    return {
        "year": one.year,
        "expected": _printed(one.expected, factor),
        "low": _printed(one.low, factor),
        "high": _printed(one.high, factor),
        "planned": None if one.planned is None else _printed(one.planned, factor),
    }


def _basis(basis: Basis, factor: float) -> Json:
    drifts = basis.drifts
    return {
        "model": basis.model.value,
        "points": [_observation(one, factor) for one in basis.points],
        "years_to_go": basis.years_to_go,
        "scale": basis.scale,
        "drift": None if drifts is None else dict(zip(("whole", "recent", "last"), map(_rounded, drifts), strict=True)),
        "panel": _plain(basis.panel),
        "location": _rounded(basis.location),
        "spread": _rounded(basis.spread),
        "freedom": basis.freedom,
        "rate": _plain(basis.rate),
    }


def _plain(value: Any) -> Json | None:
    """A dataclass of numbers as it stands, rounded."""
    if value is None:
        return None
    return {name: part.value if isinstance(part, Enum) else _rounded(part) for name, part in asdict(value).items()}


def _printed(value: float, factor: float) -> float:
    return float(f"{value / factor:.10g}")


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, _DIGITS)
