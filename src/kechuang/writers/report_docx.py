"""An evaluation report as a Word file in the official layout of documents (GB/T 9704).

A4 with 22 lines of 28 characters, headings 一、（黑体） （一）（楷体） 1.（仿宋）, page numbers ``— 1 —`` outside on odd and even
pages. Every mark ``[n]`` is a link to its entry in the annex. Same report in, same bytes out.
"""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

import docx
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from kechuang.domain.reports.layout import Grid, HeadingLine, Item, LaidOut, Lines, Picture, Piece
from kechuang.writers.charts.charts import draw_png
from kechuang.writers.report_docx_parts import (
    anchor_of,
    column_widths,
    drop,
    keep_on_one_page,
    repeat_on_every_page,
    save_without_moment,
    set_cell_margins,
    set_face,
    set_indent,
    set_single_spacing,
    set_tracking,
)
from kechuang.writers.report_fonts import (
    ANNEX_POINTS,
    BODY_POINTS,
    LINE_POINTS,
    MARGINS,
    OFFICIAL,
    PAGE,
    PAGE_NUMBER_POINTS,
    TABLE_POINTS,
    TITLE_LINE_POINTS,
    TITLE_POINTS,
)

_TEXT_WIDTH = PAGE[0] - MARGINS["left"] - MARGINS["right"]
_MOMENT = datetime(2000, 1, 1)  # the file says nothing of when it was made: same report, same bytes
_CELL_MARGIN = 1.0  # millimetres, left and right
_FACES = {1: OFFICIAL.first, 2: OFFICIAL.second, 3: OFFICIAL.body}


def write_report_docx(report: LaidOut) -> bytes:
    """The Word file."""
    return _Writer(report).write()


