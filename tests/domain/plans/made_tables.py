"""Made-up tables for tests: as a grid a reader would give, or flattened the way plain texts flatten them."""

from collections.abc import Sequence

from kechuang.domain.document import Document
from kechuang.domain.plans.plan import Identity, Indicator, Kind, Project, SeriesCell, YearValue
from kechuang.domain.plans.tables.flat_tables import recover_tables
from kechuang.domain.plans.tables.reading_indicators import read_indicators
from kechuang.domain.plans.tables.reading_projects import read_projects
from kechuang.domain.plans.tables.reading_statistics import read_statistics
from kechuang.domain.plans.tables.reading_tables import read_tables
from kechuang.readers.assembly import Assembly, GridCell
from kechuang.readers.rulebooks import read_vocabulary
from kechuang.readers.text import read_text

NOBODY = Identity(None, Kind.OTHER, None, None, None, None, ())
UP, LEFT = "^", "<"  # a place covered by the cell above, by the cell to the left

TITLE = "表1 某县“十四五”科技创新主要指标"


def grid_cells(rows: Sequence[Sequence[str]]) -> list[GridCell]:
    """Cells of a drawn grid: ``^`` goes on with the cell above, ``<`` with the one to the left."""
    cells = []
    for row, words in enumerate(rows):
        for column, word in enumerate(words):
            if word not in (UP, LEFT):
                cells.append(GridCell(row, column, word, _height(rows, row, column), _width(words, column)))
    return cells


def _height(rows: Sequence[Sequence[str]], row: int, column: int) -> int:
    height = 1
    while row + height < len(rows) and rows[row + height][column] == UP:
        height += 1
    return height


def _width(words: Sequence[str], column: int) -> int:
    width = 1
    while column + width < len(words) and words[column + width] == LEFT:
        width += 1
    return width


def page(*parts: str | Sequence[Sequence[str]]) -> Document:
    """A document of paragraphs (words) and tables (drawn grids)."""
    assembly = Assembly()
    for part in parts:
        if isinstance(part, str):
            assembly.paragraph(part)
        else:
            assembly.table(grid_cells(part))
    return assembly.document(name="规划.docx", format="docx", data=b"")


def text(words: str) -> Document:
    """A plain text with its tables put together again."""
    return recover_tables(read_text(words.encode(), name="规划.txt"), read_vocabulary())


def indicators(document: Document, identity: Identity = NOBODY) -> tuple[Indicator, ...]:
    """The indicators of a document in which everything can be read."""
    found, problems = indicators_and_problems(document, identity)
    assert problems == ()
    return found


def indicators_and_problems(document: Document, identity: Identity = NOBODY):
    vocabulary = read_vocabulary()
    return read_indicators(document, read_tables(document, vocabulary, identity), identity, vocabulary)


def series(document: Document) -> tuple[SeriesCell, ...]:
    vocabulary = read_vocabulary()
    found, problems = read_statistics(document, read_tables(document, vocabulary), NOBODY, vocabulary)
    assert problems == ()
    return found


def projects(document: Document) -> tuple[Project, ...]:
    vocabulary = read_vocabulary()
    found, problems = read_projects(document, read_tables(document, vocabulary), vocabulary)
    assert problems == ()
    return found


def short(value: YearValue | None) -> tuple[object, ...] | None:
    """Year, value and what is unusual about it: the bound, 〔〕, the words where there is no number."""
    if value is None:
        return None
    number = value.text if value.value is None else float(value.value)
    marks = ([] if value.bound.value == "=" else [value.bound.value]) + (["sum"] if value.cumulative else [])
    return (value.year, number, *marks)


def row(indicator: Indicator) -> tuple[object, ...]:
    """An indicator as one line: name, unit, baseline, target."""
    return (indicator.name, indicator.unit, short(indicator.baseline), short(indicator.target))


def rows(document: Document, identity: Identity = NOBODY) -> list[tuple[object, ...]]:
    return [row(indicator) for indicator in indicators(document, identity)]


def cells_stand_where_they_say(document: Document) -> bool:
    """Whether every cell of a document lies on its own words."""
    return all(document.text[cell.start : cell.end] == cell.text for table in document.tables for cell in table.cells)
