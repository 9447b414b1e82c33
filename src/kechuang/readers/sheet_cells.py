"""What a spreadsheet shows and a reader of its values passes over: formulas without a result, errors, percentages.

A blank would be taken for "nothing reported" and 2.5% for 0.025; both have to reach whoever checks what was filled in.
Source: ECMA-376 Part 1, 18.3.1.4 (c), 18.8.30 (numFmt).
"""

import re
import zipfile
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from io import BytesIO
from posixpath import join, normpath
from typing import Any

from lxml import etree

_RELATED = "relationships}id"  # how the attribute ends in Transitional files and in Strict ones
# Most sheets hold nothing of the kind, and are not parsed a second time.
_UNSHOWN = re.compile(rb"<(?:\w+:)?f[\s/>]|\bt=[\"']e[\"']")
_SAID = re.compile(r'"[^"]*"|\\.')  # what a number format only says
_PERCENT = frozenset({"9", "10"})  # built in: 0% and 0.00%
_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_LONGEST = 60

Place = tuple[int, int]
Element = Any  # lxml has no type information


def find_shown(archive: zipfile.ZipFile, index: int) -> Mapping[Place, str]:
    """Row and column, from 0, of such cells in a sheet of an .xlsx -> what it shows: ``=A1+B1``, ``#DIV/0!``, ``2.5%``.

    Empty where the package is no .xlsx or has no such cell. Raises lxml's ``XMLSyntaxError`` for a part that is no XML.
    """
    content = _sheet(archive, index)
    percent = _percent_styles(archive)
    styled = any(re.search(rb"\bs=[\"']%s[\"']" % style.encode(), content) for style in percent)
    return dict(_shown(content, percent)) if styled or _UNSHOWN.search(content) else {}


def _shown(content: bytes, percent: frozenset[str]) -> Iterator[tuple[Place, str]]:
    for _, row in etree.iterparse(BytesIO(content), tag="{*}row", resolve_entities=False, no_network=True):
        for cell in row.iterchildren("{*}c"):
            place, text = _PLACE.fullmatch(cell.get("r", "")), _text(cell, percent)
            if place and text is not None:
                yield (int(place[2]) - 1, _number_of(place[1]) - 1), text
        row.clear()


def _text(cell: Element, percent: frozenset[str]) -> str | None:
    kind, value = cell.get("t", "n"), (cell.findtext("{*}v") or "").strip()
    if kind == "e":
        return value or "#"
    if kind == "n" and not value and (formula := cell.find("{*}f")) is not None:
        return "=" + (formula.text or "")[:_LONGEST]
    if kind == "n" and value and cell.get("s") in percent:
        return _as_percent(value)
    return None


def _as_percent(value: str) -> str | None:
    try:
        shown = Decimal(f"{float(value):.15g}") * 100
    except (ValueError, InvalidOperation):
        return None
    return f"{shown.normalize():f}%" if shown.is_finite() else None


def _sheet(archive: zipfile.ZipFile, index: int) -> bytes:
    """The content of a sheet, the first being 0; nothing where the package says of none."""
    named = [_related(one) for one in _elements(archive, "xl/workbook.xml", "sheet")]
    if index >= len(named):
        return b""
    for relation in _elements(archive, "xl/_rels/workbook.xml.rels", "Relationship"):
        if relation.get("Id") == named[index]:
            return _part(archive, normpath(join("/xl", relation.get("Target", ""))).lstrip("/"))
    return b""


def _related(sheet: Element) -> str | None:
    return next((value for name, value in sheet.items() if name.endswith(_RELATED)), None)


def _percent_styles(archive: zipfile.ZipFile) -> frozenset[str]:
    """The numbers of the styles that show a number as a percentage."""
    formats = set(_PERCENT)
    for one in _elements(archive, "xl/styles.xml", "numFmt"):
        if "%" in _SAID.sub("", one.get("formatCode", "")):
            formats.add(one.get("numFmtId", ""))
    used = [style for table in _elements(archive, "xl/styles.xml", "cellXfs") for style in table.iterchildren("{*}xf")]
    return frozenset(str(at) for at, style in enumerate(used) if style.get("numFmtId", "") in formats)


def _elements(archive: zipfile.ZipFile, name: str, tag: str) -> list[Element]:
    content = _part(archive, name)
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return list(etree.fromstring(content, parser).iter(f"{{*}}{tag}")) if content else []


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        return archive.read(name)
    except KeyError:
        return b""


def _number_of(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
