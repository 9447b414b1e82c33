"""What the rows of an indicator table hand down to those below them: category, headings, unit, nature."""

import re
from dataclasses import dataclass

from kechuang.domain.plans.tables.cells_units import Name

_NUMBERING = re.compile(r"[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})(?:[）)]|[.．、])+")


@dataclass
class Above:
    """What rows hand down to the rows below them: category, group, unit of the group, nature."""

    category: str | None = None
    groups: tuple[tuple[str, str], ...] = ()  # how each is numbered, and its words, the widest first
    unit: str | None = None
    nature: str | None = None
    number: int | None = None
    parent: Name | None = None

    def enter(self, words: str, unit: str | None, nature: str | None) -> None:
        """Begin a heading; it ends those that are numbered like it, and whatever stands below them."""
        style = _numbering(words)
        styles = [known for known, _ in self.groups]
        outer = self.groups[: styles.index(style)] if style in styles else self.groups
        self.groups, self.unit = (*outer, (style, words)), unit
        self.parent = None
        if nature is not None:
            self.nature = nature

    def close(self, printed: str) -> None:
        """A row numbered like a heading above it stands beside that heading, not below it."""
        style = _numbering(printed)
        styles = [known for known, _ in self.groups]
        if style and style in styles:
            self.groups = self.groups[: styles.index(style)]
            self.unit = None


def _numbering(words: str) -> str:
    """How a heading inside the table is numbered; headings numbered alike stand on one level."""
    found = _NUMBERING.match(words)
    return re.sub(r"\d+", "1", re.sub(r"[一二三四五六七八九十]+", "一", found[0])) if found else ""
