"""The region a plan is for (规划区域): the one in its title, else the one its opening speaks of."""

import re
from collections import Counter
from collections.abc import Sequence

from kechuang.domain.plans.plan import RegionName
from kechuang.domain.region import Mention, RegionBook
from kechuang.domain.vocabulary import Vocabulary

_NEAR = 600  # so many characters of the opening are about the plan itself


def read_region(name: str, opening: str, regions: RegionBook, vocabulary: Vocabulary) -> RegionName | None:
    """The region of a plan called ``name`` (folded, "" where the title was lost) that opens with ``opening`` (folded).

    A zone (高新区, 经开区) and a region that no code list knows carry their printed name and no code; a national plan has
    no region.
    """
    if name.startswith(vocabulary.words("identity.national")):
        return None
    mentions = regions.mentions(name)
    if mentions:
        return _innermost(name, _first_chain(mentions), vocabulary)
    printed = _printed(name, vocabulary)
    return RegionName(printed, None) if printed else _spoken_of(opening, regions, vocabulary)


def _first_chain(mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions that stand one right after the other: 四川省 巴中市 通江县."""
    chain = [mentions[0]]
    for mention in mentions[1:]:
        if mention.start != chain[-1].end:
            break
        chain.append(mention)
    return chain


def _innermost(name: str, chain: Sequence[Mention], vocabulary: Vocabulary) -> RegionName:
    last = chain[-1]
    zones = vocabulary.alternatives("identity.zones")
    zone = re.compile(rf"[^“”\"《》\d]{{0,8}}?(?:{zones})").match(name, last.end)
    if zone:
        return RegionName(name[last.start : zone.end()], None)
    return RegionName(last.region.name, last.region.code)


def _printed(name: str, vocabulary: Vocabulary) -> str | None:
    """A name that looks like a region's at the head of the title, though no list knows it."""
    endings = vocabulary.alternatives("identity.region_endings")
    found = re.compile(
        rf"(?:20\d\d年)?(?P<region>[\u4e00-\u9fff]{{1,10}}?(?:{endings}))(?=[“\"科国经创\d知]|人民|第)"
    ).match(name)
    if found is None or found.group("region") in vocabulary.words("identity.not_regions"):
        return None
    return found.group("region")


def _spoken_of(opening: str, regions: RegionBook, vocabulary: Vocabulary) -> RegionName | None:
    """The region most of the opening is about; None where it names many, or is a national issuer's."""
    near = opening[:_NEAR]
    if any(word in near for word in vocabulary.words("identity.national_issuers")):
        return None
    mentions = _innermost_each(regions.mentions(near))
    if not mentions:
        return None
    counted = Counter(mention.region for mention in mentions)
    most = max(counted, key=lambda region: (counted[region], -_first(mentions, region.code)))
    inside = sum(regions.is_within(mention.region, most) for mention in mentions)
    return RegionName(most.name, most.code) if 2 * inside >= len(mentions) else None


def _innermost_each(mentions: Sequence[Mention]) -> list[Mention]:
    """Of 四川省渠县 only 渠县."""
    following = [mention.start for mention in mentions[1:]]
    return [mention for mention, start in zip(mentions, [*following, -1], strict=False) if mention.end != start]


def _first(mentions: Sequence[Mention], code: str) -> int:
    return next(mention.start for mention in mentions if mention.region.code == code)