class _Writer:
    def __init__(self, report: LaidOut) -> None:
        self._report = report
        self._word = docx.Document()
        self._bookmarks = 0
        self._language = "zh-CN" if report.language == "zh" else "en-GB"

    def write(self) -> bytes:
        self._set_up_page()
        self._set_up_styles()
        self._title()
        for item in self._report.body:
            self._item(item, TABLE_POINTS if self._report.language == "zh" else ANNEX_POINTS)
        self._word.paragraphs[-1].paragraph_format.keep_with_next = True
        self._closing()
        self._annex()
        self._properties()
        return save_without_moment(self._word)

    def _set_up_page(self) -> None:
        section = self._word.sections[0]
        section.page_width, section.page_height = Mm(PAGE[0]), Mm(PAGE[1])
        section.top_margin, section.bottom_margin = Mm(MARGINS["top"]), Mm(MARGINS["bottom"])
        section.left_margin, section.right_margin = Mm(MARGINS["left"]), Mm(MARGINS["right"])
        # The number stands 7 mm below the text.
        section.footer_distance = Mm(MARGINS["bottom"] - 7 - 6)
        grid = section._sectPr.find(qn("w:docGrid"))
        if grid is not None:
            section._sectPr.remove(grid)
        self._word.settings.odd_and_even_pages_header_footer = True
        self._page_number(section.footer.paragraphs[0], right=True)
        self._page_number(section.even_page_footer.paragraphs[0], right=False)

    def _page_number(self, paragraph: Any, *, right: bool) -> None:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if right else WD_ALIGN_PARAGRAPH.LEFT
        indent = "right" if right else "left"
        set_indent(paragraph, **{f"{indent}Chars": "100", indent: str(round(PAGE_NUMBER_POINTS * 20))})
        for kind, text in (("text", "— "), ("begin", ""), ("instruction", " PAGE "), ("end", ""), ("text", " —")):
            run = paragraph.add_run(text if kind == "text" else "")
            set_face(run, OFFICIAL.folio, PAGE_NUMBER_POINTS, latin=OFFICIAL.folio)
            if kind == "instruction":
                code = OxmlElement("w:instrText")
                code.set(qn("xml:space"), "preserve")
                code.text = text
                run._r.append(code)
            elif kind != "text":
                mark = OxmlElement("w:fldChar")
                mark.set(qn("w:fldCharType"), kind)
                run._r.append(mark)

    def _set_up_styles(self) -> None:
        normal = self._word.styles["Normal"]
        normal.font.size = Pt(BODY_POINTS)
        normal.font.name = OFFICIAL.latin
        fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
        fonts.set(qn("w:eastAsia"), OFFICIAL.body)
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), "en-GB")
        language.set(qn("w:eastAsia"), "zh-CN")
        normal.element.get_or_add_rPr().append(language)
        spacing = normal.paragraph_format
        spacing.space_before = spacing.space_after = Pt(0)
        spacing.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        spacing.line_spacing = Pt(LINE_POINTS)
        spacing.widow_control = False
        named = {"Title": OFFICIAL.title} | {f"Heading {level}": face for level, face in _FACES.items()}
        for name, face in named.items():
            style = self._word.styles[name]
            style.font.size, style.font.bold, style.font.italic = Pt(BODY_POINTS), False, False
            drop(style.element.get_or_add_pPr(), "w:pBdr")
            style.font.name = OFFICIAL.latin
            own = style.element.get_or_add_rPr()
            drop(own, "w:color")
            faces = own.get_or_add_rFonts()
            for attribute in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
                faces.attrib.pop(qn(attribute), None)
            faces.set(qn("w:eastAsia"), face)
            style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
            style.paragraph_format.line_spacing = Pt(LINE_POINTS)

    def _title(self) -> None:
        for text, points, face in (
            (self._report.title, TITLE_POINTS, OFFICIAL.title),
            (self._report.subtitle, BODY_POINTS, OFFICIAL.second),
        ):
            paragraph = self._word.add_paragraph(style="Title" if text == self._report.title else None)
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            paragraph.paragraph_format.line_spacing = Pt(TITLE_LINE_POINTS if points == TITLE_POINTS else LINE_POINTS)
            set_face(paragraph.add_run(text), face, points)
        self._word.add_paragraph()

    def _item(self, item: Item, points: float) -> None:
        match item:
            case HeadingLine(level, number, text):
                paragraph = self._word.add_paragraph(style=f"Heading {level}")
                set_indent(paragraph, firstLineChars="200", firstLine=str(round(BODY_POINTS * 40)))
                set_tracking(paragraph.add_run(number + text))
            case Lines(pieces):
                paragraph = self._word.add_paragraph()
                chinese = self._report.language == "zh"
                paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY if chinese else WD_ALIGN_PARAGRAPH.LEFT
                set_indent(paragraph, firstLineChars="200", firstLine=str(round(BODY_POINTS * 40)))
                self._runs(paragraph, pieces, BODY_POINTS)
            case Grid():
                self._table(item, points)
            case Picture(caption, chart, labels):
                paragraph = self._word.add_paragraph()
                set_single_spacing(paragraph)
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
                paragraph.paragraph_format.keep_with_next = True
                paragraph.add_run().add_picture(BytesIO(draw_png(chart, labels)), width=Mm(_TEXT_WIDTH - 16))
                self._describe(paragraph, caption)
                self._caption(caption, after=6)

    def _describe(self, paragraph: Any, caption: str) -> None:
        """The words a reader of the screen hears in place of the picture."""
        for properties in paragraph._p.iter(qn("wp:docPr")):
            properties.set("descr", caption)

    def _caption(self, text: str, *, before: float = 0, after: float = 0, keep: bool = False) -> None:
        paragraph = self._word.add_paragraph()
        set_single_spacing(paragraph)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        form = paragraph.paragraph_format
        form.space_before, form.space_after, form.keep_with_next = Pt(before), Pt(after), keep
        set_face(paragraph.add_run(text), OFFICIAL.first, TABLE_POINTS + 1.5)

    def _table(self, grid: Grid, points: float) -> None:
        self._caption(grid.caption, before=6, after=3, keep=True)
        table = self._word.add_table(rows=0, cols=len(grid.columns), style="Table Grid")
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        set_cell_margins(table, _CELL_MARGIN)
        widths = column_widths([column for _, column in grid.columns], _TEXT_WIDTH)
        for place, width in zip(table.columns, widths, strict=True):
            place.width = Mm(width)
        head = table.add_row()
        repeat_on_every_page(head)
        for cell, (title, _), width in zip(head.cells, grid.columns, widths, strict=True):
            self._cell(cell, title, points, width, face=OFFICIAL.first, align=WD_ALIGN_PARAGRAPH.CENTER)
        for number, cells in enumerate(grid.rows):
            row = table.add_row()
            keep_on_one_page(row)
            for cell, pieces, (_, column), width in zip(row.cells, cells, grid.columns, widths, strict=True):
                centred = column.numeric or column.width < 12
                align = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.LEFT
                self._cell(cell, pieces, points, width, face=OFFICIAL.body, align=align)
            if grid.anchors:
                self._bookmark(row.cells[0].paragraphs[0], grid.anchors[number])
        self._spacer()

    def _cell(self, cell: Any, pieces: Sequence[Piece], points: float, width: float, *, face: str, align: Any) -> None:
        cell.width = Mm(width)
        cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
        paragraph = cell.paragraphs[0]
        set_single_spacing(paragraph)
        paragraph.alignment = align
        self._runs(paragraph, pieces, points, face=face)

    def _runs(self, paragraph: Any, pieces: Sequence[Piece], points: float, *, face: str = OFFICIAL.body) -> None:
        for piece in pieces:
            run = paragraph.add_run(piece.text)
            set_face(run, face, points)
            if points == BODY_POINTS:
                set_tracking(run)
            for mark in piece.marks:
                self._link(paragraph, mark, points)

    def _link(self, paragraph: Any, mark: int, points: float) -> None:
        link = OxmlElement("w:hyperlink")
        link.set(qn("w:anchor"), anchor_of(mark))
        run = paragraph.add_run(f"[{mark}]")
        set_face(run, OFFICIAL.body, points)
        run.font.superscript = True
        link.append(run._r)
        paragraph._p.append(link)

    def _bookmark(self, paragraph: Any, mark: int) -> None:
        self._bookmarks += 1
        start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        for element in (start, end):
            element.set(qn("w:id"), str(self._bookmarks))
        start.set(qn("w:name"), anchor_of(mark))
        first = paragraph._p.find(qn("w:r"))
        first.addprevious(start)
        paragraph._p.append(end)

    def _spacer(self) -> None:
        paragraph = self._word.add_paragraph()
        paragraph.paragraph_format.line_spacing = Pt(10)

    def _closing(self) -> None:
        self._word.add_paragraph().paragraph_format.keep_with_next = True
        for line in self._report.closing:
            paragraph = self._word.add_paragraph()
            paragraph.paragraph_format.keep_with_next = line != self._report.closing[-1]
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            set_indent(paragraph, rightChars="400", right=str(round(BODY_POINTS * 80)))
            set_face(paragraph.add_run(line), OFFICIAL.body, BODY_POINTS)

    def _annex(self) -> None:
        self._word.add_section(WD_SECTION.NEW_PAGE)
        paragraph = self._word.add_paragraph()
        set_tracking(paragraph.add_run(self._report.annex_title))
        set_face(paragraph.runs[0], OFFICIAL.first, BODY_POINTS)
        for item in self._report.annex:
            self._item(item, ANNEX_POINTS)

    def _properties(self) -> None:
        properties = self._word.core_properties
        properties.title, properties.author, properties.comments = self._report.title, "", ""
        properties.language = self._language
        properties.created = properties.modified = _MOMENT
        properties.last_modified_by = ""
