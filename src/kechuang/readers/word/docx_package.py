"""The parts of a Word package (.docx is a zip of XML parts), opened as if a stranger had sent it.

Sizes are checked against the central directory before anything is unpacked, and again while unpacking; XML with a
document type or entities is refused and never resolved. Source: ECMA-376 Part 2 (Open Packaging Conventions).
"""

import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from io import BytesIO
from posixpath import dirname, join, normpath
from typing import Any

from lxml import etree

from kechuang.readers.errors import Unreadable

MOST_PARTS = 2_000
MOST_BYTES = 200 * 2**20
MOST_XML_BYTES = 100 * 2**20
MOST_RATIO = 100
MOST_ELEMENTS = 4_000_000
DEEPEST = 256

# Office itself writes rows of near-equal XML that deflate 200 times; below this size they do no harm.
_SUSPECT_ABOVE = 16 * 2**20
_MOST_DIRECTORY_BYTES = 4 * 2**20
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_WORD_97 = b"\xec\xa5"  # the first bytes of the text stream of Word 97-2003, which follows the header of 512 bytes
_KINDS = (
    (b"%PDF", "PDF"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG", "PNG"),
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"{\\rtf", "RTF"),
    (b"<!DOCTYPE", "HTML"),
    (b"<html", "HTML"),
    (b"<?xml", "XML"),
    (b"MIME-Version", "MHTML"),
)
_OTHER_OFFICE = (("xl/workbook.xml", "XLSX"), ("ppt/presentation.xml", "PPTX"), ("content.xml", "ODF"))
_DOCTYPES = tuple("<!DOCTYPE".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))
BROKEN_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    OverflowError,
    NotImplementedError,
    RuntimeError,
)
# Strict files (ISO/IEC 29500 Strict) use other names for the same things; here the Transitional names are spoken.
_STRICT_NAMES = "{http://purl.oclc.org/ooxml/"
_STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    b"http://purl.oclc.org/ooxml/officeDocument/math": b"http://schemas.openxmlformats.org/officeDocument/2006/math",
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    ),
    b"http://purl.oclc.org/ooxml/drawingml/": b"http://schemas.openxmlformats.org/drawingml/2006/",
}

Element = Any  # lxml has no type information


class Package:
    """The named parts of a Word file and how they refer to each other."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._members = {_part_name(info.filename): info for info in archive.infolist()}
        self._read = 0
        self._targets: dict[str, Mapping[str, tuple[str, str]]] = {}
        self.main = self._main_part()

    def has(self, part: str) -> bool:
        """Whether the package holds this part."""
        return part.casefold() in self._members

    def related(self, part: str, kind: str) -> str | None:
        """The first part that ``part`` refers to as ``kind`` (``styles``, ``footnotes``), None where there is none."""
        return next((target for type_, target in self.targets(part).values() if type_ == kind), None)

    def targets(self, part: str) -> Mapping[str, tuple[str, str]]:
        """What ``part`` refers to: relationship id -> (kind, part); links out of the package are left out."""
        if part not in self._targets:
            self._targets[part] = self._read_targets(part)
        return self._targets[part]

    def _read_targets(self, part: str) -> Mapping[str, tuple[str, str]]:
        folder, name = dirname(part), part.rpartition("/")[2]
        relations = f"{folder}/_rels/{name}.rels".lstrip("/")
        if not self.has(relations):
            return {}
        found = {}
        for relation in self.xml(relations):
            target = relation.get("Target", "")
            if relation.get("TargetMode") == "External" or not target:
                continue
            path = normpath(join("/", folder, target.replace("\\", "/"))).lstrip("/")
            found[relation.get("Id", "")] = (relation.get("Type", "").rpartition("/")[2], path)
        return found

    def xml(self, part: str, trim: Callable[[bytes], bytes] | None = None) -> Element:
        """The root element of a part, after ``trim`` has taken out bytes that nobody reads.

        Raises Unreadable: ``docx-entities`` for a document type, ``docx-too-large``, ``docx-too-deep``,
        ``docx-xml-damaged`` for XML that is not well formed.
        """
        return parse_xml(self.bytes(part), part, trim)

    def bytes(self, part: str) -> bytes:
        """The bytes of a part; Unreadable ``docx-part-missing``, ``docx-too-large`` or ``docx-damaged``."""
        info = self._members.get(part.casefold())
        if info is None:
            raise Unreadable("docx-part-missing", part=part)
        if info.file_size > MOST_XML_BYTES:
            raise Unreadable("docx-too-large", part=part, megabytes=str(info.file_size // 2**20))
        try:
            with self._archive.open(info) as stream:
                data = stream.read(MOST_XML_BYTES + 1)
        except BROKEN_ZIP as damage:
            raise Unreadable("docx-damaged", part=part) from damage
        self._read += len(data)
        if len(data) > MOST_XML_BYTES or self._read > MOST_BYTES:
            raise Unreadable("docx-too-large", part=part, megabytes=str(self._read // 2**20))
        return data

    def _main_part(self) -> str:
        named = self.related("", "officeDocument")
        main = named if named is not None and self.has(named) else "word/document.xml"
        if self.has(main):
            return main
        for marker, kind in _OTHER_OFFICE:
            if self.has(marker):
                raise Unreadable("not-a-word-file", found=kind)
        raise Unreadable("docx-no-document")


def open_package(data: bytes) -> Package:
    """Open the bytes of a .docx.

    Raises Unreadable: ``empty-file``; ``encrypted-word``; ``word-is-legacy`` for an old .doc under a new name;
    ``not-a-word-file`` for anything else that is no zip; ``docx-truncated`` and ``docx-damaged`` for a broken zip;
    ``docx-zip-bomb``, ``docx-too-many-parts``, ``docx-duplicate-part``, ``docx-unsafe-name``.
    """
    _check_kind(data)
    return Package(open_zip(data))


def open_zip(data: bytes) -> zipfile.ZipFile:
    """Open a zip after looking at its directory only; raises the zip's codes of ``open_package``."""
    _check_directory(data)
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except BROKEN_ZIP as damage:
        raise Unreadable("docx-truncated") from damage
    _check_members(archive.infolist())
    return archive


