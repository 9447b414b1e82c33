"""An index for reading at a terminal: the ranking, which neighbours differ with certainty, what moves it, a score's working."""

from collections.abc import Sequence
from itertools import pairwise

from rich.console import Console
from rich.table import Table
from rich.text import Text

from kechuang.domain.indices.build import Built
from kechuang.domain.indices.sensitivity import Influence
from kechuang.domain.indices.trace import Working
from kechuang.domain.indices.uncertainty import Spread
from kechuang.readers.words import Words

SURE = 0.9
"""From this share of runs on the text says that one region is ahead of another (优于); below it never does."""
_SHOWN = 60


def print_index(
    built: Built,
    spread: Spread | None,
    influences: Sequence[Influence],
    period: str | None,
    console: Console,
    words: Words,
) -> None:
    """The ranking of one period (the last unless named), then pairs of neighbours and sensitivities."""
    when = len(built.frame.periods) - 1 if period is None else built.frame.periods.index(period)
    console.print(_ranking(built, spread, when, words))
    if spread and when == spread.period:
        for line in _neighbours(built, spread, when, words):
            console.print(line, markup=False)
    if influences:
        console.print(_influences(influences, words))


def _ranking(built: Built, spread: Spread | None, when: int, words: Words) -> Table:
    root = built.recipe.root
    period = built.frame.periods[when]
    title = f"{built.recipe.title} {period}".strip()
    table = Table(title=Text(title))
    first = [node for node in root.nodes() if node.level == 1][:6]
    table.add_column(words.say("index.column.rank"), justify="right")
    table.add_column(words.say("index.column.region"))
    table.add_column(Text(root.name), justify="right")
    if spread:
        table.add_column(words.say("index.column.interval", share=f"{spread.coverage:.0%}"), justify="right")
    for node in first:
        table.add_column(Text(node.name), justify="right")
    for where in _order(built, when)[:_SHOWN]:
        cells = [
            f"{built.ranks[root.key][when, where]:g}",
            _name(built, where),
            _shown(built.scores(root.key)[when, where]),
        ]
        if spread:
            cells.append(f"{spread.low[root.key][when, where]:g}–{spread.high[root.key][when, where]:g}")
        cells += [_shown(built.scores(node.key)[when, where]) for node in first]
        table.add_row(*(Text(cell) for cell in cells))
    return table


def _order(built: Built, when: int) -> list[int]:
    ranks = built.ranks[built.recipe.root.key][when]
    return [
        place
        for place in sorted(range(len(ranks)), key=lambda place: (ranks[place], place))
        if ranks[place] == ranks[place]
    ]


def _name(built: Built, where: int) -> str:
    names = built.prepared.panel.names or built.frame.regions
    return names[where]


def _shown(value: float) -> str:
    return "" if value != value else f"{value:.2f}" if abs(value) >= 10 else f"{value:.3f}"


def _neighbours(built: Built, spread: Spread, when: int, words: Words) -> list[str]:
    order = _order(built, when)[:_SHOWN]
    lines = []
    for first, second in pairwise(order):
        share = spread.ahead.get((first, second))
        if share is not None:
            said = "index.ahead" if share >= SURE else "index.not-sure"
            names = {"first": _name(built, first), "second": _name(built, second)}
            lines.append(words.say(said, share=f"{share:.0%}", **names))
    return lines


def _influences(influences: Sequence[Influence], words: Words) -> Table:
    table = Table(title=words.say("index.sensitivity"))
    table.add_column(words.say("index.column.factor"))
    table.add_column(words.say("index.column.first"), justify="right")
    table.add_column(words.say("index.column.total"), justify="right")
    for one in influences:
        first = f"{one.first:.2f} ± {one.first_half_width:.2f}"
        table.add_row(words.say(f"index.factor.{one.factor}"), first, f"{one.total:.2f} ± {one.total_half_width:.2f}")
    return table


def print_working(working: Sequence[Working], console: Console, words: Words) -> None:
    """The score as a tree, each line with its weight and value; an indicator with its steps and the line of the data."""
    for one in working:
        indent = "  " * one.level
        value = "-" if one.value is None else f"{one.value:.10g}"
        how = _steps(one, words) if one.steps else one.method
        console.print(f"{indent}{one.name} = {value}  × {one.weight:.4g}  [{how}]", markup=False)


def _steps(one: Working, words: Words) -> str:
    steps = " → ".join(
        f"{words.say(f'index.step.{step.step}')} {'-' if step.value is None else format(step.value, '.10g')}"
        for step in one.steps
    )
    cells = (
        words.say("index.cell", column=cell.column, value=f"{cell.value:.10g}", line=cell.line) for cell in one.cells
    )
    return "; ".join((steps, *cells))
