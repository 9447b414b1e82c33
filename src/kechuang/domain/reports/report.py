"""An evaluation report (评估报告) as values: headings, sentences, tables and charts before they are worded and laid out.

A sentence is the name of its wording and what stands in it. A number never stands in a wording; it comes as ``Cited``:
the figure as printed and where it comes from, a place in a document or a computation over other cited figures.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from kechuang.domain.source import Source


class Stage(StrEnum):
    """When in the period a plan is evaluated: on the way (监测), half way (中期评估), or at the end (总结评估)."""

    MONITORING = "monitoring"
    MIDTERM = "midterm"
    FINAL = "final"


@dataclass(frozen=True, slots=True)
class Computed:
    """A figure worked out (推算): the wording of its rule, and the figures it was worked out from, by name."""

    rule: str
    inputs: tuple[tuple[str, "Cited | tuple[Cited, ...]"], ...]


Origin = Source | Computed


@dataclass(frozen=True, slots=True)
class Cited:
    """A figure as printed, and its source (出处)."""

    figure: str
    origin: Origin


@dataclass(frozen=True)
class Sentence:
    """A wording and what stands in it: cited figures, names from the plan, other wordings, or lists of these."""

    key: str
    details: Mapping[str, "Detail"] = field(default_factory=dict)


Detail = str | Cited | Sentence | tuple["str | Cited | Sentence", ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 (一、), 2 (（一）) or 3 (1.); its number is given when the report is laid out."""

    level: int
    title: Sentence


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences that follow one another."""

    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading, its share of the width, and whether it holds numbers."""

    title: Sentence
    width: int
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption; its number is given when the report is laid out."""

    caption: Sentence
    columns: tuple[Column, ...]
    rows: tuple[tuple[Detail, ...], ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """One point of a chart: the year, the value, and the ends of its interval where it is an estimate."""

    year: int
    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class CourseChart:
    """The course of one indicator: what was observed, what is expected (fan chart 扇形图), and the target, if there is one.

    ``planned`` is the path the plan asks for (年度目标), drawn where it is given.
    """

    caption: Sentence
    observed: tuple[Mark, ...]
    expected: tuple[Mark, ...]
    target: Mark | None
    unit: str
    planned: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class ManyCourses:
    """The same indicator in several places, a small course each (小多图), in the order given."""

    caption: Sentence
    courses: tuple[tuple[str, CourseChart], ...]


@dataclass(frozen=True, slots=True)
class HeatCell:
    """One cell of a heat map: where it stands, the level it is coloured by, and what is printed in it."""

    row: str
    column: str
    level: str
    text: str


@dataclass(frozen=True, slots=True)
class HeatChart:
    """Indicators by places (热力图): ``levels`` in their order with their words, from the best to the worst, at most five."""

    caption: Sentence
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    levels: tuple[tuple[str, str], ...]
    cells: tuple[HeatCell, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: the indicator's name and the share of the promised change that has been made, in percent."""

    name: str
    value: float


@dataclass(frozen=True, slots=True)
class CompletionChart:
    """How far every indicator has come, beside the share of time gone, in percent (完成率与时间进度)."""

    caption: Sentence
    bars: tuple[Bar, ...]
    time_share: float | None


@dataclass(frozen=True, slots=True)
class Ranked:
    """One region of a ranking: its score, its rank and the ends of the interval its rank stays in (位次区间)."""

    name: str
    score: float
    rank: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class RankChart:
    """Regions by their ranks, each with its interval, the best first."""

    caption: Sentence
    ranked: tuple[Ranked, ...]


Chart = CourseChart | CompletionChart | ManyCourses | HeatChart | RankChart
Block = Heading | Paragraph | Table | CourseChart | CompletionChart


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report; the annex of sources follows from what its blocks cite."""

    title: Sentence
    stage: Stage
    blocks: tuple[Block, ...]
