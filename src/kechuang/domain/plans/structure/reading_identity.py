"""What a document says it is (规划识别): title, kind, region, first and last year, horizon, plans it is based on."""

import re

from kechuang.domain.document import Document
from kechuang.domain.folding import fold
from kechuang.domain.plans.plan import Identity, Kind
from kechuang.domain.plans.structure.reading_identity_parents import read_parents
from kechuang.domain.plans.structure.reading_identity_period import read_horizon, read_period
from kechuang.domain.plans.structure.reading_identity_region import read_region
from kechuang.domain.plans.structure.reading_identity_title import find_title
from kechuang.domain.region import RegionBook
from kechuang.domain.vocabulary import Vocabulary

_OPENING = 4000  # so many characters from the beginning say what the plan is
_SUFFIX = re.compile(r"\s*\([^()]*\)$")


def read_identity(document: Document, vocabulary: Vocabulary, regions: RegionBook) -> Identity:
    """What the document says it is. A title that was lost is None; the opening then tells region and period."""
    title = find_title(document, vocabulary)
    opening = fold(document.text[:_OPENING])
    name = fold(title.text) if title else ""
    start, end = read_period(name, opening, vocabulary)
    return Identity(
        title=title.text if title else None,
        kind=_kind(name, start, end, vocabulary),
        region=read_region(name, opening, regions, vocabulary),
        start=start,
        end=end,
        horizon=read_horizon(name, fold(document.text), end, vocabulary),
        parents=read_parents(document, title, vocabulary),
    )


def _kind(name: str, start: int | None, end: int | None, vocabulary: Vocabulary) -> Kind:
    if any(word in name for word in vocabulary.words("identity.report_words")):
        return Kind.OTHER
    bare = "".join(_SUFFIX.sub("", name).split())
    years = end - start + 1 if start is not None and end is not None else None
    if years == 5 and (not bare or bare.endswith(vocabulary.words("identity.five_year_ends"))):
        return Kind.FIVE_YEAR_PLAN
    if years == 1 and bare.endswith(vocabulary.words("identity.annual_ends")):
        return Kind.ANNUAL_PLAN
    return Kind.OTHER
