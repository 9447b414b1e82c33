"""One walk through a plan that tells headings from the numbered items of boxes and lists (层次识别).

A heading fits into the sequences that stand open: it continues one (（二） after （一）), opens a deeper one with its
first number, or closes what lies deeper. A sequence that starts again and is later taken up where it had stopped
(1. 2. | 1. 2. 3. | 3.) was an interruption: a list, or a box whose title was lost.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from kechuang.domain.plans.structure.numbering import Marker, Style
from kechuang.domain.plans.structure.reading_boxes_titles import box_titles
from kechuang.domain.plans.structure.reading_outline_forms import Form, Reading, read_form
from kechuang.domain.plans.structure.reading_outline_segments import Segment
from kechuang.domain.vocabulary import Vocabulary

_WIDEST_GAP = 3  # so many headings in a row may have been lost before a sequence is doubted
_LONGEST_UNNUMBERED = 60


@dataclass
class Run:
    """The headings of one sequence: siblings under one parent, numbered one after the other."""

    members: list[int] = field(default_factory=list)
    interruption: bool = False


@dataclass
class _Open:
    style: Style | None
    number: int
    run: Run
    carrier: int | None
    suspended: list["_Open"] = field(default_factory=list)


@dataclass
class _Box:
    title: int
    frame: int | None
    numbers: dict[Style, int] = field(default_factory=dict)
    form: Form | None = None
    lead: bool = True  # nothing but lines that lead on (…：) stands between the title and here


@dataclass(frozen=True)
class Node:
    """A line that may be a heading: its segment, its depth, and how it reads (None where it has no number)."""

    segment: int
    level: int
    reading: Reading | None
    run: Run


@dataclass
class Walk:
    """The state of the walk: sequences that stand open, the box we are in, and what was found."""

    segments: Sequence[Segment]
    vocabulary: Vocabulary
    stack: list[_Open] = field(default_factory=list)
    last: dict[Style, _Open] = field(default_factory=dict)
    opening: set[int] = field(default_factory=set)
    box: _Box | None = None
    nodes: list[Node] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    box_titles: list[int] = field(default_factory=list)

    def go(self) -> "Walk":
        """Visit every segment once."""
        self.opening = box_titles(self.segments, self.vocabulary)
        for index, segment in enumerate(self.segments):
            self._visit(index, segment)
        return self

    def _visit(self, index: int, segment: Segment) -> None:
        if self.box and self.box.frame is not None and segment.frame != self.box.frame:
            self.box = None
        if index in self.opening:
            self.box = _Box(index, segment.frame)
            self.box_titles.append(index)
        elif segment.frame is None:
            self._visit_line(index, segment)

    def _visit_line(self, index: int, segment: Segment) -> None:
        if segment.marker is None:
            self._visit_unnumbered(index, segment)
            return
        reading = read_form(segment, self.vocabulary)
        if self.box and self._is_box_item(index, segment.marker, reading):
            return
        if self._place(index, segment, segment.marker, reading):
            self.box = None

    def _visit_unnumbered(self, index: int, segment: Segment) -> None:
        if self._declared(segment):
            self._place_declared(index, segment)
        elif segment.key in self.vocabulary.words("outline.unnumbered"):
            self.stack.clear()
            self._push(index, None, _Open(None, 0, Run(), None))
            self.box = None
        elif self.box and not segment.folded.rstrip().endswith(":"):
            self.box.lead = False

    def _declared(self, segment: Segment) -> bool:
        text = segment.folded.strip()
        return segment.level is not None and len(text) <= _LONGEST_UNNUMBERED and not text.endswith(("。", ";", ","))

    def _place_declared(self, index: int, segment: Segment) -> None:
        level = segment.level or 1
        while self.stack and not self._lies_above(self.stack[-1], len(self.stack), level):
            self.stack.pop()
        self._push(index, None, _Open(None, 0, Run(), level))
        self.box = None

    @staticmethod
    def _lies_above(entry: _Open, depth: int, level: int) -> bool:
        return (entry.carrier if entry.carrier is not None else depth) < level

    # boxes

    def _is_box_item(self, index: int, marker: Marker, reading: Reading) -> bool:
        box = self.box
        assert box is not None
        if marker.style <= Style.SECTION:
            return False
        goes_on = box.numbers.get(marker.style, -1) + 1 == marker.number
        if goes_on and not self._looks_outside(index, marker, reading):
            self._note_item(marker, reading)
            return True
        if marker.number == 1:
            return self._begins_box_list(index, marker, reading)
        if self._expected(marker):
            return False
        return not (marker.style <= Style.CHINESE_BRACKET and reading.form is Form.ALONE)

    def _begins_box_list(self, index: int, marker: Marker, reading: Reading) -> bool:
        box = self.box
        assert box is not None
        stands_alone = reading.form is Form.ALONE and self._has_text(index)
        if stands_alone and not box.lead and not box.numbers:
            return False
        self._note_item(marker, reading)
        return True

    def _looks_outside(self, index: int, marker: Marker, reading: Reading) -> bool:
        """Whether a number that goes on in the box as well as outside is a heading by itself, and the items are none."""
        assert self.box is not None
        alone = reading.form is Form.ALONE and self._has_text(index)
        return alone and self.box.form is not Form.ALONE and self._expected(marker)

    def _note_item(self, marker: Marker, reading: Reading) -> None:
        assert self.box is not None
        self.box.form = reading.form
        self.box.numbers = {style: number for style, number in self.box.numbers.items() if style < marker.style}
        self.box.numbers[marker.style] = marker.number

    def _expected(self, marker: Marker) -> bool:
        return any(
            entry.style is marker.style
            and (entry.number + 1 == marker.number or any(old.number + 1 == marker.number for old in entry.suspended))
            for entry in self.stack
        )

    def _has_text(self, index: int) -> bool:
        """Whether text without a number follows."""
        return index + 1 < len(self.segments) and self.segments[index + 1].marker is None

    # sequences

    def _place(self, index: int, segment: Segment, marker: Marker, reading: Reading) -> bool:
        depth = next((depth for depth, entry in enumerate(self.stack) if entry.style is marker.style), None)
        strong = segment.level is not None or (
            reading.form in (Form.ALONE, Form.SENTENCE) and marker.style <= Style.CHINESE_BRACKET
        )
        if depth is None:
            return self._open_deeper(index, segment, marker, reading, strong=strong)
        return self._continue(index, segment, marker, reading, depth=depth, strong=strong)

    def _open_deeper(self, index: int, segment: Segment, marker: Marker, reading: Reading, *, strong: bool) -> bool:
        before = self.last.get(marker.style)
        goes_on = before is not None and before.number + 1 == marker.number
        if not (marker.number == 1 or goes_on or strong):
            return False
        run = before.run if before is not None and goes_on else Run()
        while self.stack and self._is_deeper(self.stack[-1], marker.style, segment.level):
            self.stack.pop()
        self._push(index, reading, _Open(marker.style, marker.number, run, segment.level))
        return True

    @staticmethod
    def _is_deeper(entry: _Open, style: Style, level: int | None) -> bool:
        if entry.style is not None:
            return entry.style > style
        if entry.carrier is not None and level is not None:
            return entry.carrier >= level
        return entry.carrier is None or style <= Style.CHINESE

    def _continue(
        self, index: int, segment: Segment, marker: Marker, reading: Reading, *, depth: int, strong: bool
    ) -> bool:
        entry = self.stack[depth]
        if marker.number == entry.number + 1:
            following = _Open(marker.style, marker.number, entry.run, segment.level, entry.suspended)
        elif resumed := self._resumed(entry, marker):
            following = resumed
        elif marker.number == 1:
            following = _Open(marker.style, 1, Run(), segment.level, [*entry.suspended[-2:], entry])
        elif strong or (entry.number < marker.number <= entry.number + _WIDEST_GAP and reading.form is Form.ALONE):
            following = _Open(marker.style, marker.number, entry.run, segment.level, entry.suspended)
        else:
            return False
        del self.stack[depth:]
        self._push(index, reading, following)
        return True

    def _resumed(self, entry: _Open, marker: Marker) -> _Open | None:
        for position in range(len(entry.suspended) - 1, -1, -1):
            old = entry.suspended[position]
            if old.number + 1 == marker.number:
                for interrupted in (entry, *entry.suspended[position + 1 :]):
                    interrupted.run.interruption = True
                return _Open(marker.style, marker.number, old.run, None, old.suspended)
        return None

    def _push(self, index: int, reading: Reading | None, entry: _Open) -> None:
        self.stack.append(entry)
        if not entry.run.members:
            self.runs.append(entry.run)
        entry.run.members.append(len(self.nodes))
        self.nodes.append(Node(index, len(self.stack), reading, entry.run))
        if entry.style is not None:
            self.last[entry.style] = entry


def walk(segments: Sequence[Segment], vocabulary: Vocabulary) -> Walk:
    """Every line that may be a heading, in its place; which of them are, ``reading_outline`` decides by sequence."""
    return Walk(segments, vocabulary).go()
