"""An evaluation report as a PDF with embedded free fonts, set by Typst in the layout of official documents (GB/T 9704).

The text goes to Typst as data, never as markup, so no word of a plan can be taken for a command. Neither the fonts nor the
programs of the machine are used: the same report gives the same bytes everywhere. Marks link to the annex; the file
is tagged after PDF/UA-1, so that a reader of the screen can follow it.
"""

import json
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import typst

from kechuang.domain.reports.layout import Grid, HeadingLine, Item, LaidOut, Lines, Picture, Pieces
from kechuang.writers.charts.charts import FONT_PACKAGE, draw_svg
from kechuang.writers.report_fonts import (
    ANNEX_POINTS,
    BODY_POINTS,
    EMBEDDED,
    LINE_POINTS,
    MARGINS,
    PAGE_NUMBER_POINTS,
    TABLE_POINTS,
    TITLE_LINE_POINTS,
    TITLE_POINTS,
    TRACKING_POINTS,
)


class NotSet(Exception):
    """Typst could not set the report; the message says why."""


# The em box is the height of a line, so that leading is what is left of the line pitch.
_TEMPLATE = f"""
#let report = json(bytes(sys.inputs.report))
#let chinese = report.language == "zh"
#let table-size = if chinese {{ {TABLE_POINTS}pt }} else {{ {ANNEX_POINTS}pt }}
#set document(title: report.title, date: none)
#set page(paper: "a4",
  margin: (top: {MARGINS["top"]}mm, bottom: {MARGINS["bottom"]}mm, left: {MARGINS["left"]}mm, right: {MARGINS["right"]}mm),
  footer-descent: 7mm,
  footer: context {{
    let page = counter(page).get().first()
    let side = if calc.odd(page) {{ right }} else {{ left }}
    set text(size: {PAGE_NUMBER_POINTS}pt, tracking: 0pt)
    align(side + top, pad(x: {PAGE_NUMBER_POINTS}pt, [— #page —]))
  }})
#set text(font: "{EMBEDDED.body}", size: {BODY_POINTS}pt, lang: if chinese {{ "zh" }} else {{ "en" }},
  region: if chinese {{ "cn" }} else {{ "gb" }},
  tracking: if chinese {{ {TRACKING_POINTS}pt }} else {{ 0pt }}, top-edge: 0.88em, bottom-edge: -0.12em)
#set par(justify: chinese, leading: {LINE_POINTS - BODY_POINTS}pt, spacing: {LINE_POINTS - BODY_POINTS}pt,
  first-line-indent: (amount: 2em, all: true))
#show heading: set text(size: {BODY_POINTS}pt)
#show heading: it => block(above: {LINE_POINTS - BODY_POINTS}pt, below: {LINE_POINTS - BODY_POINTS}pt, sticky: true,
  par(text(size: {BODY_POINTS}pt, weight: "regular",
    font: if it.level == 1 {{ "{EMBEDDED.first}" }} else if it.level == 2 {{ "{EMBEDDED.second}" }} else {{ "{EMBEDDED.body}" }},
    it.body)))
#let mark(number, size) = text(size: size * 0.62, baseline: -size * 0.38, tracking: 0pt, "[" + str(number) + "]")
#let marks(numbers, size, linked) = for number in numbers {{
  sym.wj
  box(if linked {{ link(label("source" + str(number)), mark(number, size)) }} else {{ mark(number, size) }})
}}
#let pieces(list, size, linked: true) = for piece in list {{ piece.text; marks(piece.marks, size, linked) }}
#let caption(words) = align(center, block(sticky: true, text(font: "{EMBEDDED.first}", size: {TABLE_POINTS + 1.5}pt, words)))
#let grid-of(item, size) = {{
  set text(size: size, tracking: 0pt)
  set par(justify: false, leading: size * 0.45, first-line-indent: 0pt)
  caption(item.caption)
  v(-0.6em)
  table(
    columns: item.widths.map(width => width * 1fr), inset: (x: 3pt, y: 3.5pt), stroke: 0.5pt,
    align: item.centred.map(centred => (if centred {{ center }} else {{ left }}) + horizon),
    table.header(..item.titles.map(title => table.cell(align: center + horizon, text(font: "{EMBEDDED.first}", pieces(title, size, linked: false))))),
    ..item.rows.enumerate().map(((number, row)) => row.enumerate().map(((place, cell)) =>
      if place == 0 and item.anchors.len() > 0 [
        #box(pieces(cell, size))#label("source" + str(item.anchors.at(number)))
      ] else [#pieces(cell, size)])).flatten())
  v(0.8em)
}}
#let show-item(item, size) = {{
  if item.kind == "heading" {{ heading(level: item.level, item.text) }}
  else if item.kind == "lines" {{ par(pieces(item.pieces, {BODY_POINTS}pt)) }}
  else if item.kind == "table" {{ grid-of(item, size) }}
  else {{
    block(breakable: false, width: 100%, above: 1em, below: 1em, align(center)[
      #image(bytes(item.svg), format: "svg", width: 92%, alt: item.caption)
      #v(-0.4em)
      #text(font: "{EMBEDDED.first}", size: {TABLE_POINTS + 1.5}pt, item.caption)
    ])
  }}
}}
#align(center, {{
  set par(leading: {TITLE_LINE_POINTS - TITLE_POINTS}pt, first-line-indent: 0pt, justify: false)
  block(text(size: {TITLE_POINTS}pt, font: "{EMBEDDED.title}", tracking: 0pt, report.title))
  block(text(size: {BODY_POINTS}pt, report.subtitle))
}})
#v({LINE_POINTS}pt)
#for item in report.body.slice(0, -1) {{ show-item(item, table-size) }}
#block(sticky: true, width: 100%, show-item(report.body.last(), table-size))
#block(above: {2 * LINE_POINTS}pt, breakable: false, width: 100%,
  align(right, pad(right: 4em, for line in report.closing {{ block(line) }})))
#pagebreak()
#block(text(font: "{EMBEDDED.first}", report.annex_title))
#for item in report.annex {{ show-item(item, {ANNEX_POINTS}pt) }}
"""


