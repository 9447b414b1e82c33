"""A report worded and numbered, ready for any writer: headings, paragraphs, tables, pictures and the annex as plain text.

A piece of text carries the numbers of the annex entries it cites; the mark is printed behind the last figure of a
sentence that rests on the same entry.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from kechuang.domain.reports.report import Column, CompletionChart, CourseChart


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text; ``figure`` where it is a cited figure, ``marks`` the annex numbers printed behind it."""

    text: str
    figure: bool = False
    marks: tuple[int, ...] = ()


Pieces = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class HeadingLine:
    """A heading with its number as printed (一、)."""

    level: int
    number: str
    text: str


@dataclass(frozen=True, slots=True)
class Lines:
    """A paragraph of the body."""

    pieces: Pieces


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; in the annex each row is where the marks of its number lead (``anchors`` the number of each row)."""

    caption: str
    columns: tuple[tuple[Pieces, Column], ...]
    rows: tuple[tuple[Pieces, ...], ...]
    anchors: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart with its caption and the words that stand in it."""

    caption: str
    chart: CourseChart | CompletionChart
    labels: Mapping[str, str]


Item = HeadingLine | Lines | Grid | Picture


@dataclass(frozen=True, slots=True)
class LaidOut:
    """The whole report: title, the line under it, body, and annex; ``closing`` are the lines to be signed."""

    language: str
    title: str
    subtitle: str
    body: tuple[Item, ...]
    closing: tuple[str, ...]
    annex_title: str
    annex: tuple[Item, ...]


def text_of(pieces: Pieces) -> str:
    """The words without the marks."""
    return "".join(piece.text for piece in pieces)
