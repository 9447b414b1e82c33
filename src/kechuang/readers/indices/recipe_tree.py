"""The tree of a recipe: the index, its parts (一级指标, 二级指标 …) and its indicators."""

from collections.abc import Mapping
from typing import Any

from kechuang.domain.indices.bounds import MARKS
from kechuang.domain.indices.spec import Leaf, Node
from kechuang.domain.indices.unfit import Unfit
from kechuang.readers.indices.recipe_words import (
    as_count,
    as_number,
    as_text,
    inner,
    read_method,
    read_methods,
    read_missing,
    read_treatment,
    section,
)

_INHERITED = ("direction", "denominator", "times", "impute", "treat", "normalise")
_OF_NODE = ("aggregate", "weigh", "missing", "rescale", "decimals")
_NODE = ("key", "name", "weight", "parts", "notes", *_OF_NODE, *_INHERITED)
_LEAF = ("key", "name", "weight", "unit", "notes", *_INHERITED, *MARKS)
_DIRECTIONS = {"rise": 1, "fall": -1, 1: 1, -1: -1}


def read_tree(value: Any, levels: Any) -> Node:
    """The index with everything below. ``levels`` gives defaults by level: 0 is the index, 1 its parts, and so on down."""
    defaults = {
        as_level(level): section(entry, inner("levels", level), (*_OF_NODE, *_INHERITED))
        for level, entry in section(levels, "levels", None).items()
    }
    root = _node(value, "index", 0, {}, defaults)
    seen: dict[str, str] = {}
    everything: list[Node | Leaf] = [*root.nodes(), *root.leaves()]
    for part in everything:
        if part.key in seen:
            raise Unfit("index.part-twice", part=part.key, first=seen[part.key], place=part.place)
        seen[part.key] = part.place
    return root


def as_level(text: str) -> int:
    """A level's number from its key."""
    if not text.isdigit():
        raise Unfit("index.wrong-kind", wanted="whole number", value=text, place="levels")
    return int(text)


def _node(
    value: Any, place: str, level: int, inherited: Mapping[str, Any], defaults: Mapping[int, Mapping[str, Any]]
) -> Node:
    data = {**defaults.get(level, {}), **section(value, place, _NODE)}
    if not data.get("parts"):
        raise Unfit("index.key-missing", key="parts", place=place)
    if not isinstance(data["parts"], list):
        raise Unfit("index.wrong-kind", wanted="list", value=type(data["parts"]).__name__, place=inner(place, "parts"))
    passed = {**inherited, **{key: (data[key], inner(place, key)) for key in _INHERITED if key in data}}
    children = tuple(
        _child(child, f"{place}.parts[{number}]", level + 1, passed, defaults)
        for number, child in enumerate(data["parts"])
    )
    key = as_text(data.get("key", "index" if level == 0 else data.get("name", place)), inner(place, "key"))
    return Node(
        key=key,
        name=as_text(data.get("name", key), inner(place, "name")),
        children=children,
        weight=_weight(data, place),
        aggregate=read_method("aggregate", data["aggregate"], inner(place, "aggregate"))
        if "aggregate" in data
        else None,
        weigh=read_method("weigh", data["weigh"], inner(place, "weigh")) if "weigh" in data else None,
        missing=read_missing(data["missing"], inner(place, "missing")) if "missing" in data else None,
        rescale=read_methods("rescale", data["rescale"], inner(place, "rescale")) if "rescale" in data else (),
        decimals=as_count(data["decimals"], inner(place, "decimals"), low=0) if "decimals" in data else None,
        level=level,
        place=place,
    )


def _child(
    value: Any, place: str, level: int, inherited: Mapping[str, Any], defaults: Mapping[int, Mapping[str, Any]]
) -> Node | Leaf:
    if isinstance(value, Mapping) and "parts" in value:
        return _node(value, place, level, inherited, defaults)
    return _leaf({"key": value} if isinstance(value, str | int | float) else value, place, level, inherited)


def _leaf(value: Any, place: str, level: int, inherited: Mapping[str, Any]) -> Leaf:
    data = section(value, place, _LEAF)
    if "key" not in data:
        raise Unfit("index.key-missing", key="key", place=place)
    taken = {**inherited, **{key: (data[key], inner(place, key)) for key in _INHERITED if key in data}}
    key = as_text(data["key"], inner(place, "key"))
    marks = {mark: as_number(data[mark], inner(place, mark)) for mark in MARKS if data.get(mark) is not None}
    direction = _direction(*taken["direction"]) if "direction" in taken else _from_goalposts(marks)
    if "low" in marks and "high" in marks and marks["low"] >= marks["high"]:
        raise Unfit("index.low-above-high", indicator=key, low=marks["low"], high=marks["high"], place=place)
    return Leaf(
        key=key,
        name=as_text(data.get("name", key), inner(place, "name")),
        direction=direction,
        weight=_weight(data, place),
        unit=as_text(data.get("unit") or "", inner(place, "unit")),
        denominator=None if _own(taken, "denominator") is None else as_text(*taken["denominator"]),
        times=as_number(*taken["times"]) if "times" in taken else 1.0,
        marks=marks,
        impute=read_methods("impute", *taken["impute"]) if "impute" in taken else None,
        treat=read_treatment(*taken["treat"]) if "treat" in taken else None,
        normalise=read_method("normalise", *taken["normalise"]) if "normalise" in taken else None,
        level=level,
        place=place,
    )


def _own(taken: Mapping[str, Any], key: str) -> Any:
    return taken[key][0] if key in taken else None


def _direction(value: Any, place: str) -> int:
    if isinstance(value, bool) or value not in _DIRECTIONS:
        raise Unfit("index.unknown-word", word=repr(value), known="rise, fall, 1, -1", place=place)
    return _DIRECTIONS[value]


def _from_goalposts(marks: Mapping[str, float]) -> int:
    """Where no direction is written, goalposts tell it: worst above best means less is better."""
    return -1 if "worst" in marks and "best" in marks and marks["worst"] > marks["best"] else 1


def _weight(data: Mapping[str, Any], place: str) -> float | None:
    return None if data.get("weight") is None else as_number(data["weight"], inner(place, "weight"))
