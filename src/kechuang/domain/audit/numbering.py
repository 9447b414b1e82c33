"""Numbers of headings, boxes and tables (编号): gaps, repetitions, restarts where a heading above was lost, empty sections."""

import re
from collections.abc import Iterator
from itertools import pairwise

from kechuang.domain.audit.ledger import Ledger
from kechuang.domain.finding import Finding, Severity
from kechuang.domain.folding import fold
from kechuang.domain.plans.plan import Box, Heading, Kind
from kechuang.domain.plans.structure.numbering import Style, ordinal, read_marker
from kechuang.domain.source import Source

_TABLE = re.compile(r"^表\s*(\d{1,2})(?!\d)")
_ITEM = re.compile(r"^[^\s。，；：、0-9]{4,14}。\S")
_LIST_AHEAD = 200  # how far before a list the sentence that announces it may end


def check_headings(ledger: Ledger) -> Iterator[Finding]:
    """Headings are numbered 1, 2, 3, each once: under one parent, or through the whole document."""
    through: dict[tuple[int, Style], int] = {}
    last: dict[tuple[int, Style], tuple[int, Heading]] = {}
    for heading in ledger.plan.outline:
        for known in [key for key in last if key[0] > heading.level]:
            del last[known]
        marker = read_marker(fold(heading.number or ""))
        if marker is None or marker.style is Style.CIRCLED:
            continue
        before = last.get((heading.level, marker.style))
        last[heading.level, marker.style] = (marker.number, heading)
        first = (heading.level, marker.style) not in through
        runs_through = through.get((heading.level, marker.style), 0) + 1 == marker.number
        through[heading.level, marker.style] = marker.number
        if not runs_through:
            yield from _follows(ledger, before, marker.number, heading, first=first)


def _follows(
    ledger: Ledger, before: tuple[int, Heading] | None, number: int, heading: Heading, *, first: bool
) -> Iterator[Finding]:
    expected = 1 if before is None else before[0] + 1
    if number == expected or (number == 1 and (before is None or _is_announced(ledger, heading))):
        return
    sources = (heading.source,) if before is None else (before[1].source, heading.source)
    details = {"title": f"{heading.number or ''}{heading.title}", "before": before[1].number or "" if before else "—"}
    details["number"] = heading.number or ""
    rule = "gap" if number > expected else "repeated" if before and number == before[0] else "restart"
    excerpt = ledger.plan.identity.kind is Kind.OTHER or (before is None and first)
    severity = Severity.NOTE if excerpt else Severity.WARNING
    yield Finding(f"structure.heading-{rule}", severity, sources, details, f"{expected - 1} → {number}")


def _is_announced(ledger: Ledger, heading: Heading) -> bool:
    """Whether a sentence such as 主要表现为： stands before a list that begins anew."""
    before = ledger.document.text[max(0, heading.source.start - _LIST_AHEAD) : heading.source.start].rstrip()
    return before.endswith(("：", ":"))


def check_boxes(ledger: Ledger) -> Iterator[Finding]:
    """Boxes 专栏 are numbered through, each with its heading."""
    numbered = [(ordinal(fold(box.number)), box) for box in ledger.plan.boxes if box.number]
    lost = [box for box in ledger.plan.boxes if not box.number]
    for (before, first), (after, second) in pairwise([(0, None), *numbered]):
        if second is None or after == before + 1:
            continue
        between = [box for box in lost if (first.end if first else 0) <= box.start < second.start]
        sources = [box.source for box in between] or [*([first.source] if first else []), second.source]
        if not between:
            sources += _orphans(ledger, first, second)
        details = {
            "before": str(before),
            "number": str(after),
            "missing": ", ".join(str(n) for n in range(before + 1, after)),
        }
        rule = "structure.box-gap" if after > before else "structure.box-repeated"
        yield Finding(rule, Severity.WARNING, tuple(sources), details, f"{before} → {after}")


def _orphans(ledger: Ledger, first: Box | None, second: Box) -> Iterator[Source]:
    """Lines between two boxes that look like the items of a box: a short title, a full stop, a text."""
    headings = {heading.source.start for heading in ledger.plan.outline}
    boxes = ledger.plan.boxes
    items = any(_ITEM.match(line.strip()) for box in boxes for line in _lines(ledger, box))
    for paragraph in ledger.document.paragraphs if first and items else ():
        text = ledger.document.text[paragraph.start : paragraph.end].strip()
        if (
            first
            and first.end <= paragraph.start < second.start
            and _ITEM.match(text)
            and paragraph.start not in headings
        ):
            yield ledger.document.source(paragraph.start, paragraph.end)


def _lines(ledger: Ledger, box: Box) -> list[str]:
    return ledger.document.text[box.start : box.end].split("\n")[1:]


def check_table_numbers(ledger: Ledger) -> Iterator[Finding]:
    """Tables are numbered through in the order they stand."""
    found = []
    for table in ledger.tables:
        number = _TABLE.match(fold(table.number or ""))
        if number and table.caption is not None:
            found.append((int(number[1]), table.caption))
    for (before, first), (after, second) in pairwise(found):
        if after not in (before, before + 1, 1):
            details = {"before": str(before), "number": str(after)}
            yield Finding("structure.table-gap", Severity.WARNING, (first, second), details, f"{before} → {after}")


def check_empty_sections(ledger: Ledger) -> Iterator[Finding]:
    """A heading has something under it."""
    for heading, following in pairwise(ledger.plan.outline):
        between = ledger.document.text[heading.source.end : following.source.start]
        if heading.level >= 1 and following.level <= heading.level and not between.strip(" \t\n　*#-"):
            details = {"title": f"{heading.number or ''}{heading.title}"}
            yield Finding("structure.empty-section", Severity.WARNING, (heading.source,), details, "")
    yield from _empty_at_the_end(ledger)


def _empty_at_the_end(ledger: Ledger) -> Iterator[Finding]:
    """The last heading of a document, with nothing after it."""
    for heading in ledger.plan.outline[-1:]:
        after = ledger.document.text[heading.source.end :]
        if heading.level >= 1 and not after.strip(" \t\r\n　*#-"):
            details = {"title": f"{heading.number or ''}{heading.title}"}
            yield Finding("structure.empty-section", Severity.WARNING, (heading.source,), details, "")


def check_title(ledger: Ledger) -> Iterator[Finding]:
    """A document says what it is."""
    if ledger.plan.identity.title is None and ledger.plan.outline and ledger.document.text.strip():
        text = ledger.document.text
        start = len(text) - len(text.lstrip())
        end = text.find("\n", start)
        source = ledger.document.source(start, end if end > 0 else len(text))
        yield Finding("structure.no-title", Severity.NOTE, (source,), {}, "")
