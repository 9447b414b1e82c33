"""Key tasks (重点任务): the items of a plan that somebody is to do, with who leads, who supports, and by when."""

from bisect import bisect_left
from collections.abc import Sequence

from kechuang.domain.document import Document
from kechuang.domain.folding import fold
from kechuang.domain.plans.plan import Box, Heading, Identity, Kind, Task
from kechuang.domain.plans.structure.numbering import plain_words
from kechuang.domain.plans.structure.reading_tasks_assigned import assigned_units
from kechuang.domain.plans.structure.reading_tasks_organisations import Clause, find_clauses, find_deadline
from kechuang.domain.plans.structure.reading_tasks_plain import plain_units, task_chapters
from kechuang.domain.plans.structure.reading_tasks_tables import tabled_tasks
from kechuang.domain.plans.structure.reading_tasks_unit import Unit
from kechuang.domain.vocabulary import Vocabulary

_SEVERAL = 2


def read_tasks(
    document: Document, outline: tuple[Heading, ...], boxes: tuple[Box, ...], identity: Identity, vocabulary: Vocabulary
) -> tuple[Task, ...]:
    """The key tasks in order.

    Whatever names its organisations is a task, in the text or as the row of a table. Beside that, the lowest headings under the key tasks of a five-year plan
    and all lowest headings of an annual plan, and the numbered items of boxes; where nobody is named, ``lead`` is None.
    """
    folded = fold(document.text)
    clauses = _at_work(list(find_clauses(folded, document.text, vocabulary)), document, outline, identity, vocabulary)
    assigned = list(assigned_units(document, folded, clauses, outline))
    taken = [unit.start for unit in assigned]
    sections = _handed_out(assigned, outline, document)
    plain = [
        unit
        for unit in plain_units(document, outline, boxes, identity, vocabulary)
        if not _holds(unit, taken) and not _inside(unit.start, sections)
    ]
    tabled = [task for table in document.tables for task in tabled_tasks(document, table, vocabulary)]
    places = {task.source.start for task in tabled}
    read = [_task(document, folded, unit) for unit in [*assigned, *plain] if unit.start not in places]
    return tuple(sorted([*tabled, *read], key=lambda task: task.source.start))


def _at_work(
    clauses: Sequence[Clause],
    document: Document,
    outline: tuple[Heading, ...],
    identity: Identity,
    vocabulary: Vocabulary,
) -> list[Clause]:
    """The clauses that hand out work: in a plan, prose outside the key tasks (由…牵头) tells what was done."""
    if identity.kind is Kind.OTHER:
        return list(clauses)
    chapters = task_chapters(document, outline, vocabulary)
    return [
        clause
        for clause in clauses
        if not clause.prose or any(chapter.begin <= clause.start < chapter.end for chapter in chapters)
    ]


def _handed_out(assigned: Sequence[Unit], outline: Sequence[Heading], document: Document) -> list[tuple[int, int]]:
    """The sections whose heading names organisations: what stands under it is their work, no task of its own."""
    starts = {unit.start for unit in assigned if unit.clause and not unit.clause.prose}
    sections: list[tuple[int, int]] = []
    for index, heading in enumerate(outline):
        begin = heading.source.start
        if begin in starts and not _inside(begin, sections):
            later = (outline[next_] for next_ in range(index + 1, len(outline)))
            ends = (other.source.start for other in later if other.level <= heading.level)
            sections.append((begin, next(ends, len(document.text))))
    return sections


def _inside(start: int, sections: Sequence[tuple[int, int]]) -> bool:
    """Whether an offset lies in one of the sections, behind its beginning; the sections do not overlap."""
    position = bisect_left(sections, (start, 0)) - 1
    return position >= 0 and start < sections[position][1]


def _holds(unit: Unit, starts: Sequence[int]) -> bool:
    """Whether tasks that name their organisations stand for this one: itself, or several inside it."""
    first = bisect_left(starts, unit.start)
    inside = bisect_left(starts, unit.end) - first
    return inside >= _SEVERAL or (inside > 0 and starts[first] == unit.start)


def _task(document: Document, folded: str, unit: Unit) -> Task:
    clause = unit.clause
    deadline = clause.deadline if clause else None
    words = slice(unit.start, unit.end)
    return Task(
        number=unit.number,
        title=unit.title,
        lead=plain_words(clause.lead) if clause and clause.lead else None,
        support=tuple(map(plain_words, clause.support)) if clause else (),
        deadline=deadline or find_deadline(folded[words], document.text[words]),
        source=document.source(unit.start, clause.end if clause else unit.said),
    )
