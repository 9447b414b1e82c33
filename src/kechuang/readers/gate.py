"""The gate for documents and evidence from outside: what is refused before any reader opens it.

The readers themselves refuse archive bombs, members that stand twice and encrypted files (``docx_package``); here is refused
what they would pass over: files that carry programs, and files that fetch something when they are opened.
"""

import re
import zipfile

from kechuang.readers.errors import Unreadable
from kechuang.readers.sniff import Carrier, sniff
from kechuang.readers.word.docx_package import BROKEN_ZIP, open_zip

_PROGRAMS = re.compile(r"(?:^|/)(?:vbaproject\.bin|vbadata\.xml)$|(?:^|/)activex/", re.IGNORECASE)
# A link in running text is only a link; these are fetched or run when the file is opened.
_FETCHED = re.compile(
    rb"<Relationship\b(?=[^>]*TargetMode=\"External\")"
    rb"(?=[^>]*Type=\"[^\"]*/(?:attachedTemplate|oleObject|frame|subDocument|externalLink|externalLinkPath|aFChunk)\")",
    re.IGNORECASE,
)
# What may carry macros and cannot be looked into (.doc, .xls) is no evidence; whoever has it saves it anew.
_PLAIN = {
    Carrier.PDF: (".pdf",),
    Carrier.PICTURE: (".png", ".jpg", ".jpeg", ".gif", ".tif", ".tiff", ".webp", ".bmp"),
    Carrier.TEXT: (".txt", ".csv", ".tsv", ".md"),
}
_PACKED = {Carrier.DOCX: (".docx",), Carrier.SPREADSHEET: (".xlsx",), Carrier.OFD: (".ofd",)}
_ZIP = b"PK"
_LARGEST_RELATIONS = 4 * 2**20


def check_upload(data: bytes) -> None:
    """Raise Unreadable ``upload-macros`` or ``upload-external`` for a Word file that runs or fetches something."""
    if sniff(data) is not Carrier.DOCX:
        return
    with open_zip(data) as archive:
        for info in archive.infolist():
            _check_member(archive, info)


def check_evidence(data: bytes, name: str) -> None:
    """Raise Unreadable for a file that cannot be evidence: ``evidence-unfit`` for what is no document, picture or sheet,
    ``evidence-name`` for one whose name says that it is something else (a text named ``.bat`` runs where it is taken away), the
    codes of ``check_upload`` for one that runs or fetches something, those of ``docx_package`` for a hostile package.
    """
    packed = data.startswith(_ZIP)
    carrier, fit = sniff(data), _PACKED if packed else _PLAIN
    if carrier not in fit:
        raise Unreadable("evidence-unfit")
    if not name.strip().lower().endswith(fit[carrier]):
        raise Unreadable("evidence-name", name=name[:100], endings=", ".join(fit[carrier]))
    if not packed:
        return
    with open_zip(data) as archive:
        for info in archive.infolist():
            _check_member(archive, info)


def _check_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
    if _PROGRAMS.search(info.filename):
        raise Unreadable("upload-macros")
    if info.filename.endswith(".rels") and info.file_size <= _LARGEST_RELATIONS:
        try:
            content = archive.read(info)
        except BROKEN_ZIP:
            raise Unreadable("docx-damaged", part=info.filename) from None
        if _FETCHED.search(content):
            raise Unreadable("upload-external")
