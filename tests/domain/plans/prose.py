"""A small plan to put sentences into: one part that looks back, one that looks forward."""

from kechuang.domain.document import Document, Paragraph
from kechuang.domain.plans.plan import Box, Heading, Identity, Kind
from kechuang.domain.plans.prose.reading_commitments import read_commitments
from kechuang.domain.plans.prose.reading_statements import read_statements
from kechuang.readers.rulebooks import read_vocabulary

VOCABULARY = read_vocabulary()
FIVE_YEARS = Identity("云岭县“十四五”科技创新规划", Kind.FIVE_YEAR_PLAN, None, 2021, 2025, 2035, ())
ONE_YEAR = Identity("2022年云岭县科技工作要点", Kind.ANNUAL_PLAN, None, 2022, 2022, None, ())
_NUMERALS = "一二三四五六七八九十"


def plan_text(*parts):
    """A document of the given parts, each a heading and its paragraphs, and the outline that goes with it."""
    lines = []
    for number, (title, *paragraphs) in enumerate(parts):
        lines += [f"{_NUMERALS[number]}、{title}", *paragraphs]
    text = "\n".join(lines)
    titles = {f"{_NUMERALS[number]}、{part[0]}": part[0] for number, part in enumerate(parts)}
    paragraphs, position = [], 0
    for line in lines:
        paragraphs.append(Paragraph(position, position + len(line)))
        position += len(line) + 1
    document = Document("规划.txt", "txt", text, "0" * 64, tuple(paragraphs))
    outline = tuple(
        Heading(1, text[one.start : one.start + 1], titles[line], document.source(one.start, one.end))
        for one, line in zip(paragraphs, lines, strict=True)
        if line in titles
    )
    return document, outline


def commitments(*paragraphs, title="发展目标", identity=FIVE_YEARS, indicators=()):
    """The commitments of paragraphs that stand under a heading that looks forward."""
    document, outline = plan_text((title, *paragraphs))
    return read_commitments(document, outline, (), identity, VOCABULARY, indicators)


def statements(*paragraphs, title="发展基础", identity=FIVE_YEARS):
    """The statements of paragraphs that stand under a heading that looks back."""
    document, outline = plan_text((title, *paragraphs))
    return read_statements(document, outline, (), identity, VOCABULARY)


def boxed(document, number, title, start, end):
    """A box over a stretch of a document."""
    return Box(number, title, document.source(start, start + len(title)), start, end)


def promised(found):
    """Commitments short enough to write down."""
    return [(one.measure, f"{one.bound.value}{_numbers(one)}{one.unit}", one.year, one.basis.value) for one in found]


def told(found):
    """Statements short enough to write down."""
    return [(one.measure, f"{one.bound.value}{_numbers(one)}{one.unit}", one.year) for one in found]


def _numbers(one):
    return "–".join(str(number) for number in dict.fromkeys((one.low, one.high)) if number is not None)
