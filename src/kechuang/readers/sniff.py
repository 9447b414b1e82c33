"""What a file is, judged by its bytes and never by its name: a picture named .docx is a picture."""

import io
import re
import zipfile
from enum import StrEnum

from kechuang.readers.web.html_page import is_web_archive


class Carrier(StrEnum):
    """What a document comes in."""

    EMPTY = "empty"
    PDF = "pdf"
    DOCX = "docx"
    WORD = "doc"  # also .wps: both are compound files with a WordDocument stream
    RTF = "rtf"
    WORD_XML = "word-xml"
    HTML = "html"
    TEXT = "text"
    PICTURE = "picture"
    ENCRYPTED_OFFICE = "encrypted-office"
    SPREADSHEET = "spreadsheet"
    SLIDES = "slides"
    OFD = "ofd"
    OPEN_DOCUMENT = "odt"
    ARCHIVE = "archive"
    MEDIA = "media"
    DAMAGED_ZIP = "damaged-zip"
    UNKNOWN = "unknown"


_COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SIGNATURES: tuple[tuple[bytes, Carrier], ...] = (
    (b"{\\rtf", Carrier.RTF),
    (b"\x89PNG\r\n\x1a\n", Carrier.PICTURE),
    (b"\xff\xd8\xff", Carrier.PICTURE),
    (b"II*\0", Carrier.PICTURE),
    (b"MM\0*", Carrier.PICTURE),
    (b"GIF8", Carrier.PICTURE),
    (b"Rar!\x1a\x07", Carrier.ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", Carrier.ARCHIVE),
    (b"\x1f\x8b", Carrier.ARCHIVE),
    (b"BZh", Carrier.ARCHIVE),
    (b"\xfd7zXZ\0", Carrier.ARCHIVE),
    (b"ID3", Carrier.MEDIA),
    (b"OggS", Carrier.MEDIA),
    (b"\x7fELF", Carrier.UNKNOWN),
    (b"MZ\x90\0", Carrier.UNKNOWN),
    (b"SQLite format 3\0", Carrier.UNKNOWN),
)
# Inside a RIFF container or after the length of a first box.
_AT_EIGHT: tuple[tuple[bytes, Carrier], ...] = (
    (b"WEBP", Carrier.PICTURE),
    (b"WAVE", Carrier.MEDIA),
    (b"AVI ", Carrier.MEDIA),
)
_AT_FOUR: tuple[tuple[bytes, Carrier], ...] = (
    (b"ftypheic", Carrier.MEDIA),
    (b"ftyp", Carrier.MEDIA),
)
_PDF_WITHIN = 1024  # the mark of a PDF may stand behind some bytes of junk (ISO 32000-1, annex H)
_HEAD = 1 << 16
_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,4000}?-->\s*)*"
    rb"<(?:!doctype html|html|head|body|meta|title|table|div|p|h[1-6]|script|style|link|center|font|span|ul|ol|section|"
    rb"article|main|base|br|b|strong)[\s/>]",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(rb"<(?:html|body|div|p|table|h[1-6]|td)[\s>]", re.IGNORECASE)
_PAGE_NAMES = (".html", ".htm", ".xhtml", ".shtml", ".mht", ".mhtml", ".jhtml", ".asp", ".aspx", ".jsp", ".php")
_STREAMS: tuple[tuple[str, Carrier], ...] = (
    ("EncryptedPackage", Carrier.ENCRYPTED_OFFICE),
    ("WordDocument", Carrier.WORD),
    ("Workbook", Carrier.SPREADSHEET),
    ("Book", Carrier.SPREADSHEET),
    ("PowerPoint Document", Carrier.SLIDES),
)
_MOST_ENTRIES = 20_000


def sniff(data: bytes, *, name: str = "") -> Carrier:
    """What ``data`` is; ``name`` only decides whether a text that has tags somewhere is meant as a page.

    >>> sniff(b"%PDF-1.7 ..."), sniff("一、总体要求".encode())
    (<Carrier.PDF: 'pdf'>, <Carrier.TEXT: 'text'>)
    """
    carrier = sniff_head(data[:_HEAD], name=name)
    if data.startswith(b"PK"):
        return _in_zip(data)
    if data.startswith(_COMPOUND_FILE):
        return _in_compound_file(data)
    return carrier


def sniff_head(head: bytes, *, name: str = "") -> Carrier:
    """What a file that begins with ``head`` is, as far as its first bytes tell; ARCHIVE for any zip."""
    if not head:
        return Carrier.EMPTY
    for signature, carrier in _SIGNATURES:
        if head.startswith(signature):
            return carrier
    if head.startswith(b"PK\x03\x04") or head.startswith(b"PK\x05\x06"):
        return Carrier.ARCHIVE
    if head.startswith(_COMPOUND_FILE):
        return Carrier.WORD
    if b"%PDF-" in head[:_PDF_WITHIN]:
        return Carrier.PDF
    return _by_place(head) or _text_or_page(head, name)


def _by_place(head: bytes) -> Carrier | None:
    for place, signatures in ((8, _AT_EIGHT if head.startswith(b"RIFF") else ()), (4, _AT_FOUR)):
        for signature, carrier in signatures:
            if head[place:].startswith(signature):
                return carrier
    if head.startswith(b"BM") and head[6:10] == b"\0\0\0\0":
        return Carrier.PICTURE
    return None


def _text_or_page(head: bytes, name: str) -> Carrier:
    plain = _without_zeros(head)
    if is_web_archive(plain) or _PAGE.match(plain):
        return Carrier.WORD_XML if b"schemas.microsoft.com/office/word/2003/wordml" in plain[:4096] else Carrier.HTML
    if plain.startswith(b"<?xml") and (b"<pkg:package" in plain[:4096] or b"w:wordDocument" in plain[:4096]):
        return Carrier.WORD_XML
    if name.lower().endswith(_PAGE_NAMES) and _TAG.search(plain):
        return Carrier.HTML
    return Carrier.TEXT


def _without_zeros(head: bytes) -> bytes:
    """The head as single bytes: without byte order mark, and without the zero bytes of utf-16."""
    for mark in (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"):
        head = head.removeprefix(mark)
    return head.replace(b"\0", b"").lstrip()


def _in_zip(data: bytes) -> Carrier:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist()[:_MOST_ENTRIES])
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError):
        return Carrier.DAMAGED_ZIP
    if "word/document.xml" in names or any(re.fullmatch(r"word/document\d*\.xml", entry) for entry in names):
        return Carrier.DOCX
    if "OFD.xml" in names:
        return Carrier.OFD
    if "content.xml" in names and "META-INF/manifest.xml" in names:
        return Carrier.OPEN_DOCUMENT
    for folder, carrier in (("xl/", Carrier.SPREADSHEET), ("ppt/", Carrier.SLIDES), ("word/", Carrier.DOCX)):
        if any(entry.startswith(folder) for entry in names):
            return carrier
    return Carrier.ARCHIVE


def _in_compound_file(data: bytes) -> Carrier:
    for stream, carrier in _STREAMS:
        if (stream + "\0").encode("utf-16-le") in data:
            return carrier
    return Carrier.UNKNOWN
