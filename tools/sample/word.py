"""The invented plan as a Word file, written part by part so that every awkward construct stands where it is meant."""

import zipfile
from itertools import count
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from tools.sample.content import Block, GridCell, blocks, grid, heads, runs

_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" mc:Ignorable="wps"'
)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WIDTH = 8800


def write(plan: dict[str, Any], path: Path) -> None:
    """Write the file; the same plan gives the same bytes."""
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations(("officeDocument", "word/document.xml")),
        "word/_rels/document.xml.rels": _relations(
            ("styles", "styles.xml"),
            ("numbering", "numbering.xml"),
            ("footnotes", "footnotes.xml"),
            ("footer", "footer1.xml"),
        ),
        "word/document.xml": _document(plan),
        "word/styles.xml": _styles(),
        "word/numbering.xml": _numbering(),
        "word/footnotes.xml": _footnotes(plan),
        "word/footer1.xml": _footer(),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, text)


def _content_types() -> str:
    kinds = {
        "document.main": "document",
        "styles": "styles",
        "numbering": "numbering",
        "footnotes": "footnotes",
        "footer": "footer1",
    }
    overrides = "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{_WORD}.{kind}+xml"/>' for kind, part in kinds.items()
    )
    return (
        f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relations(*targets: tuple[str, str]) -> str:
    inner = "".join(
        f'<Relationship Id="rId{number}" Type="{_RELATION}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'{_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'


def _styles() -> str:
    headings = "".join(
        f'<w:style w:type="paragraph" w:styleId="{level}"><w:name w:val="heading {level}"/><w:basedOn w:val="a"/><w:pPr>'
        f'<w:keepNext/><w:numPr><w:ilvl w:val="{level - 1}"/><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="{level - 1}"/>'
        "</w:pPr><w:rPr><w:b/></w:rPr></w:style>"
        for level in (1, 2, 3)
    )
    contents = "".join(
        f'<w:style w:type="paragraph" w:styleId="TOC{level}"><w:name w:val="toc {level}"/><w:basedOn w:val="a"/></w:style>'
        for level in (1, 2)
    )
    return (
        f'{_HEAD}<w:styles {_NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" '
        'w:eastAsia="仿宋" w:hAnsi="Times New Roman"/><w:sz w:val="30"/></w:rPr></w:rPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="T"><w:name w:val="table text"/><w:basedOn w:val="a"/><w:rPr><w:sz w:val="21"/></w:rPr></w:style>'
        f"{headings}{contents}</w:styles>"
    )


def _numbering() -> str:
    formats = (("chineseCountingThousand", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."))
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:pStyle w:val="{level + 1}"/>'
        f'<w:suff w:val="nothing"/><w:lvlText w:val="{text}"/></w:lvl>'
        for level, (kind, text) in enumerate(formats)
    )
    return (
        f'{_HEAD}<w:numbering {_NAMESPACES}><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>'
        f'{levels}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )


def _footnotes(plan: dict[str, Any]) -> str:
    separators = "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{tag}/></w:r></w:p></w:footnote>'
        for number, kind, tag in ((-1, "separator", "separator"), (0, "continuationSeparator", "continuationSeparator"))
    )
    notes = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
        f"<w:r><w:t>{escape(text)}</w:t></w:r></w:p></w:footnote>"
        for number, text in plan["notes"].items()
    )
    return f"{_HEAD}<w:footnotes {_NAMESPACES}>{separators}{notes}</w:footnotes>"


def _footer() -> str:
    page = '<w:fldSimple w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    return f'{_HEAD}<w:ftr {_NAMESPACES}><w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:t xml:space="preserve">— </w:t></w:r>{page}<w:r><w:t xml:space="preserve"> —</w:t></w:r></w:p></w:ftr>'


def _document(plan: dict[str, Any]) -> str:
    changes = count(1)
    cover = "".join(_centred(line) for line in (plan["title"], plan["issued"], plan["dated"]))
    body = "".join(_block(block, changes) for block in blocks(plan))
    section = '<w:sectPr><w:footerReference w:type="default" r:id="rId4"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1985" w:left="1588" w:header="851" w:footer="992" w:gutter="0"/></w:sectPr>'
    return f"{_HEAD}<w:document {_NAMESPACES}><w:body>{cover}{_contents(plan)}{body}{section}</w:body></w:document>"


def _centred(text: str) -> str:
    return f'<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:t>{escape(text)}</w:t></w:r></w:p>'


def _contents(plan: dict[str, Any]) -> str:
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> TOC \\o "1-2" \\h </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    entries, page = [], 1
    for block in blocks(plan):
        if block.kind in {"h1", "h2"}:
            text = escape(block.number + block.data[block.kind])
            entries.append(
                (block.kind[1], f"<w:r><w:t>{text}</w:t></w:r><w:r><w:tab/></w:r><w:r><w:t>{page}</w:t></w:r>")
            )
            page += block.kind == "h1"
    lines = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="TOC{level}"/></w:pPr>{begin if number == 0 else ""}{inner}</w:p>'
        for number, (level, inner) in enumerate(entries)
    )
    end = '<w:p><w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:br w:type="page"/></w:r></w:p>'
    return (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr><w:sdtContent>'
        f"{_centred('目　录')}{lines}{end}</w:sdtContent></w:sdt>"
    )


def _block(block: Block, changes: Any) -> str:
    if block.kind[0] == "h":
        return _heading(block)
    if block.kind == "textbox":
        return _text_box(block.data["textbox"])
    if block.kind == "box":
        return _box(block, changes)
    if block.kind == "table":
        return _table(block.data["table"])
    paragraph = _paragraph(block.data["p"], changes)
    control = '<w:sdt><w:sdtPr><w:alias w:val="正文"/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>'
    return control.format(paragraph) if block.data.get("control") else paragraph


def _heading(block: Block) -> str:
    title = escape(block.data[block.kind])
    if block.data.get("typed"):
        return f"<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{block.number}{title}</w:t></w:r></w:p>"
    return f'<w:p><w:pPr><w:pStyle w:val="{block.kind[1]}"/></w:pPr><w:r><w:t>{title}</w:t></w:r></w:p>'


def _paragraph(text: str, changes: Any) -> str:
    return f'<w:p><w:pPr><w:ind w:firstLineChars="200" w:firstLine="600"/></w:pPr>{_runs(text, changes)}</w:p>'


def _runs(text: str, changes: Any) -> str:
    parts = []
    for run in runs(text):
        inner = f'<w:t xml:space="preserve">{escape(run.text)}</w:t>'
        tracked = f'w:id="{next(changes)}" w:author="核稿" w:date="2026-01-05T09:00:00Z"'
        parts.append(
            {
                "plain": f"<w:r>{inner}</w:r>",
                "inserted": f"<w:ins {tracked}><w:r>{inner}</w:r></w:ins>",
                "deleted": f"<w:del {tracked}><w:r><w:delText>{escape(run.text)}</w:delText></w:r></w:del>",
                "hidden": f"<w:r><w:rPr><w:vanish/></w:rPr>{inner}</w:r>",
                "note": f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="{run.text}"/></w:r>',
            }[run.kind]
        )
    return "".join(parts)


def _box(block: Block, changes: Any) -> str:
    box = block.data["box"]
    title = _centred(f"专栏{box['number']} {box['title']}") if box["number"] else ""
    inside = "".join(_paragraph(one.data["p"], changes) for one in block.inside)
    cell = f'<w:tc><w:tcPr><w:tcW w:w="{_WIDTH}" w:type="dxa"/></w:tcPr>{title}{inside}</w:tc>'
    return f"<w:tbl>{_table_properties([100])}<w:tr>{cell}</w:tr></w:tbl>"


def _table_properties(widths: list[int]) -> str:
    edges = "".join(
        f'<w:{edge} w:val="single" w:sz="4"/>' for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    columns = "".join(f'<w:gridCol w:w="{_WIDTH * width // 100}"/>' for width in widths)
    return f'<w:tblPr><w:tblW w:w="{_WIDTH}" w:type="dxa"/><w:tblBorders>{edges}</w:tblBorders></w:tblPr><w:tblGrid>{columns}</w:tblGrid>'


def _table(table: dict[str, Any]) -> str:
    rows, changes = grid(table), count(900)
    written = []
    for number, row in enumerate(rows):
        head = "<w:trPr><w:tblHeader/></w:trPr>" if number < heads(table) else ""
        cells = "".join(_cell(rows, number, column, table["widths"], changes) for column in range(len(row)))
        written.append(f"<w:tr>{head}{cells}</w:tr>")
    below = f"<w:p><w:r><w:t>{escape(table['below'])}</w:t></w:r></w:p>" if "below" in table else "<w:p/>"
    return f"{_centred(table['caption'])}<w:tbl>{_table_properties(table['widths'])}{''.join(written)}</w:tbl>{below}"


def _cell(rows: list[list[GridCell | None]], row: int, column: int, widths: list[int], changes: Any) -> str:
    cell = rows[row][column]
    width = f'<w:tcW w:w="{_WIDTH * widths[column] // 100}" w:type="dxa"/>'
    if cell is None:
        above = next((rows[n][column] for n in range(row - 1, -1, -1) if rows[n][column]), None)
        covered_from_left = any(rows[row][n] for n in range(column)) and _covers(rows[row], column)
        if covered_from_left or above is None:
            return ""
        return f'<w:tc><w:tcPr>{width}<w:vMerge/></w:tcPr><w:p><w:pPr><w:pStyle w:val="T"/></w:pPr></w:p></w:tc>'
    span = f'<w:gridSpan w:val="{cell.columns}"/>' if cell.columns > 1 else ""
    merge = '<w:vMerge w:val="restart"/>' if cell.rows > 1 else ""
    return f'<w:tc><w:tcPr>{width}{span}{merge}</w:tcPr><w:p><w:pPr><w:pStyle w:val="T"/><w:jc w:val="center"/></w:pPr>{_runs(cell.text, changes)}</w:p></w:tc>'


def _covers(row: list[GridCell | None], column: int) -> bool:
    left = next(n for n in range(column, -1, -1) if row[n])
    return left + row[left].columns > column  # type: ignore[union-attr]


def _text_box(text: str) -> str:
    inner = f"<w:txbxContent><w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p></w:txbxContent>"
    graphic = (
        '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>'
        '<wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="5400000" cy="600000"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:ln w="6350"><a:solidFill><a:srgbClr val="000000"/></a:solidFill>'
        f"</a:ln></wps:spPr><wps:txbx>{inner}</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic>"
    )
    shape = (
        '<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="5400000" cy="600000"/>'
        f'<wp:docPr id="7" name="文本框 7"/>{graphic}</wp:inline>'
    )
    fallback = f'<w:pict><v:shape style="width:425pt;height:47pt"><v:textbox>{inner}</v:textbox></v:shape></w:pict>'
    return (
        f'<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>{shape}</w:drawing></mc:Choice>'
        f"<mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
