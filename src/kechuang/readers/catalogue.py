"""The catalogue of indicators (指标目录) from the rulebooks ``national/indicators_*.yaml``."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from itertools import product
from typing import Any

from kechuang.domain.indicators.catalogue import Catalogue
from kechuang.domain.indicators.definition import (
    Basis,
    Direction,
    Growth,
    IndicatorDefinition,
    MeasureKind,
    Origin,
    Ratio,
    Relation,
    Sum,
    Within,
)
from kechuang.domain.indicators.wording import WordingRules
from kechuang.readers.rulebooks import load_yaml

_PARTS = ("research", "enterprises", "property", "industry", "people")


@cache
def read_catalogue() -> Catalogue:
    """Every indicator of the national rulebook, its identities, and the rules for comparing names."""
    words = load_yaml("national", "wordings.yaml")
    families = load_yaml("national", "units_of_measure.yaml")
    entries = [*_written_out(), *_by_level(words["levels"])]
    definitions = tuple(_definition(key, entry, words["lists"], families) for key, entry in entries)
    relations = (*_relations(), *_level_relations())
    return Catalogue(definitions, relations, _wording_rules(words))


def _written_out() -> Iterator[tuple[str, dict[str, Any]]]:
    for part in _PARTS:
        yield from load_yaml("national", f"indicators_{part}.yaml").items()


def _by_level(levels: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """One indicator for each platform and level, and one for the platform at any level."""
    rules = load_yaml("national", "indicators_platforms.yaml")
    for name, entry in rules["platforms"].items():
        common = {**rules["common"], **entry, "origin": "科技平台名录"}
        yield name, {**common, "en": entry["en"].capitalize(), "definition": _meaning(entry, "", "")}
        for level in rules["levels"]:
            yield f"{level}_{name}", {**common, **_at_level(entry, levels[level])}


def _at_level(entry: Mapping[str, Any], level: Mapping[str, Any]) -> dict[str, Any]:
    wordings = [word + wording for word in level["words"] for wording in entry["wordings"]]
    return {
        "zh": level["zh"] + entry["zh"],
        "en": f"{level['en']} {entry['en']}",
        "wordings": wordings,
        "definition": _meaning(entry, level["zh"], level["en"].lower()),
    }


def _meaning(entry: Mapping[str, Any], level: str, english_level: str) -> dict[str, str]:
    english = f"{english_level} {entry['en']}".strip()
    return {
        "zh": f"年末{level}{entry['zh']}数，按平台和级别去重",
        "en": f"Number of {english} at year end, each counted once at its level",
    }


def _definition(
    key: str, entry: Mapping[str, Any], lists: Mapping[str, list[str]], families: Mapping[str, Mapping[str, float]]
) -> IndicatorDefinition:
    low, high = (None if bound is None else Decimal(str(bound)) for bound in entry["range"])
    return IndicatorDefinition(
        key=key,
        name=entry["zh"],
        english=entry["en"],
        wordings=tuple(dict.fromkeys(one for wording in entry["wordings"] for one in _spelled_out(wording, lists))),
        unit=entry["unit"],
        units=_units(entry["unit"], families[entry["units"]]),
        direction=Direction(entry["direction"]),
        kind=MeasureKind(entry["kind"]),
        low=low,
        high=high,
        meaning=entry["definition"]["zh"],
        english_meaning=entry["definition"]["en"],
        origin=Origin(entry["origin"], entry["owner"], entry["frequency"]),
        basis=Basis(entry["basis"]["document"], entry["basis"]["since"]),
        trust=entry["trust"],
    )


def _spelled_out(wording: str, lists: Mapping[str, list[str]]) -> Iterator[str]:
    """Every wording that a template with ``{list}`` in it stands for."""
    used = [name for name in lists if f"{{{name}}}" in wording]
    for words in product(*(lists[name] for name in used)):
        yield wording.format(**dict(zip(used, words, strict=True)))


def _units(unit: str, family: Mapping[str, float]) -> tuple[tuple[str, Decimal], ...]:
    own = Decimal(str(family[unit]))
    return tuple((printed, Decimal(str(factor)) / own) for printed, factor in family.items())


def _relations() -> Iterator[Relation]:
    data = load_yaml("national", "identities.yaml")
    yield from (Ratio(one["ratio"], one["part"], one["whole"], Decimal(str(one["scale"]))) for one in data["ratios"])
    yield from (Sum(one["total"], tuple(one["parts"]), one["exhaustive"]) for one in data["sums"])
    yield from (Within(one["part"], one["whole"]) for one in data["within"])
    yield from (Growth(one["growth"], one["of"]) for one in data["growths"])


def _level_relations() -> Iterator[Relation]:
    """What is national is also provincial or above, and so on down."""
    for name in load_yaml("national", "indicators_platforms.yaml")["platforms"]:
        yield Within(f"national_{name}", f"provincial_or_above_{name}")
        yield Within(f"provincial_{name}", f"provincial_or_above_{name}")
        yield Within(f"provincial_or_above_{name}", f"municipal_or_above_{name}")
        yield Within(f"municipal_{name}", f"municipal_or_above_{name}")
        yield Within(f"municipal_or_above_{name}", f"county_or_above_{name}")
        yield Within(f"county_or_above_{name}", name)


def _wording_rules(words: Mapping[str, Any]) -> WordingRules:
    return WordingRules(
        synonyms=words["synonyms"],
        prefixes=tuple(words["prefixes"]),
        tails=tuple(words["tails"]),
        meaningful=tuple(words["meaningful"]),
        doubled=tuple(words["doubled"]),
    )
