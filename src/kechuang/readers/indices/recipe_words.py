"""The smallest parts of a recipe: numbers, words, methods with their options; each fault names the key it stands at."""

import math
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from kechuang.domain.indices.bounds import is_bound
from kechuang.domain.indices.formula import Formula, read_formula
from kechuang.domain.indices.grammar import GRAMMAR, Option
from kechuang.domain.indices.panel import nearest
from kechuang.domain.indices.spec import Method, Missing, Treatment
from kechuang.domain.indices.unfit import Unfit

_REQUIRED = {("formula", "formula"), ("categorical", "cuts"), ("categorical", "values"), ("pairwise", "matrix")}
_LONGEST = 100_000


def inner(place: str, key: str) -> str:
    """The place of a key inside a place."""
    return f"{place}.{key}" if place else key


def section(value: Any, place: str, known: Sequence[str] | None) -> Mapping[str, Any]:
    """A mapping whose keys are all known; nothing is an empty one."""
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise Unfit("index.wrong-kind", wanted="mapping", value=_shown(value), place=place or "recipe")
    for key in value if known is not None else ():
        if key not in (known or ()):
            raise Unfit("index.unknown-key", key=key, known=nearest(key, known or (), 20), place=place or "recipe")
    return value


def as_number(value: Any, place: str, *, low: float = -math.inf) -> float:
    """A finite number."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise Unfit("index.wrong-kind", wanted="number", value=_shown(value), place=place)
    if value < low:
        raise Unfit("index.out-of-range", value=_shown(value), wanted=f">= {low:g}", place=place)
    return float(value)


def as_count(value: Any, place: str, *, low: int = 1, high: int = 10**9) -> int:
    """A whole number."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise Unfit("index.wrong-kind", wanted="whole number", value=_shown(value), place=place)
    if not low <= value <= high:
        raise Unfit("index.out-of-range", value=value, wanted=f"{low} .. {high}", place=place)
    return value


def as_flag(value: Any, place: str) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise Unfit("index.wrong-kind", wanted="true / false", value=_shown(value), place=place)
    return value


