"""One file to one document, whatever its format: checked from outside, identified by its content, read under limits."""

import errno
import os
import stat
from collections.abc import Callable
from contextlib import suppress
from enum import StrEnum
from functools import partial
from pathlib import Path

from kechuang.domain.document import Document
from kechuang.readers.capped import Caps, allow, is_capped, run_capped
from kechuang.readers.errors import Unreadable
from kechuang.readers.pdf.pdf import read_pdf
from kechuang.readers.sniff import Carrier, sniff, sniff_head
from kechuang.readers.text import read_text
from kechuang.readers.web.html import read_html
from kechuang.readers.word.docx import read_docx
from kechuang.readers.word.legacy_word import read_legacy_word

LARGEST_FILE = 200 * 2**20
_HEAD = 1 << 16

# Read at once in this process: what costs little however hostile it is. All else goes to a process of its own.
_AT_ONCE = {Carrier.TEXT: 4 * 2**20, Carrier.HTML: 2**19, Carrier.ARCHIVE: 2**18}
_MODEST = Caps()
# Recognising a long scan, or LibreOffice: granted when that step begins, the time on the clock from the start.
_GENEROUS = Caps(memory=6 * 2**30, cpu=7200, wall=7200.0)
_PATIENT = Caps(wall=_GENEROUS.wall)


class OcrMode(StrEnum):
    """When pictures of text are recognised: where there is no other text, never, or for every PDF and picture."""

    AUTO = "auto"
    NEVER = "never"
    ALWAYS = "always"


def read_document(path: Path, *, ocr: OcrMode = OcrMode.AUTO) -> Document:
    """The document in a file; raises Unreadable, and nothing else, saying what is wrong with the file.

    The kind of file is told by its content. A file that is large or of a kind that crafted files exploit is read in a
    process of its own with limits on time and memory.
    """
    if is_capped() or costs_little(path):
        return read_here(path, ocr=ocr)
    document: Document = run_capped(partial(read_here, path, ocr=ocr), caps_for(path, ocr=ocr))
    return document


def costs_little(path: Path) -> bool:
    """Whether a file costs little however hostile it is; raises Unreadable for what is no ordinary readable file."""
    head, size = _look(path)
    return size <= _AT_ONCE.get(sniff_head(head, name=path.name), -1)


def read_here(path: Path, *, ocr: OcrMode) -> Document:
    """As ``read_document``, in this very process, without limits on what it costs."""
    try:
        return read_bytes(_load(path), name=display_name(path), ocr=ocr)
    except Unreadable:
        raise
    except MemoryError:
        raise Unreadable("out-of-memory", megabytes=f"{_MODEST.memory >> 20:,}") from None
    except RecursionError:
        raise Unreadable("nested-too-deep") from None
    except Exception as error:  # the outer door: a reader that trips over a damaged file is that file's failure
        raise Unreadable("reader-failed", reason=f"{type(error).__name__}: {error}"[:300]) from error


def read_bytes(data: bytes, *, name: str, ocr: OcrMode = OcrMode.AUTO) -> Document:
    """The document in ``data``; ``name`` is what sources call it. Raises Unreadable."""
    carrier = sniff(data, name=name)
    read = _READERS.get(carrier)
    if read is None:
        raise Unreadable(_REFUSED[carrier])
    return read(data, name, ocr)


def caps_for(path: Path, *, ocr: OcrMode) -> Caps:
    """What reading this file may cost; much time only where it may have to be recognised."""
    carrier = sniff_head(_look(path)[0], name=path.name)
    return _PATIENT if carrier in (Carrier.PICTURE, Carrier.PDF) and ocr is not OcrMode.NEVER else _MODEST


def display_name(path: Path) -> str:
    """The name of a file as text; names that older systems wrote in GB 18030 are read as such."""
    raw = os.fsencode(path.name)
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "replace")


def _read_pdf(data: bytes, name: str, ocr: OcrMode) -> Document:
    if ocr is OcrMode.ALWAYS:
        return _recognise_pdf(data, name)
    document = read_pdf(data, name=name)
    if document.text.strip() and not _is_all_pictures(document):
        return _with_scans(document, data, ocr) if _pictures(document) else document
    if ocr is OcrMode.NEVER:
        raise Unreadable("scan-not-recognised")
    return _recognise_pdf(data, name)


def _pictures(document: Document) -> str:
    """How many pages are pictures, as the problem that names them says it."""
    return next((one.details["count"] for one in document.problems if one.code == "pages-without-text"), "")


