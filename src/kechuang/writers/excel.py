"""Plans as an Excel workbook: one sheet per kind, each row with its document, line, page, position and quotation.

Text is always written as text: a cell that begins with ``=`` stays words, no formula and no link is ever made of it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from io import BytesIO
from typing import Any

import xlsxwriter

Json = Mapping[str, Any]
Getter = Callable[[Json], Any]

_SOURCE = ("document", "line", "page", "start", "end", "text")


def _of(*path: str) -> Getter:
    def get(item: Json) -> Any:
        value: Any = item
        for key in path:
            value = value.get(key) if isinstance(value, Mapping) else None
        return "、".join(map(str, value)) if isinstance(value, list) else value

    return get


# Sheets in the order of the workbook; each column is the key of its heading in the rulebook and what it shows.
SHEETS: tuple[tuple[str, tuple[tuple[str, Getter], ...]], ...] = (
    (
        "indicators",
        (
            *((key, _of(key)) for key in ("table", "row", "name", "unit", "category", "binding")),
            ("baseline_year", _of("baseline", "year")),
            ("baseline", _of("baseline", "value")),
            ("target_year", _of("target", "year")),
            ("target", _of("target", "value")),
            ("bound", _of("target", "bound")),
            ("low", _of("target", "low")),
            ("high", _of("target", "high")),
            ("cumulative", _of("target", "cumulative")),
            ("change", _of("change", "text")),
            ("actual", _of("actual", "value")),
            ("flags", _of("flags")),
        ),
    ),
    (
        "series",
        tuple((key, _of(key)) for key in ("table", "measure", "unit", "region", "column", "year", "value")),
    ),
    (
        "commitments",
        tuple((key, _of(key)) for key in ("measure", "bound", "low", "high", "unit", "year", "basis", "box")),
    ),
    (
        "statements",
        tuple(
            (key, _of(key))
            for key in ("measure", "bound", "low", "high", "unit", "year", "from", "to", "change", "change_kind")
        ),
    ),
    ("tasks", tuple((key, _of(key)) for key in ("number", "title", "lead", "support", "deadline"))),
    (
        "projects",
        (
            *((key, _of(key)) for key in ("number", "name", "builder", "content")),
            ("project_start", _of("start")),
            ("project_end", _of("end")),
            ("investment", _of("investment", "value")),
            ("investment_unit", _of("investment", "unit")),
            ("lead", _of("lead")),
        ),
    ),
    ("boxes", tuple((key, _of(key)) for key in ("number", "title"))),
    ("outline", tuple((key, _of(key)) for key in ("level", "number", "title"))),
    ("problems", tuple((key, _of(key)) for key in ("code", "message"))),
    ("unsure", (("confidence", _of("confidence")),)),
)


def write_plans(plans: Sequence[Json], *, say: Callable[[str], str]) -> bytes:
    """The workbook of these plans (JSON of ``plan_to_json``); ``say`` words the names of sheets and columns."""
    buffer = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        heading = book.add_format({"bold": True, "bg_color": "#DCE6F2", "border": 1})
        for kind, columns in SHEETS:
            sheet = book.add_worksheet(say(f"kind.{kind}"))
            _write_headings(sheet, [key for key, _ in columns], say, heading)
            rows = ((item, plan) for plan in plans for item in plan[kind])
            _write_rows(sheet, columns, rows)
    return buffer.getvalue()


def _write_headings(sheet: Any, keys: Sequence[str], say: Callable[[str], str], heading: Any) -> None:
    names = [say(f"column.{key}") for key in (*keys, *_SOURCE)]
    for column, name in enumerate(names):
        sheet.write_string(0, column, name, heading)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, 0, len(names) - 1)
    sheet.set_column(0, len(names) - 2, 14)
    sheet.set_column(len(names) - 1, len(names) - 1, 60)


def _write_rows(sheet: Any, columns: Sequence[tuple[str, Getter]], rows: Iterable[tuple[Json, Json]]) -> None:
    for number, (item, plan) in enumerate(rows, start=1):
        source = item.get("source") or {"document": plan["document"]["name"]}
        values = [get(item) for _, get in columns] + [source.get(key) for key in _SOURCE]
        for column, value in enumerate(values):
            _write_value(sheet, number, column, value)


def _write_value(sheet: Any, row: int, column: int, value: Any) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value)
    else:
        sheet.write_string(row, column, str(value)[:32767])
