"""What python-docx leaves to be said in Word's own XML: typefaces for Chinese, tracking, indents by characters, tables."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from kechuang.domain.reports.report import Column
from kechuang.writers.report_fonts import OFFICIAL, TRACKING_POINTS

_ZIP_MOMENT = (1980, 1, 1, 0, 0, 0)
# What the schema of Word has stand behind the spacing of characters.
_AFTER_SPACING = (
    "w:w",
    "w:kern",
    "w:position",
    "w:sz",
    "w:szCs",
    "w:highlight",
    "w:u",
    "w:effect",
    "w:vertAlign",
    "w:lang",
)


def column_widths(columns: Sequence[Column], whole: float) -> list[float]:
    """The width of each column where together they fill ``whole``."""
    total = sum(column.width for column in columns)
    return [column.width / total * whole for column in columns]


def anchor_of(mark: int) -> str:
    """The name of the bookmark that a mark leads to."""
    return f"source_{mark}"


def set_face(run: Any, face: str, points: float, *, latin: str = OFFICIAL.latin) -> None:
    """The typeface and size of a run: ``face`` for Chinese, ``latin`` for digits and letters."""
    run.font.size = Pt(points)
    run.font.name = latin
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)


def set_tracking(run: Any) -> None:
    """The spacing of characters that puts 28 on a line."""
    spacing = OxmlElement("w:spacing")
    spacing.set(qn("w:val"), str(round(TRACKING_POINTS * 20)))
    run._r.get_or_add_rPr().insert_element_before(spacing, *_AFTER_SPACING)


def set_indent(paragraph: Any, **values: str) -> None:
    """Indents by the attributes of ``w:ind``, which alone can count in characters."""
    properties = paragraph._p.get_or_add_pPr()
    indent = properties.get_or_add_ind()
    for name, value in values.items():
        indent.set(qn(f"w:{name}"), value)


def set_single_spacing(paragraph: Any) -> None:
    """Lines as high as what stands in them, for tables and pictures."""
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE


def set_cell_margins(table: Any, millimetres: float) -> None:
    """The room left and right of the text in every cell."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(round(millimetres * 56.7)))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.insert_element_before(margins, "w:tblLook", "w:tblCaption", "w:tblDescription")


def repeat_on_every_page(row: Any) -> None:
    """Repeat this row at the head of every page the table runs over."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    keep_on_one_page(row)


def keep_on_one_page(row: Any) -> None:
    """Never break a page within this row."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def drop(parent: Any, name: str) -> None:
    """Remove the children of that name."""
    for child in parent.findall(qn(name)):
        parent.remove(child)


def save_without_moment(word: Any) -> bytes:
    """The package with every member dated alike."""
    made, plain = BytesIO(), BytesIO()
    word.save(made)
    with ZipFile(made) as source, ZipFile(plain, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(ZipInfo(name, _ZIP_MOMENT), source.read(name), ZIP_DEFLATED)
    return plain.getvalue()