def write_report_pdf(report: LaidOut) -> bytes:
    """The PDF file; raises NotSet."""
    data = {
        "language": report.language,
        "title": report.title,
        "subtitle": report.subtitle,
        "body": [_item(item) for item in report.body],
        "closing": list(report.closing),
        "annex_title": report.annex_title,
        "annex": [_item(item) for item in report.annex],
    }
    text = json.dumps(data, ensure_ascii=False)
    try:
        return _compile(text, standard="ua-1")
    except typst.TypstError:
        return _compile_plainly(text)


def _compile_plainly(text: str) -> bytes:
    """Without the promise of PDF/UA-1, which a text may be unable to keep."""
    try:
        return _compile(text, standard=None)
    except typst.TypstError as error:
        raise NotSet(str(error).splitlines()[0]) from error


def _compile(text: str, *, standard: Literal["ua-1"] | None) -> bytes:
    made: bytes = typst.compile(
        _TEMPLATE.encode("utf-8"),
        format="pdf",
        font_paths=_fonts(),
        pdf_standards=standard,
        sys_inputs={"report": text},
    )
    return made


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=[str(files(FONT_PACKAGE))])


def _item(item: Item) -> dict[str, Any]:
    match item:
        case HeadingLine(level, number, text):
            return {"kind": "heading", "level": level, "text": number + text}
        case Lines(pieces):
            return {"kind": "lines", "pieces": _pieces(pieces)}
        case Grid():
            return _grid(item)
        case Picture(caption, chart, labels):
            return {"kind": "picture", "svg": draw_svg(chart, labels), "caption": caption}


def _grid(grid: Grid) -> dict[str, Any]:
    return {
        "kind": "table",
        "caption": grid.caption,
        "titles": [_pieces(title) for title, _ in grid.columns],
        "widths": [column.width for _, column in grid.columns],
        "centred": [column.numeric or column.width < 12 for _, column in grid.columns],
        "rows": [[_pieces(cell) for cell in row] for row in grid.rows],
        "anchors": list(grid.anchors),
    }


def _pieces(pieces: Pieces) -> list[dict[str, Any]]:
    return [{"text": piece.text, "marks": list(piece.marks)} for piece in pieces]
