"""Doubt that travels with the text: a doubted character goes through the layout as a private stand-in of its own.

The layout of a page joins lines, stitches tables and drops repeated heads; afterwards nobody knows which character came
from where. A stand-in is one character for one character, so offsets hold, and it is exchanged for the real one at the
end, when it tells which stretch of the text is unsure.
"""

from dataclasses import replace

from kechuang.domain.document import Document, Problem, Unsure
from kechuang.readers.pdf.pdf_text import Piece

_FIRST, _LAST = 0xF0000, 0x10FFFD


class Marks:
    """The stand-ins of one document."""

    def __init__(self) -> None:
        self._meant: dict[int, str] = {}
        self._confidence: list[float] = []

    def mark(self, piece: Piece, confidence: float) -> Piece:
        """The piece with stand-ins for its characters; unchanged once no more are left (130,000)."""
        codes = range(_FIRST + len(self._confidence), _FIRST + len(self._confidence) + len(piece.text))
        if codes.stop > _LAST:
            return piece
        self._meant.update(zip(codes, piece.text, strict=True))
        self._confidence += [confidence] * len(codes)
        return piece._replace(text="".join(map(chr, codes)))

    def resolve(self, document: Document) -> Document:
        """The document with the real characters, and what they stood for marked as unsure."""
        unsure = tuple(self._unsure(document.text))
        return replace(
            document,
            text=self._real(document.text),
            tables=tuple(
                replace(table, cells=tuple(replace(cell, text=self._real(cell.text)) for cell in table.cells))
                for table in document.tables
            ),
            unsure=(*document.unsure, *unsure),
            problems=tuple(map(self._resolved, document.problems)),
        )

    def _real(self, text: str) -> str:
        return text.translate(self._meant)

    def _resolved(self, problem: Problem) -> Problem:
        source = problem.source and replace(problem.source, text=self._real(problem.source.text))
        details = {key: self._real(value) for key, value in problem.details.items()}
        return replace(problem, source=source, details=details)

    def _unsure(self, text: str) -> list[Unsure]:
        """Neighbouring doubted characters as one stretch, as sure as its least sure character."""
        stretches: list[Unsure] = []
        for at, character in enumerate(text):
            index = ord(character) - _FIRST
            if not 0 <= index < len(self._confidence):
                continue
            confidence = self._confidence[index]
            if stretches and stretches[-1].end == at:
                last = stretches.pop()
                stretches.append(Unsure(last.start, at + 1, min(last.confidence, confidence)))
            else:
                stretches.append(Unsure(at, at + 1, confidence))
        return stretches