def _is_all_pictures(document: Document) -> bool:
    """Whether every page is a picture, be there a page number or a stamp set as text."""
    return str(document.pages) == _pictures(document)


def _with_scans(document: Document, data: bytes, ocr: OcrMode) -> Document:
    """A document of text pages with its scanned pages recognised, where that is wanted and can be done."""
    from kechuang.readers.ocr.ocr import ocr_available, read_mixed_pdf  # noqa: PLC0415 - optional dependency

    if ocr is OcrMode.NEVER or not ocr_available():
        return document
    allow(_GENEROUS)
    return read_mixed_pdf(data, name=document.name)


def _recognise_pdf(data: bytes, name: str) -> Document:
    from kechuang.readers.ocr.ocr import read_scanned_pdf  # noqa: PLC0415 - optional dependency

    allow(_GENEROUS)
    return read_scanned_pdf(data, name=name)


def _read_picture(data: bytes, name: str, ocr: OcrMode) -> Document:
    if ocr is OcrMode.NEVER:
        raise Unreadable("scan-not-recognised")
    from kechuang.readers.ocr.ocr import read_image  # noqa: PLC0415 - optional dependency

    allow(_GENEROUS)
    return read_image(data, name=name)


def _read_word(data: bytes, name: str, ocr: OcrMode) -> Document:
    allow(_GENEROUS)
    return read_legacy_word(data, name=name)


_READERS: dict[Carrier, Callable[[bytes, str, OcrMode], Document]] = {
    Carrier.PDF: _read_pdf,
    Carrier.DOCX: lambda data, name, ocr: read_docx(data, name=name),
    Carrier.DAMAGED_ZIP: lambda data, name, ocr: read_docx(data, name=name),
    Carrier.HTML: lambda data, name, ocr: read_html(data, name=name),
    Carrier.TEXT: lambda data, name, ocr: read_text(data, name=name),
    Carrier.PICTURE: _read_picture,
    Carrier.WORD: _read_word,
    Carrier.RTF: _read_word,
    Carrier.OPEN_DOCUMENT: _read_word,
}
_REFUSED = {
    Carrier.EMPTY: "empty-file",
    Carrier.ENCRYPTED_OFFICE: "encrypted-word",
    Carrier.SPREADSHEET: "spreadsheet",
    Carrier.SLIDES: "slides",
    Carrier.OFD: "ofd",
    Carrier.WORD_XML: "word-xml",
    Carrier.ARCHIVE: "archive",
    Carrier.MEDIA: "media",
    Carrier.UNKNOWN: "unknown-file",
}

_REASONS = {
    errno.ENOENT: "file-missing",
    errno.ENOTDIR: "file-missing",
    errno.EACCES: "no-permission",
    errno.EPERM: "no-permission",
    errno.EISDIR: "is-a-folder",
    errno.ENXIO: "not-a-file",
}


def _look(path: Path) -> tuple[bytes, int]:
    """The first bytes of a file and its size; raises Unreadable for what is no ordinary readable file."""
    return _open(path, _HEAD)


def _load(path: Path) -> bytes:
    return _open(path, LARGEST_FILE + 1)[0]


def _open(path: Path, most: int) -> tuple[bytes, int]:
    """At most ``most`` bytes of a file, and its size; never waits on a pipe or a device."""
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except (OSError, ValueError) as error:
        raise _refusal(path, error) from None
    try:
        status = os.fstat(handle)
        _refuse_unfit(status)
        with os.fdopen(handle, "rb", closefd=False) as file:
            return file.read(most), status.st_size
    except OSError as error:
        raise _refusal(path, error) from None
    finally:
        os.close(handle)


def _refuse_unfit(status: os.stat_result) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise Unreadable("is-a-folder")
    if not stat.S_ISREG(status.st_mode):
        raise Unreadable("not-a-file")
    if status.st_size > LARGEST_FILE:
        raise Unreadable("file-too-large", megabytes=f"{status.st_size >> 20:,}", most=str(LARGEST_FILE >> 20))


def _refusal(path: Path, error: OSError | ValueError) -> Unreadable:
    with suppress(OSError, ValueError):
        if path.is_dir():  # Windows says "no permission" of a folder
            return Unreadable("is-a-folder")
    reason = _REASONS.get(getattr(error, "errno", None) or 0)
    return (
        Unreadable(reason)
        if reason
        else Unreadable("cannot-open", reason=getattr(error, "strerror", None) or str(error))
    )
