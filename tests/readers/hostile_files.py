"""Thirteen kinds of hostile files, and mutations of each: bytes turned, taken out, put in, and members of archives changed."""

import io
import random
import resource
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from kechuang.readers.errors import Unreadable
from kechuang.readers.gate import check_evidence, check_upload
from kechuang.readers.read import OcrMode, read_document
from kechuang.readers.sheets import read_rows
from kechuang.writers.template import Column, write_template
from tests.readers.docx_builder import build, p

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_LAUGHS = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha" * 10}">' for n in range(10))
_XXE = '<!ENTITY e SYSTEM "file:///etc/hostname">'


def _sheet(xml: bytes | None = None, **more: bytes) -> bytes:
    """A workbook as the site gives it out, its first sheet and further members put in place."""
    columns = [Column(name, "") for name in ("code", "name")]
    plain = write_template(
        columns, [("1", "=1+1")], sheet="s", instructions=["i"], instructions_sheet="how", version="test 1"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(plain)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            own = xml is not None and info.filename == "xl/worksheets/sheet1.xml"
            new.writestr(info.filename, xml if own else old.read(info))
        for name, content in more.items():
            new.writestr(name.replace("__", "/").replace("_DOT_", "."), content)
    return stream.getvalue()


def _rows(inner: str, head: str = "") -> bytes:
    return f'{head}<worksheet xmlns="{_MAIN}"><sheetData>{inner}</sheetData></worksheet>'.encode()


def _declared(declarations: str) -> bytes:
    cell = '<row r="1"><c r="A1" t="inlineStr"><is><t>&e;</t></is></c></row>'
    return _rows(cell, f"<!DOCTYPE d [{declarations}]>")


def _docx(declarations: str = "", parts: dict[str, str | bytes] | None = None) -> bytes:
    data = build(p("到2030年，突破100家。"), parts=parts or {})
    if not declarations:
        return data
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for info in old.infolist():
            content = old.read(info)
            if info.filename == "word/document.xml":
                content = f"<!DOCTYPE d [{declarations}]>".encode() + content.split(b"?>", 1)[-1]
            new.writestr(info.filename, content)
    return stream.getvalue()


def _relations() -> str:
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId9" Type="{_TYPE}/attachedTemplate" Target="http://example.org/x" TargetMode="External"/>'
        "</Relationships>"
    )


def _twice() -> bytes:
    stream = io.BytesIO(_docx(parts={"../../escape.xml": "<x/>"}))
    with zipfile.ZipFile(stream, "a") as archive:
        with zipfile.ZipFile(io.BytesIO(_docx())) as other:
            content = other.read("word/document.xml")
        archive.NameToInfo.pop("word/document.xml")  # or zipfile warns of what we want
        archive.writestr("word/document.xml", content)
    return stream.getvalue()


def _pdf() -> bytes:
    loop = b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[2 0 R 3 0 R]/Count 99999>>endobj\n"
    page = b"3 0 obj<</Type/Page/Parent 2 0 R/Contents 4 0 R/MediaBox[0 0 9e9 9e9]>>endobj\n"
    stream = zlib.compress(b"BT /F 1 Tf " + b"(x) Tj " * 50_000 + b"ET")
    body = b"4 0 obj<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream endobj\n" % (len(stream), stream)
    return b"%PDF-1.7\n" + loop + page + body + b"trailer<</Root 1 0 R/Size 5>>\n%%EOF"


def _picture() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 100_000)) + chunk(b"IEND", b"")


KINDS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "a cell far away": (".xlsx", lambda: _sheet(_rows('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'))),
    "a sheet that unpacks to a thousand times its size": (".xlsx", lambda: _sheet(_rows("<row/>" * 3_000_000))),
    "a sheet whose entities multiply": (".xlsx", lambda: _sheet(_declared(_LAUGHS + '<!ENTITY e "&e9;">'))),
    "a sheet that reaches for a file": (".xlsx", lambda: _sheet(_declared(_XXE))),
    "a workbook with macros": (".xlsx", lambda: _sheet(xl__vbaProject_DOT_bin=b"\xd0\xcf\x11\xe0" * 99)),
    "formulas and a workbook elsewhere": (
        ".xlsx",
        lambda: _sheet(
            _rows('<row r="1"><c r="A1"><f>HYPERLINK("http://example.org","x")</f><v>1</v></c></row>'),
            xl__externalLinks__externalLink1_DOT_xml=b"<externalLink/>",
        ),
    ),
    "a document whose entities multiply": (".docx", lambda: _docx(_LAUGHS)),
    "a document that reaches for a file": (".docx", lambda: _docx(_XXE)),
    "a document with macros": (".docx", lambda: _docx(parts={"word/vbaProject.bin": b"\xd0\xcf\x11\xe0" * 99})),
    "a document with a template elsewhere": (
        ".docx",
        lambda: _docx(parts={"word/_rels/settings.xml.rels": _relations()}),
    ),
    "an archive with a member twice and one outside": (".docx", _twice),
    "a PDF that goes in circles": (".pdf", _pdf),
    "a picture of 3.6 billion points": (".png", _picture),
}


def mutate(data: bytes, chance: random.Random) -> bytes:
    """``data`` with one to eight things changed; an archive now and then inside a member, and packed again."""
    if data.startswith(b"PK") and chance.random() < 0.5:
        return _inside(data, chance)
    return _bytes(data, chance)


def _bytes(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(changed) or 1)
        size = chance.choice((1, 1, 2, 4, 64, 512))
        match chance.randrange(5):
            case 0:
                changed[at : at + size] = chance.randbytes(size)
            case 1:
                del changed[at : at + size]
            case 2:
                changed[at:at] = chance.randbytes(size)
            case 3:
                changed[at:at] = changed[at : at + size] * chance.randint(1, 9)
            case _:
                changed[at : at + 4] = chance.choice((b"\xff\xff\xff\xff", b"\0\0\0\0", b"\x7f\xff\xff\xff"))
    return bytes(changed[: chance.randrange(len(changed))] if chance.random() < 0.1 else changed)


def _inside(data: bytes, chance: random.Random) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        chosen = chance.choice(old.infolist()).filename
        members = {info.filename: old.read(info) for info in old.infolist()}
        for name, content in members.items():
            new.writestr(name, _bytes(content, chance) if name == chosen and content else content)
    return stream.getvalue()


def take_in(ending: str, data: bytes) -> str:
    """What the site does with a file before a person sees anything of it; raises Unreadable."""
    if ending == ".xlsx":
        check_evidence(data, f"upload{ending}")
        return f"{len(read_rows(data))} rows"
    check_upload(data)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"upload{ending}")
        path.write_bytes(data)
        return f"{len(read_document(path, ocr=OcrMode.NEVER).text)} characters"


def job_of(ending: str, data: bytes) -> Callable[[], str]:
    """The same as a job for a capped process."""
    return partial(take_in, ending, data)


@dataclass(frozen=True)
class Cost:
    """What became of one file ("" where it was taken in), and what it cost the process that read it."""

    code: str
    cpu: float = 0.0
    megabytes: int = 0
    wall: float = 0.0


def cost_of(job: Callable[[], str]) -> Cost:
    """What a job costs the process it runs in: seconds of the processor, and the most memory so far."""
    began, code = _cpu(), ""
    try:
        job()
    except Unreadable as refused:
        code = refused.code
    return Cost(code, _cpu() - began, _megabytes())


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _megabytes() -> int:
    """The most this process has held since it began; what the process that started it held is not counted."""
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return int(status["VmHWM"].split()[0]) >> 10
