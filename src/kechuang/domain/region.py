"""Regions (行政区划) by their GB/T 2260 codes, with the days each code and name was in force.

Codes move: 巴中 was the prefecture 513700 until 1999 and has been the city 511900 since 2000. So every question takes a
day; without one, what is in force last counts. Zones (经开区, 高新区) are no regions of GB/T 2260 and have no code here.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from functools import cached_property
from typing import TypeVar

_T = TypeVar("_T")


class Level(IntEnum):
    """The level of a region: province (省级), prefecture (地级), county (县级)."""

    PROVINCE = 1
    PREFECTURE = 2
    COUNTY = 3


@dataclass(frozen=True, slots=True)
class Region:
    """One name that a code stood for from ``starts_on`` to ``ends_on``, both included; None is without end.

    Days come from yearly code lists where no exact day is known: the first and last day of the year.
    """

    code: str
    name: str
    level: Level
    starts_on: date | None = None
    ends_on: date | None = None

    def in_force(self, on: date | None) -> bool:
        """Whether the name stood on that day; without a day, whether it stands still."""
        if on is None:
            return self.ends_on is None
        return (self.starts_on is None or self.starts_on <= on) and (self.ends_on is None or on <= self.ends_on)


@dataclass(frozen=True, slots=True)
class Mention:
    """A region named in a text, at ``text[start:end]``."""

    start: int
    end: int
    region: Region


@dataclass(frozen=True)
class Naming:
    """How regions are named: words a name ends in, peoples in the names of autonomous areas, and what is no name.

    ``general`` are full names that are also common words (城区, 郊区); ``continuations`` are characters that, right after
    a name, make another word of its last one (上海市场, 建成县级); ``abbreviations`` shorten an ending (自治州 → 州).
    """

    endings: tuple[str, ...] = ()
    peoples: tuple[str, ...] = ()
    general: frozenset[str] = frozenset()
    continuations: frozenset[str] = frozenset()
    abbreviations: Mapping[str, str] = field(default_factory=dict)

    def names(self, name: str) -> tuple[str, ...]:
        """Every way to write a full name: itself, the short name, the short name with the ending shortened (恩施州)."""
        short = self.short(name)
        endings = [brief for ending, brief in self.abbreviations.items() if name.endswith(ending)]
        return tuple(dict.fromkeys([name, short, *(short + brief for brief in endings)]))

    def short(self, name: str) -> str:
        """The name as people say it: 巴中市 → 巴中, 恩施土家族苗族自治州 → 恩施, 渠县 stays."""
        ending = next((ending for ending in self.endings if name.endswith(ending)), "")
        stem = self._without_peoples(name[: len(name) - len(ending)]) if "自治" in ending else name.removesuffix(ending)
        return stem if len(stem) > 1 else name

    def _without_peoples(self, stem: str) -> str:
        people = next(
            (people for people in self.peoples if stem.endswith(people) and len(stem) > len(people) + 1), None
        )
        return stem if people is None else self._without_peoples(stem.removesuffix(people))


@dataclass(frozen=True, eq=False)
class RegionBook:
    """All regions, past and present. Compared by identity, so it may key a cache."""

    regions: tuple[Region, ...]
    naming: Naming = field(default_factory=Naming)

    def by_code(self, code: str, on: date | None = None) -> Region | None:
        """The region a code stood for on a day; without a day, the one it stood for last."""
        held = self._by_code.get(code, [])
        standing = [region for region in held if region.in_force(on)] or (held if on is None else [])
        return max(standing, key=_started, default=None)

    def named(self, name: str, on: date | None = None, within: Region | None = None) -> Region | None:
        """The one region of that name, None where there is none or the name fits several.

        The name may be full or short and may carry its path (巴中, 巴中市, 四川省巴中市, 达州市渠县). ``within`` narrows it to
        one province or prefecture. Of namesakes at different levels the highest is meant (吉林 the province). Without a
        day, a name no longer in force is still found (元坝区).
        """
        candidates = self.candidates(name, on, within)
        if not candidates:
            return None
        highest = min(region.level for region in candidates)
        chosen = [region for region in candidates if region.level == highest]
        return chosen[0] if len({region.code for region in chosen}) == 1 else None

    def candidates(self, name: str, on: date | None = None, within: Region | None = None) -> tuple[Region, ...]:
        """Every region the name can mean on that day, the full name before the short, the path obeyed."""
        found = [region for region in self._matches(name, on) if within is None or self.is_within(region, within)]
        return tuple(dict.fromkeys(found))

    def parent(self, region: Region, on: date | None = None) -> Region | None:
        """The region one level up: of a county its prefecture, or its province where that governs it directly."""
        if region.level is Level.PROVINCE:
            return None
        day = region.ends_on if on is None else on
        prefecture = self.by_code(region.code[:4] + "00", day) if region.level is Level.COUNTY else None
        return prefecture or self.by_code(region.code[:2] + "0000", day)

    def children(self, region: Region, on: date | None = None) -> tuple[Region, ...]:
        """The regions one level down on that day, in the order of their codes."""
        inside = [one for one in self._by_province[region.code[:2]] if one.in_force(on) and self.is_within(one, region)]
        below = [one for one in inside if one is not region and self.parent(one, on) == region]
        return tuple(sorted(below, key=lambda one: one.code))

    def is_within(self, region: Region, outer: Region) -> bool:
        """Whether ``region`` is ``outer`` or lies in it, by its code."""
        return region.code.startswith(_prefix(outer))

    def mentions(self, text: str, on: date | None = None, within: Region | None = None) -> tuple[Mention, ...]:
        """The regions named in a text, in order, without overlaps.

        Full names count, and the short names of provinces and prefectures; the short names of counties, and names that
        fit several regions, only inside ``within`` or right behind the region they lie in (达州市渠县). A name that is
        also a common word is left alone.
        """
        return tuple(self._scan(text, on, within))

    def _scan(self, text: str, on: date | None, within: Region | None) -> Iterator[Mention]:
        position, before = 0, None
        while position < len(text) - 1:
            context = before.region if before is not None and before.end == position else within
            mention = self._mention_at(text, position, on, context)
            position = position + 1 if mention is None else mention.end
            if mention is not None:
                yield mention
                before = mention

    def _mention_at(self, text: str, start: int, on: date | None, context: Region | None) -> Mention | None:
        for name in self._by_opening.get(text[start : start + 2], ()):
            if not text.startswith(name, start) or self._goes_on(text, start, name):
                continue
            region = self._meant(name, on, context)
            if region is not None:
                return Mention(start, start + len(name), region)
            if name.endswith(self.naming.endings):
                return None  # 朝阳区 of nowhere in particular is not the city 朝阳
        return None

    def _goes_on(self, text: str, start: int, name: str) -> bool:
        following = text[start + len(name) : start + len(name) + 1]
        return following != "" and following in self.naming.continuations and name.endswith(self.naming.endings)

    def _meant(self, name: str, on: date | None, context: Region | None) -> Region | None:
        if name in self.naming.general:
            return None
        inside = None if context is None else self.named(name, on, context)
        if inside is not None:
            return inside
        region = self.named(name, on)
        if region is not None and region.level is Level.COUNTY:
            return region if region.name == name and len(name) > 2 else None
        return region

    def _matches(self, name: str, on: date | None) -> Iterator[Region]:
        known = self._by_name.get(name, ())
        standing = [region for region in known if region.in_force(on)]
        past = sorted(known, key=_started, reverse=True)[:1] if on is None and not standing else []
        full_first = sorted(standing or past, key=lambda region: region.name != name)
        yield from full_first
        if not full_first:
            yield from self._matches_by_path(name, on)

    def _matches_by_path(self, name: str, on: date | None) -> Iterator[Region]:
        for cut in range(len(name) - 1, 1, -1):
            outers = [region for region in self._by_name.get(name[:cut], ()) if region.level is not Level.COUNTY]
            if outers:
                inner = list(self._matches(name[cut:], on))
                yield from (one for outer in outers for one in inner if self.is_within(one, outer) and one is not outer)

    @cached_property
    def _by_code(self) -> Mapping[str, list[Region]]:
        return _grouped((region.code, region) for region in self.regions)

    @cached_property
    def _by_province(self) -> Mapping[str, list[Region]]:
        return _grouped((region.code[:2], region) for region in self.regions)

    @cached_property
    def _by_name(self) -> Mapping[str, list[Region]]:
        return _grouped((name, region) for region in self.regions for name in self.naming.names(region.name))

    @cached_property
    def _by_opening(self) -> Mapping[str, list[str]]:
        longest_first = sorted(self._by_name, key=lambda name: -len(name))
        return _grouped((name[:2], name) for name in longest_first)


def _grouped(pairs: Iterable[tuple[str, _T]]) -> Mapping[str, list[_T]]:
    groups: defaultdict[str, list[_T]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return groups


def _prefix(region: Region) -> str:
    """The leading digits that every region inside shares."""
    return region.code[: 2 * region.level]


def _started(region: Region) -> date:
    return region.starts_on or date.min
