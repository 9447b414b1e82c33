"""The invented plan as blocks: headings with their numbers, paragraphs as runs, tables as grids."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

_MARK = re.compile(r"\[(\+.*?\+|-.*?-|\^\d+|~.*?~)\]")
_CHINESE = "一二三四五六七八九十"
KINDS = {"+": "inserted", "-": "deleted", "~": "hidden"}


@dataclass(frozen=True)
class Run:
    """A stretch of text: plain, inserted, deleted, hidden, or the reference to a note."""

    kind: str
    text: str


@dataclass(frozen=True)
class Block:
    """One piece of the plan; ``data`` is what the YAML says of it, ``number`` the number of a heading."""

    kind: str
    data: Any
    number: str = ""
    inside: tuple["Block", ...] = field(default=())


def load() -> dict[str, Any]:
    """The plan as written down."""
    return yaml.safe_load(Path(__file__).with_name("plan.yaml").read_text("utf-8"))


def blocks(plan: dict[str, Any]) -> list[Block]:
    """The body of the plan in order, headings numbered."""
    return list(_numbered(plan["blocks"]))


def _numbered(entries: list[dict[str, Any]]) -> Iterator[Block]:
    counts = [0, 0, 0]
    for entry in entries:
        kind = next(name for name in ("h1", "h2", "h3", "table", "box", "textbox", "p") if name in entry)
        number = ""
        if kind[0] == "h":
            level = int(kind[1])
            counts[level - 1] += 1
            counts[level:] = [0] * (3 - level)
            number = (f"{_CHINESE[counts[0] - 1]}、", f"（{_CHINESE[counts[1] - 1]}）", f"{counts[2]}.")[level - 1]
        inside = tuple(Block("p", one) for one in entry["box"]["paras"]) if kind == "box" else ()
        yield Block(kind, entry, number, inside)


def runs(text: str) -> list[Run]:
    """Marked text as runs."""
    found, position = [], 0
    for mark in _MARK.finditer(text):
        found.append(Run("plain", text[position : mark.start()]))
        inner = mark[1]
        found.append(Run("note", inner[1:]) if inner[0] == "^" else Run(KINDS[inner[0]], inner[1:-1]))
        position = mark.end()
    found.append(Run("plain", text[position:]))
    return [run for run in found if run.text]


def shown(text: str, note: str = "") -> str:
    """What a reader of the page sees; note references become ``note`` formatted with their number."""
    kept = [run for run in runs(text) if run.kind not in {"deleted", "hidden"}]
    return "".join(note.format(int(run.text)) if run.kind == "note" else run.text for run in kept)


def notes_in(text: str) -> list[int]:
    """The notes a text refers to."""
    return [int(run.text) for run in runs(text) if run.kind == "note"]


@dataclass(frozen=True)
class GridCell:
    """A cell with the rows and columns it covers."""

    text: str
    rows: int
    columns: int


def grid(table: dict[str, Any]) -> list[list[GridCell | None]]:
    """All rows, heads first; None where a merged cell covers the place."""
    rows = [table["columns"], *([table["columns2"]] if "columns2" in table else []), *table["rows"]]
    return [[_cell(rows, row, column) for column in range(len(rows[row]))] for row in range(len(rows))]


def heads(table: dict[str, Any]) -> int:
    """How many rows are heads."""
    return 2 if "columns2" in table else 1


def _cell(rows: list[list[str]], row: int, column: int) -> GridCell | None:
    text = str(rows[row][column])
    if text in {"^", "<"}:
        return None
    down = next((n for n in range(1, len(rows) - row) if str(rows[row + n][column]) != "^"), len(rows) - row)
    right = next(
        (n for n in range(1, len(rows[row]) - column) if str(rows[row][column + n]) != "<"), len(rows[row]) - column
    )
    return GridCell(text, down, right)