def as_text(value: Any, place: str) -> str:
    """A text; a number is taken as written."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise Unfit("index.wrong-kind", wanted="text", value=_shown(value), place=place)
    return str(value)


def as_texts(value: Any, place: str) -> tuple[str, ...]:
    """A list of texts; a single one stands for a list of one."""
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return (as_text(value, place),)
    return tuple(as_text(one, f"{place}[{number}]") for number, one in enumerate(_list(value, place)))


def as_word(value: Any, place: str, known: Sequence[str]) -> str:
    """One of some words."""
    if value not in known:
        raise Unfit("index.unknown-word", word=_shown(value), known=", ".join(known), place=place)
    return str(value)


def read_method(step: str, value: Any, place: str) -> Method:
    """A method by its name, or a mapping with ``method`` and its options; defaults are filled in."""
    if isinstance(value, str):
        value = {"method": value}
    if not isinstance(value, Mapping):
        raise Unfit("index.wrong-kind", wanted="method", value=_shown(value), place=place)
    if "method" not in value:
        raise Unfit("index.key-missing", key="method", place=place)
    name = as_word(value["method"], inner(place, "method"), tuple(GRAMMAR[step]))
    known = GRAMMAR[step][name]
    section(value, place, ("method", *known))
    options = {
        key: _option(value[key], option, inner(place, key)) if value.get(key) is not None else option.default
        for key, option in known.items()
    }
    for key in known:
        if options[key] is None and (name, key) in _REQUIRED:
            raise Unfit("index.key-missing", key=key, place=place)
    if step in ("normalise", "rescale") and name == "formula" and set(options["formula"].names) != {"x"}:
        raise Unfit("index.bad-formula", formula=options["formula"].text, reason="x", place=inner(place, "formula"))
    if name == "categorical" and len(options["values"]) != len(options["cuts"]) + 1:
        raise Unfit("index.cuts-and-values", cuts=len(options["cuts"]), values=len(options["values"]), place=place)
    return Method(name, options, place)


def read_methods(step: str, value: Any, place: str) -> tuple[Method, ...]:
    """One method or a list of them, in order; ``none`` is no method."""
    many = value if isinstance(value, Sequence) and not isinstance(value, str) else [value]
    where = [f"{place}[{number}]" if len(many) > 1 else place for number in range(len(many))]
    methods = (read_method(step, one, at) for one, at in zip(many, where, strict=True))
    return tuple(method for method in methods if method.name != "none")


def read_treatment(value: Any, place: str) -> Treatment:
    """Methods in order, or limits of skewness and kurtosis with the methods to ``try``."""
    if not isinstance(value, Mapping) or "try" not in value:
        return Treatment(read_methods("treat", value, place))
    data = section(value, place, ("skew", "kurtosis", "try"))
    skew = as_number(data.get("skew", 2), inner(place, "skew"), low=0)
    kurtosis = as_number(data.get("kurtosis", 3.5), inner(place, "kurtosis"))
    return Treatment(read_methods("treat", data["try"], inner(place, "try")), skew, kurtosis)


def read_missing(value: Any, place: str) -> Missing:
    """The rule for missing parts."""
    data = {"rule": value} if isinstance(value, str) else section(value, place, ("rule", "value", "at_least"))
    return Missing(
        rule=as_word(data.get("rule", "ignore"), inner(place, "rule"), ("ignore", "fail", "fill")),
        value=as_number(data.get("value", 0), inner(place, "value")),
        at_least=as_number(data.get("at_least", 0), inner(place, "at_least"), low=0),
    )


def _option(value: Any, option: Option, place: str) -> Any:
    if option.kind == "word":
        return as_word(value, place, option.words)
    return _KINDS[option.kind](value, place)


def _places(value: Any, place: str) -> int:
    return as_count(value, place, low=0, high=12)


def _edges(value: Any, place: str) -> str | bool:
    return value if isinstance(value, bool) else as_word(value, place, ("low", "high"))


def _numbers(value: Any, place: str) -> tuple[float, ...]:
    return tuple(as_number(one, place) for one in _list(value, place))


def _bounds(value: Any, place: str) -> tuple[float | str, ...]:
    return tuple(_bound(one, place) for one in _list(value, place))


def _matrix(value: Any, place: str) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(_ratio(one, place) for one in _list(row, place)) for row in _list(value, place))


def _formula(value: Any, place: str) -> Formula:
    return read_formula(as_text(value, place), place)


def _interval(value: Any, place: str) -> tuple[float, float]:
    ends = tuple(as_number(one, place) for one in _list(value, place))
    if len(ends) != 2 or ends[0] == ends[1]:
        raise Unfit("index.wrong-kind", wanted="[from, to]", value=_shown(value), place=place)
    return ends[0], ends[1]


def _bound(value: Any, place: str) -> float | str:
    if isinstance(value, str):
        if not is_bound(value):
            known = "min, max, mean, median, sum, norm, best, worst, low, high, target, standard, p95, top5, mean+2sd, region:X, period:Y"
            raise Unfit("index.unknown-word", word=value, known=known, place=place)
        return value
    return as_number(value, place)


def _ratio(value: Any, place: str) -> float:
    """A number or a fraction written as text: 1/3."""
    if isinstance(value, str):
        try:
            value = float(Fraction(value))
        except (ValueError, ZeroDivisionError):
            raise Unfit("index.wrong-kind", wanted="number", value=_shown(value), place=place) from None
    return as_number(value, place)


def _list(value: Any, place: str) -> Sequence[Any]:
    if isinstance(value, str) or not isinstance(value, Sequence) or len(value) > _LONGEST:
        raise Unfit("index.wrong-kind", wanted="list", value=_shown(value), place=place)
    return value


def _shown(value: Any) -> str:
    return repr(value)[:60]


_KINDS: Mapping[str, Callable[[Any, str], Any]] = {
    "number": as_number,
    "optional": as_number,
    "count": as_count,
    "places": _places,
    "flag": as_flag,
    "text": as_text,
    "bound": _bound,
    "edges": _edges,
    "interval": _interval,
    "numbers": _numbers,
    "bounds": _bounds,
    "matrix": _matrix,
    "formula": _formula,
}
