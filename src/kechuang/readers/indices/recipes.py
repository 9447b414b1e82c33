"""Recipes of indices (指数配方): YAML to a domain recipe, every fault with the key it stands at."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from kechuang.domain.indices.formula import read_formula
from kechuang.domain.indices.spec import (
    STEPS,
    Layout,
    Method,
    Recipe,
    Screen,
    Select,
    Uncertainty,
    Vary,
)
from kechuang.domain.indices.unfit import Unfit
from kechuang.readers.indices.plain_yaml import read_plain_yaml
from kechuang.readers.indices.recipe_tree import read_tree
from kechuang.readers.indices.recipe_words import (
    as_count,
    as_flag,
    as_number,
    as_text,
    as_texts,
    as_word,
    inner,
    read_method,
    read_methods,
    read_missing,
    read_treatment,
    section,
)

_TOP = (
    "title",
    "source",
    "notes",
    "data",
    "select",
    "derive",
    "order",
    "impute",
    "screen",
    "treat",
    "normalise",
    "weigh",
    "aggregate",
    "missing",
    "rank",
    "decimals",
    "levels",
    "index",
    "uncertainty",
)
_LAYOUT = ("form", "region", "period", "indicator", "value", "name", "groups", "columns", "missing", "encoding")
_ROUNDED = (*STEPS, "scores")
_MOST_SAMPLES = 1_000_000


def read_recipe(path: Path) -> Recipe:
    """The recipe at ``path``. Raises Unfit naming the key at fault, Unreadable when the file cannot be read."""
    return recipe_of(read_plain_yaml(path))


def recipe_of(data: Any) -> Recipe:
    """A recipe from plain data. Raises Unfit naming the key at fault."""
    top = section(data, "", _TOP)
    if "index" not in top:
        raise Unfit("index.key-missing", key="index", place="index")
    root = read_tree(top["index"], top.get("levels"))
    return Recipe(
        title=as_text(top.get("title", root.name), "title"),
        root=root,
        source=as_text(top.get("source", ""), "source"),
        layout=_layout(top.get("data", {})),
        select=_select(top.get("select", {})),
        derive=_derive(top.get("derive", {})),
        order=_order(top.get("order")),
        impute=read_methods("impute", top.get("impute", "none"), "impute"),
        screen=_screen(top.get("screen", {})),
        treat=read_treatment(top.get("treat", "none"), "treat"),
        normalise=read_method("normalise", top.get("normalise", "none"), "normalise"),
        weigh=read_method("weigh", top.get("weigh", "given"), "weigh"),
        aggregate=read_method("aggregate", top.get("aggregate", "arithmetic"), "aggregate"),
        missing=read_missing(top.get("missing", "ignore"), "missing"),
        rank=read_method("rank", top.get("rank", "highest"), "rank"),
        decimals=_decimals(top.get("decimals", {})),
        uncertainty=_uncertainty(top["uncertainty"]) if "uncertainty" in top else None,
    )


def _layout(value: Any) -> Layout:
    data = section(value, "data", _LAYOUT)
    texts = {
        key: as_text(data[key], inner("data", key))
        for key in ("region", "period", "indicator", "value", "name", "columns", "encoding")
        if data.get(key) is not None
    }
    form = as_word(data.get("form", "auto"), "data.form", ("auto", "long", "wide"))
    groups = as_texts(data.get("groups", ()), "data.groups")
    return Layout(form=form, groups=groups, missing=as_texts(data.get("missing", ()), "data.missing"), **texts)


def _select(value: Any) -> Select:
    data = section(value, "select", ("regions", "without", "unranked", "periods", "where"))
    where = section(data.get("where", {}), "select.where", None)
    return Select(
        regions=as_texts(data.get("regions", ()), "select.regions"),
        without=as_texts(data.get("without", ()), "select.without"),
        unranked=as_texts(data.get("unranked", ()), "select.unranked"),
        periods=as_texts(data.get("periods", ()), "select.periods"),
        where={name: as_texts(labels, inner("select.where", name)) for name, labels in where.items()},
    )


def _derive(value: Any) -> tuple[tuple[str, Any], ...]:
    data = section(value, "derive", None)
    return tuple(
        (name, read_formula(as_text(text, inner("derive", name)), inner("derive", name))) for name, text in data.items()
    )


def _order(value: Any) -> tuple[str, ...]:
    if value is None:
        return STEPS
    order = as_texts(value, "order")
    for step in order:
        as_word(step, "order", STEPS)
    if len(set(order)) < len(order) or "normalise" not in order:
        raise Unfit("index.bad-order", order=", ".join(order), known=", ".join(STEPS), place="order")
    return order


def _screen(value: Any) -> Screen:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Screen(at_least=as_number(value, "screen", low=0))
    data = section(value, "screen", ("at_least", "nonzero", "per", "keep", "drop"))
    return Screen(
        at_least=as_number(data.get("at_least", 0), "screen.at_least", low=0),
        nonzero=as_number(data.get("nonzero", 0), "screen.nonzero", low=0),
        per=None if data.get("per") is None else as_count(data["per"], "screen.per"),
        keep=as_texts(data.get("keep", ()), "screen.keep"),
        drop=as_texts(data.get("drop", ()), "screen.drop"),
    )


def _decimals(value: Any) -> Mapping[str, int]:
    if isinstance(value, int):
        return {"scores": as_count(value, "decimals", low=0)}
    data = section(value, "decimals", _ROUNDED)
    return {step: as_count(places, inner("decimals", step), low=0) for step, places in data.items()}


def _uncertainty(value: Any) -> Uncertainty:
    place = "uncertainty"
    data = section(value, place, ("samples", "seed", "coverage", "period", "vary"))
    coverage = as_number(data.get("coverage", 0.9), f"{place}.coverage", low=0)
    if not 0 < coverage < 1:
        raise Unfit("index.out-of-range", value=coverage, wanted="0 < coverage < 1", place=f"{place}.coverage")
    return Uncertainty(
        vary=_vary(data.get("vary", {})),
        samples=as_count(data.get("samples", 1000), f"{place}.samples", high=_MOST_SAMPLES),
        seed=as_count(data.get("seed", 1), f"{place}.seed", low=0),
        coverage=coverage,
        period=None if data.get("period") is None else as_text(data["period"], f"{place}.period"),
    )


def _vary(value: Any) -> Vary:
    place = "uncertainty.vary"
    data = section(value, place, ("weights", "impute", "treat", "normalise", "aggregate", "noise", "drop_one"))
    share, levels = _weights(data.get("weights", 0), f"{place}.weights")
    noise, relative = _noise(data.get("noise", 0), f"{place}.noise")
    return Vary(
        weights=share,
        weight_levels=levels,
        impute=tuple(read_methods("impute", one, where) for one, where in _options(data, "impute", place)),
        treat=tuple(read_treatment(one, where) for one, where in _options(data, "treat", place)),
        normalise=_alternatives("normalise", data, place),
        aggregate=_alternatives("aggregate", data, place),
        noise=noise,
        relative_noise=relative,
        drop_one=as_flag(data.get("drop_one", False), f"{place}.drop_one"),
    )


def _alternatives(step: str, data: Mapping[str, Any], place: str) -> tuple[Method, ...]:
    return tuple(read_method(step, one, where) for one, where in _options(data, step, place))


def _options(data: Mapping[str, Any], step: str, place: str) -> list[tuple[Any, str]]:
    options = data.get(step, [])
    if not isinstance(options, Sequence) or isinstance(options, str):
        raise Unfit("index.wrong-kind", wanted="list", value=options, place=inner(place, step))
    return [(one, f"{place}.{step}[{number}]") for number, one in enumerate(options)]


def _weights(value: Any, place: str) -> tuple[float, tuple[int, ...]]:
    levels: tuple[int, ...] = ()
    if isinstance(value, Mapping):
        data = section(value, place, ("by", "levels"))
        levels = tuple(as_count(level, f"{place}.levels", low=1) for level in data.get("levels", ()))
        value = data.get("by", 0)
    share = as_number(value, place, low=0)
    if share >= 1:
        raise Unfit("index.out-of-range", value=share, wanted="0 <= by < 1", place=place)
    return share, levels


def _noise(value: Any, place: str) -> tuple[Mapping[str, float], bool]:
    if not isinstance(value, Mapping):
        return _by_indicator(value, place), True
    data = section(value, place, ("relative", "absolute"))
    relative = "absolute" not in data
    return _by_indicator(data.get("relative" if relative else "absolute", 0), place), relative


def _by_indicator(value: Any, place: str) -> Mapping[str, float]:
    """Standard errors by indicator; ``*`` stands for every other one."""
    if isinstance(value, Mapping):
        return {str(key): as_number(error, inner(place, str(key)), low=0) for key, error in value.items()}
    error = as_number(value, place, low=0)
    return {"*": error} if error else {}
