"""The words of a recipe: every step of an index, every method the step knows, every option of the method.

Written out so that one table answers the reader of recipes, its error messages and the documentation.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a method: its kind, what it is when not written, and for kind ``word`` the words allowed.

    Kinds: ``number``, ``count`` (whole, from 1), ``places`` (whole, from 0), ``flag``, ``word``, ``text``, ``bound`` (a number or a statistic, see ``bounds``),
    ``interval`` (two numbers), ``numbers`` (a list), ``bounds`` (a list), ``edges`` (limits of both sides: true, false, low, high),
    ``optional`` (a number or nothing), ``formula``.
    """

    kind: str
    default: Any = None
    words: tuple[str, ...] = ()


_SCOPE = {"scope": Option("text", "period")}
_BY = {"by": Option("text", None)}
_COMPARED = {**_SCOPE, **_BY}
_UNIT_INTERVAL = {"to": Option("interval", (0.0, 1.0))}
_HUNDRED = {"to": Option("interval", (0.0, 100.0))}
_CAP = {"cap": Option("edges", False)}
_LOG = {"log": Option("flag", False)}
_CONSTANT = {"constant": Option("optional", None)}
_TIMES = {"times": Option("number", 1.0)}
_IF_SKEWED = {"skew_above": Option("optional", None), "kurtosis_above": Option("optional", None)}
_TREATED = {**_COMPARED, **_IF_SKEWED}
_REPLACE = {"replace": Option("word", "nearest", ("nearest", "bound", "missing"))}

IMPUTE: Mapping[str, Mapping[str, Option]] = {
    "none": {},
    "mean": _COMPARED,
    "median": _COMPARED,
    "min": _COMPARED,
    "max": _COMPARED,
    "value": {"value": Option("number", 0.0)},
    "forward": {"at_most": Option("count", 1000)},
    "backward": {"at_most": Option("count", 1000)},
    "nearest": {"at_most": Option("count", 1000)},
    "interpolate": {},
    "trend": {},
    "em": {"rounds": Option("count", 100), **_SCOPE},
}

TREAT: Mapping[str, Mapping[str, Option]] = {
    "none": {},
    "winsorise": {
        "at_most": Option("count", 5),
        "skew": Option("number", 2.0),
        "kurtosis": Option("number", 3.5),
        **_TREATED,
    },
    "log": {"form": Option("word", "shifted", ("shifted", "plain", "plus_one", "scaled")), **_TREATED},
    "power": {"power": Option("number", 0.5), **_TREATED},
    "boxcox": {"power": Option("optional", None), **_TREATED},
    "percentiles": {"low": Option("number", 2.5), "high": Option("number", 97.5), **_REPLACE, **_TREATED},
    "iqr": {"times": Option("number", 1.5), **_REPLACE, **_TREATED},
    "sd": {"times": Option("number", 2.0), "population": Option("flag", False), **_REPLACE, **_TREATED},
    "clip": {"low": Option("bound", None), "high": Option("bound", None), **_TREATED},
}

NORMALISE: Mapping[str, Mapping[str, Option]] = {
    "none": {**_TIMES, "plus": Option("number", 0.0)},
    "minmax": {
        **_UNIT_INTERVAL,
        "low": Option("bound", "min"),
        "high": Option("bound", "max"),
        **_CAP,
        **_LOG,
        **_CONSTANT,
        **_COMPARED,
    },
    "goalposts": {
        **_UNIT_INTERVAL,
        "worst": Option("bound", "worst"),
        "best": Option("bound", "best"),
        "cap": Option("edges", True),
        **_LOG,
        **_COMPARED,
    },
    "zscore": {
        "mean": Option("number", 0.0),
        "sd": Option("number", 1.0),
        "population": Option("flag", False),
        "robust": Option("flag", False),
        "to": Option("interval", None),
        **_CONSTANT,
        **_COMPARED,
    },
    "standard": {**_HUNDRED, "standard": Option("bound", "standard"), "cap": Option("edges", True)},
    "target": {**_UNIT_INTERVAL, "target": Option("bound", "target"), **_CAP, **_COMPARED},
    "distance": {**_UNIT_INTERVAL, "to_value": Option("bound", "best"), **_COMPARED},
    "fraction": {
        **_TIMES,
        "of": Option("bound", "max"),
        "inverse": Option("word", "ratio", ("ratio", "none")),
        **_CAP,
        **_COMPARED,
    },
    "rank": {"ties": Option("word", "min", ("min", "max", "average", "dense")), **_COMPARED},
    "borda": {"ties": Option("word", "min", ("min", "max", "average", "dense")), **_COMPARED},
    "percentile_rank": {
        **_UNIT_INTERVAL,
        "ties": Option("word", "min", ("min", "max", "average", "dense")),
        **_COMPARED,
    },
    "categorical": {"cuts": Option("bounds", None), "values": Option("numbers", None), **_COMPARED},
    "logistic": {"centre": Option("bound", "mean"), "spread": Option("number", 1.0), **_HUNDRED, **_COMPARED},
    "growth": {"base": Option("word", "mean", ("mean", "previous")), "times": Option("number", 100.0)},
    "chain": {
        "base": Option("text", None),
        "start": Option("number", 100.0),
        "rate": Option("word", "mean", ("mean", "previous")),
    },
    "formula": {"formula": Option("formula", None)},
}

WEIGH: Mapping[str, Mapping[str, Option]] = {
    "given": {"sum": Option("text", "auto")},
    "overall": {"sum": Option("text", "auto")},
    "equal": {},
    "flat": {},
    "entropy": {"over": Option("word", "children", ("children", "leaves")), **_SCOPE},
    "critic": {"over": Option("word", "children", ("children", "leaves")), **_SCOPE},
    "variation": {"over": Option("word", "children", ("children", "leaves")), **_SCOPE},
    "deviation": {"over": Option("word", "children", ("children", "leaves")), **_SCOPE},
    "pca": {"over": Option("word", "children", ("children", "leaves")), "components": Option("count", 1), **_SCOPE},
    "pairwise": {"matrix": Option("matrix", None), "consistency": Option("number", 0.1)},
}

AGGREGATE: Mapping[str, Mapping[str, Option]] = {
    "arithmetic": {},
    "geometric": {},
    "harmonic": {},
    "power": {"power": Option("number", 2.0)},
    "median": {},
    "min": {},
    "max": {},
    "sum": {},
    "product": {},
    "copeland": {},
    "topsis": _SCOPE,
    "penalised": {"direction": Option("word", "minus", ("minus", "plus"))},
    "bod": {"least": Option("number", 0.0)},
    "formula": {"formula": Option("formula", None)},
}

RANK: Mapping[str, Mapping[str, Option]] = {
    "highest": {
        "ties": Option("word", "min", ("min", "max", "average", "dense")),
        "decimals": Option("places", None),
    },
    "lowest": {"ties": Option("word", "min", ("min", "max", "average", "dense")), "decimals": Option("places", None)},
}

GRAMMAR: Mapping[str, Mapping[str, Mapping[str, Option]]] = {
    "impute": IMPUTE,
    "treat": TREAT,
    "normalise": NORMALISE,
    "rescale": NORMALISE,
    "weigh": WEIGH,
    "aggregate": AGGREGATE,
    "rank": RANK,
}
