"""What a spreadsheet shows and a reader of its values passes over: formulas without a result, errors, percentages.

A blank would be taken for "nothing reported" and 2.5% for 0.025; both have to reach whoever checks what was filled in.
Source: ECMA-376 Part 1, 18.3.1.4 (c), 18.8.30 (numFmt).
"""

import re
import zipfile
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from html import unescape
from posixpath import join, normpath

_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*?\br:id=\"([^\"]+)\"")
_RELATION = re.compile(rb"<Relationship\b[^>]*>")
_ATTRIBUTE = re.compile(rb"\b([\w:]+)=\"([^\"]*)\"")
_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
_UNSHOWN = re.compile(rb"<(?:\w+:)?f[\s/>]|\bt=\"e\"")
_FORMULA = re.compile(rb"<(?:\w+:)?f\b[^>]*?(?:/>|>(.*?)</(?:\w+:)?f>)", re.DOTALL)
_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]*)</(?:\w+:)?v>")
_FORMATS = re.compile(rb"<(?:\w+:)?numFmt\b[^>]*>")
_STYLES = re.compile(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
_STYLE = re.compile(rb"<(?:\w+:)?xf\b[^>]*>")
_SAID = re.compile(r'"[^"]*"|\\.')  # what a number format only says
_PERCENT = frozenset({"9", "10"})  # built in: 0% and 0.00%
_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_LONGEST = 60

Place = tuple[int, int]


def find_shown(archive: zipfile.ZipFile, index: int) -> Mapping[Place, str]:
    """Row and column, from 0, of such cells in a sheet of an .xlsx -> what it shows: ``=A1+B1``, ``#DIV/0!``, ``2.5%``.

    Empty where the package is no .xlsx or has no such cell.
    """
    content = _sheet(archive, index)
    percent = _percent_styles(archive)
    asked = (b' s="%s"' % style for style in percent)
    if not _UNSHOWN.search(content) and not any(one in content for one in asked):
        return {}
    return dict(_shown(content, percent))


def _shown(content: bytes, percent: frozenset[bytes]) -> Iterator[tuple[Place, str]]:
    for found in _CELL.finditer(content):
        if not found[2]:
            continue
        attributes = dict(_ATTRIBUTE.findall(found[1]))
        place = _PLACE.fullmatch(attributes.get(b"r", b"").decode("ascii", "replace"))
        text = _text(attributes, found[2], percent) if place else None
        if place and text is not None:
            yield (int(place[2]) - 1, _number_of(place[1]) - 1), text


def _text(attributes: Mapping[bytes, bytes], inside: bytes, percent: frozenset[bytes]) -> str | None:
    kind = attributes.get(b"t", b"n")
    value = _VALUE.search(inside)
    if kind == b"e":
        return value[1].decode("utf-8", "replace") if value else "#"
    formula = _FORMULA.search(inside)
    if formula and kind == b"n" and not (value and value[1].strip()):
        return "=" + unescape((formula[1] or b"").decode("utf-8", "replace"))[:_LONGEST]
    if value and kind == b"n" and attributes.get(b"s") in percent:
        return _as_percent(value[1].decode("ascii", "replace"))
    return None


def _as_percent(value: str) -> str | None:
    try:
        shown = Decimal(f"{float(value):.15g}") * 100
    except (ValueError, InvalidOperation):
        return None
    return f"{shown.normalize():f}%" if shown.is_finite() else None


def _sheet(archive: zipfile.ZipFile, index: int) -> bytes:
    """The content of a sheet, the first being 0; nothing where the package says of none."""
    named = _SHEET.findall(_part(archive, "xl/workbook.xml"))
    if index >= len(named):
        return b""
    for relation in _RELATION.findall(_part(archive, "xl/_rels/workbook.xml.rels")):
        attributes = dict(_ATTRIBUTE.findall(relation))
        if attributes.get(b"Id") == named[index]:
            target = attributes.get(b"Target", b"").decode("utf-8", "replace")
            return _part(archive, normpath(join("/xl", target)).lstrip("/"))
    return b""


def _percent_styles(archive: zipfile.ZipFile) -> frozenset[bytes]:
    """The numbers of the styles that show a number as a percentage."""
    content = _part(archive, "xl/styles.xml")
    formats = set(_PERCENT)
    for one in _FORMATS.findall(content):
        attributes = dict(_ATTRIBUTE.findall(one))
        code = unescape(attributes.get(b"formatCode", b"").decode("utf-8", "replace"))
        if "%" in _SAID.sub("", code):
            formats.add(attributes.get(b"numFmtId", b"").decode("ascii", "replace"))
    styles = _STYLES.search(content)
    used = [dict(_ATTRIBUTE.findall(one)).get(b"numFmtId", b"") for one in _STYLE.findall(styles[0])] if styles else []
    return frozenset(b"%d" % at for at, one in enumerate(used) if one.decode("ascii", "replace") in formats)


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
