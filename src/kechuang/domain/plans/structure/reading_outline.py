"""The outline of a plan (目录结构): the headings of its body, each on its level."""

from collections.abc import Sequence

from kechuang.domain.document import Document
from kechuang.domain.plans.plan import Heading, Identity
from kechuang.domain.plans.structure.numbering import Style, plain_words
from kechuang.domain.plans.structure.reading_identity_title import find_title
from kechuang.domain.plans.structure.reading_outline_forms import Form
from kechuang.domain.plans.structure.reading_outline_segments import Segment, read_segments
from kechuang.domain.plans.structure.reading_outline_walk import Node, Run, Walk, walk
from kechuang.domain.vocabulary import Vocabulary

_HEADING_FORMS = (Form.ALONE, Form.SENTENCE, Form.RUN_IN)
_LIST_FROM = 3
_LONGEST_DECLARED = 80
_NOTE_WITHIN = 4000  # a note stands at the foot of the page or table that it belongs to


def read_outline(document: Document, vocabulary: Vocabulary, identity: Identity) -> tuple[Heading, ...]:
    """The headings of the body, in order; level 0 is the plan's own title where it is printed.

    Entries of the contents page, items of boxes (专栏) and items of lists are no headings. A heading run in with its
    text (1.创新氛围不浓。正文……) ends at its full stop.
    """
    segments = read_segments(document, vocabulary)
    walked = walk(segments, vocabulary)
    title = find_title(document, vocabulary)
    headings = [Heading(0, None, title.text, document.source(title.start, title.end))] if title else []
    lists = {id(run) for run in walked.runs if run.interruption or _is_list(run, walked)}
    kept = [node for node in walked.nodes if _is_heading(node, walked, lists) and not _is_note(node, walked, document)]
    covered = title.end if title else -1
    return (
        *headings,
        *(_heading(document, node, segments) for node in kept if segments[node.segment].start >= covered),
    )


def _heading(document: Document, node: Node, segments: Sequence[Segment]) -> Heading:
    segment = segments[node.segment]
    if node.reading is None or segment.marker is None:
        start, end = _bounds(document, segment.start, segment.end)
        return Heading(node.level, None, plain_words(document.text[start:end]), document.source(start, end))
    start, end = _bounds(document, segment.start + node.reading.start, segment.start + node.reading.end)
    begin = segment.start + segment.marker.start
    number = plain_words(document.text[begin : segment.start + segment.marker.end])
    return Heading(node.level, number, plain_words(document.text[start:end]), document.source(begin, end))


def _bounds(document: Document, start: int, end: int) -> tuple[int, int]:
    while start < end and (document.text[start].isspace() or document.text[start] in "*#"):
        start += 1
    while end > start and (document.text[end - 1].isspace() or document.text[end - 1] in "*:："):
        end -= 1
    return start, end


def _is_heading(node: Node, walked: Walk, lists: set[int]) -> bool:
    segment = walked.segments[node.segment]
    if node.reading is None or (segment.level is not None and len(segment.folded) <= _LONGEST_DECLARED):
        return True
    return id(node.run) not in lists and node.reading.form in _HEADING_FORMS


def _is_note(node: Node, walked: Walk, document: Document) -> bool:
    """Whether a line with a mark (①) explains a word above that bears the same mark (研发人员①)."""
    segment = walked.segments[node.segment]
    if segment.marker is None or segment.marker.style is not Style.CIRCLED:
        return False
    begin = segment.start + segment.marker.start
    mark = document.text[begin]
    above = document.text.rfind(mark, max(0, begin - _NOTE_WITHIN), begin)
    return above > 0 and (document.text[above - 1].isalnum() or document.text[above - 1] in "）)”")


def _is_list(run: Run, walked: Walk) -> bool:
    """Whether the members of a sequence are items of a list: mostly full sentences, bare lines, or parted by semicolons."""
    nodes = [walked.nodes[member] for member in run.members]
    style = _style(nodes[0], walked)
    headings = sum(node.reading is not None and node.reading.form in _HEADING_FORMS for node in nodes)
    if style is None or style <= Style.SECTION:
        return False
    if 2 * headings < len(nodes) or (len(nodes) > 1 and all(_goes_on(node, walked) for node in nodes[:-1])):
        return True
    if style >= Style.ARABIC and len(nodes) == 1:
        return nodes[0].reading is not None and nodes[0].reading.form is Form.RUN_IN
    return len(nodes) >= _LIST_FROM and not any(_has_body(node, walked) for node in nodes[:-1])


def _goes_on(node: Node, walked: Walk) -> bool:
    return walked.segments[node.segment].folded.rstrip().endswith(";")


def _style(node: Node, walked: Walk) -> Style | None:
    marker = walked.segments[node.segment].marker
    return marker.style if marker else None


def _has_body(node: Node, walked: Walk) -> bool:
    """Whether text, or a deeper heading, stands under the heading."""
    if node.reading is not None and node.reading.form is Form.RUN_IN:
        return True
    following = node.segment + 1
    if following >= len(walked.segments):
        return False
    marker, style = walked.segments[following].marker, _style(node, walked)
    return marker is None or (style is not None and marker.style > style)
