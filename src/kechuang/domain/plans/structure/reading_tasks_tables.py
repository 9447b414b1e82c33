"""Tasks that stand in a table (任务分解表): a column of tasks beside a column of those who do them."""

import re
from collections.abc import Iterator, Mapping

from kechuang.domain.document import Cell, Document, Table
from kechuang.domain.folding import fold
from kechuang.domain.plans.plan import Task
from kechuang.domain.plans.structure.numbering import plain_words
from kechuang.domain.plans.structure.reading_tasks_organisations import find_deadline, part_leading
from kechuang.domain.vocabulary import Vocabulary

_HEAD_WITHIN = 3  # rows
_BETWEEN = re.compile(r"[、,;\s]+")
_ROLES = {
    "number": ("tasks.table_numbers",),
    "task": ("tasks.table_tasks",),
    "lead": ("organisations.lead_labels",),
    "responsible": ("organisations.responsible_labels",),
    "support": ("organisations.support_labels",),
    "deadline": ("organisations.deadline_labels",),
}


def tabled_tasks(document: Document, table: Table, vocabulary: Vocabulary) -> Iterator[Task]:
    """The tasks of a table; none where it has no column of tasks or none of organisations.

    Where several columns hold tasks, the last one is the finest (重点任务, 具体措施).
    """
    for row, cells in enumerate(table.grid[:_HEAD_WITHIN]):
        columns = _columns(cells, vocabulary)
        if "task" in columns and ("lead" in columns or "responsible" in columns):
            for body in table.grid[row + 1 :]:
                if _columns(body, vocabulary) == columns:
                    continue  # the head again on the next page
                task = _task(document, body, columns, vocabulary)
                if task is not None:
                    yield task
            return


def _columns(cells: tuple[Cell | None, ...], vocabulary: Vocabulary) -> Mapping[str, int]:
    """Which column holds what, by the words of its head."""
    columns: dict[str, int] = {}
    for index, cell in enumerate(cells):
        head = "".join(fold(cell.text).split()) if cell is not None else ""
        for role, lists in _ROLES.items():
            if any(head in vocabulary.words(name) for name in lists):
                columns[role] = index
    return columns


def _task(
    document: Document, cells: tuple[Cell | None, ...], columns: Mapping[str, int], vocabulary: Vocabulary
) -> Task | None:
    cell = cells[columns["task"]]
    if cell is None or not cell.text.strip() or cell.column_span > columns["task"] + 1:
        return None
    lead, responsible = _names(cells, columns.get("lead")), _names(cells, columns.get("responsible"))
    if not lead:
        lead, responsible = part_leading(responsible, vocabulary)
    said = _text(cells, columns.get("deadline"))
    return Task(
        number=_text(cells, columns.get("number")) or None,
        title=plain_words(cell.text),
        lead="、".join(lead) or None,
        support=(*responsible, *_names(cells, columns.get("support"))),
        deadline=said or find_deadline(fold(cell.text), cell.text),
        source=document.source(cell.start, cell.end),
    )


def _text(cells: tuple[Cell | None, ...], column: int | None) -> str:
    cell = cells[column] if column is not None else None
    return plain_words(cell.text) if cell is not None else ""


def _names(cells: tuple[Cell | None, ...], column: int | None) -> tuple[str, ...]:
    words = _text(cells, column)
    folded = fold(words)
    starts = [0, *(found.end() for found in _BETWEEN.finditer(folded))]
    ends = [*(found.start() for found in _BETWEEN.finditer(folded)), len(words)]
    return tuple(words[start:end] for start, end in zip(starts, ends, strict=True) if words[start:end])