def recognise(data: bytes) -> str:
    """What the first bytes of a file look like: ``ZIP``, ``OLE``, ``PDF``, ``JPEG`` …; ``?`` for nothing known."""
    if data.startswith(_OLE):
        return "OLE"
    if data.startswith(b"PK"):
        return "ZIP"
    start = data[:64].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return next((kind for mark, kind in _KINDS if start.startswith(mark.lower())), "?")


def is_encrypted(data: bytes) -> bool:
    """Whether an OLE file is a document under a password: a newer one wrapped up, or an old .doc that says so."""
    old = data[512:514] == _WORD_97 and len(data) > 524 and bool(data[523] & 1)
    return _ENCRYPTED in data or old


def parse_xml(data: bytes, part: str, trim: Callable[[bytes], bytes] | None = None) -> Element:
    """Parse XML that may be hostile: no entities, no document type, no network, bounded depth and text."""
    if any(mark in data for mark in _DOCTYPES):
        raise Unreadable("docx-entities", part=part)
    if trim is not None:
        data = trim(data)
    if len(data) > 4 * MOST_ELEMENTS and data.count(b"<") - data.count(b"</") > MOST_ELEMENTS:
        raise Unreadable("docx-too-large", part=part, megabytes=str(len(data) // 2**20))
    root = _parse(data, part)
    if root.getroottree().docinfo.internalDTD is not None:
        raise Unreadable("docx-entities", part=part)
    if _DEEPER(root):
        raise Unreadable("docx-too-deep", part=part)
    if root.tag.startswith(_STRICT_NAMES):
        return _parse(_speak_transitional(root), part)
    return root


_DEEPER = etree.XPath("boolean(" + "/*" * (DEEPEST + 1) + ")")


def _parse(data: bytes, part: str) -> Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as damage:
        message = str(damage)
        if "depth" in message:
            raise Unreadable("docx-too-deep", part=part) from damage
        if "huge" in message or "too long" in message:
            raise Unreadable("docx-text-too-long", part=part) from damage
        line = str(getattr(damage, "lineno", None) or 1)
        raise Unreadable("docx-xml-damaged", part=part, line=line) from damage


def _speak_transitional(root: Element) -> bytes:
    data: bytes = etree.tostring(root, encoding="utf-8")
    for strict, transitional in _STRICT.items():
        data = data.replace(strict, transitional)
    return data


def _check_kind(data: bytes) -> None:
    if not data.strip(b"\0 \t\r\n"):
        raise Unreadable("empty-file")
    found = recognise(data)
    if found == "OLE":
        raise Unreadable("encrypted-word" if is_encrypted(data) else "word-is-legacy")
    if found != "ZIP":
        raise Unreadable("not-a-word-file", found=found)


def _check_directory(data: bytes) -> None:
    """Refuse a directory of millions of entries before anything builds it."""
    end = data.rfind(b"PK\x05\x06", max(0, len(data) - 65_557))
    if end < 0 or len(data) - end < 22:
        raise Unreadable("docx-truncated")
    entries, size = struct.unpack("<HL", data[end + 10 : end + 16])
    locator = data[max(0, end - 20) : end]
    if locator.startswith(b"PK\x06\x07"):
        (offset,) = struct.unpack("<Q", locator[8:16])
        record = data[offset : offset + 56]
        if len(record) == 56:
            entries, size = struct.unpack("<QQ", record[32:48])
    if entries > MOST_PARTS or size > _MOST_DIRECTORY_BYTES:
        raise Unreadable("docx-too-many-parts", parts=str(entries))


def _check_members(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MOST_PARTS:
        raise Unreadable("docx-too-many-parts", parts=str(len(members)))
    if any(info.flag_bits & 1 for info in members):
        raise Unreadable("encrypted-word")
    unpacked = sum(info.file_size for info in members)
    if unpacked > MOST_BYTES or any(_is_bomb(info) for info in members):
        raise Unreadable("docx-zip-bomb", megabytes=str(unpacked // 2**20))
    names: set[str] = set()
    for info in members:
        name = _part_name(info.filename)
        if ".." in name.split("/"):
            raise Unreadable("docx-unsafe-name", part=info.filename)
        if name in names and not name.endswith("/"):
            raise Unreadable("docx-duplicate-part", part=info.filename)
        names.add(name)


def _is_bomb(info: zipfile.ZipInfo) -> bool:
    return info.file_size > _SUSPECT_ABOVE and info.file_size > MOST_RATIO * max(info.compress_size, 1)


def _part_name(filename: str) -> str:
    return filename.replace("\\", "/").lstrip("/").casefold()
