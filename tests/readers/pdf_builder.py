"""Writes small PDF files by hand: text in one Chinese font, lines, rectangles, pictures. y grows downwards, in points."""

import zlib
from dataclasses import dataclass, field

_TO_UNICODE = (
    b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def "
    b"1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfrange <0000> <FFFF> <0000> endbfrange "
    b"endcmap CMapName currentdict /CMap defineresource pop end end"
)
_CATALOGUE, _PAGES, _FONT, _DESCENDANT, _DESCRIPTOR, _MAP, _PICTURE = range(1, 8)
_FIRST_PAGE = 8


@dataclass
class Page:
    """One page; Chinese characters are as wide as the type is high, Latin ones half of it."""

    width: float = 595.0
    height: float = 842.0
    rotate: int = 0
    parts: list[str] = field(default_factory=list)

    def text(self, x: float, y: float, text: str, size: float = 12.0, angle: int = 0) -> float:
        """Write with the baseline at ``y``; the place where the text ends."""
        code = text.encode("utf-16-be").hex()
        turn = {0: "1 0 0 1", 90: "0 1 -1 0", 45: "0.7 0.7 -0.7 0.7"}[angle]
        self.parts.append(f"BT /F {size} Tf {turn} {x:.2f} {self.height - y:.2f} Tm <{code}> Tj ET")
        return x + sum(size if ord(character) > 0x2000 else size / 2 for character in text)

    def line(self, x1: float, y1: float, x2: float, y2: float, width: float = 0.5) -> None:
        """A stroke."""
        self.parts.append(f"{width} w {x1:.2f} {self.height - y1:.2f} m {x2:.2f} {self.height - y2:.2f} l S")

    def box(self, left: float, top: float, right: float, bottom: float, paint: str = "S") -> None:
        """A rectangle, stroked (S), filled (f) or both (B)."""
        self.parts.append(f"{left:.2f} {self.height - bottom:.2f} {right - left:.2f} {bottom - top:.2f} re {paint}")

    def picture(self, left: float, top: float, right: float, bottom: float) -> None:
        """A grey picture."""
        place = f"{right - left:.2f} 0 0 {bottom - top:.2f} {left:.2f} {self.height - bottom:.2f}"
        self.parts.append(f"q {place} cm /P Do Q")

    def raw(self, operators: str) -> None:
        """Operators as they are."""
        self.parts.append(operators)

    def grid(self, xs: list[float], ys: list[float], rows: list[list[str]], size: float = 10.0) -> None:
        """A ruled table; lines of a cell are parted by a line break."""
        for y in ys:
            self.line(xs[0], y, xs[-1], y)
        for x in xs:
            self.line(x, ys[0], x, ys[-1])
        for top, row in zip(ys, rows, strict=False):
            for left, cell in zip(xs, row, strict=False):
                self.lines(left + 3, top + size + 2, cell.split("\n"), size)

    def lines(self, x: float, y: float, lines: list[str], size: float = 12.0, leading: float = 1.5) -> None:
        """Lines of text below each other."""
        for number, line in enumerate(lines):
            self.text(x, y + number * size * leading, line, size)


def write_pdf(pages: list[Page]) -> bytes:
    """The file."""
    kids = " ".join(f"{_FIRST_PAGE + 2 * number} 0 R" for number in range(len(pages)))
    font = "/Type /Font /Subtype /Type0 /BaseFont /Song /Encoding /Identity-H"
    descendant = "/Type /Font /Subtype /CIDFontType2 /BaseFont /Song /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
    descriptor = "/Type /FontDescriptor /FontName /Song /Flags 4 /FontBBox [0 -140 1000 860] /ItalicAngle 0 /Ascent 860 /Descent -140 /CapHeight 700 /StemV 80"
    objects = [
        f"<< /Type /Catalog /Pages {_PAGES} 0 R >>".encode(),
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        f"<< {font} /DescendantFonts [{_DESCENDANT} 0 R] /ToUnicode {_MAP} 0 R >>".encode(),
        f"<< {descendant} /FontDescriptor {_DESCRIPTOR} 0 R /DW 1000 /W [0 8191 500] >>".encode(),
        f"<< {descriptor} >>".encode(),
        _stream(b"", _TO_UNICODE),
        _stream(
            b"/Type /XObject /Subtype /Image /Width 2 /Height 2 /ColorSpace /DeviceGray /BitsPerComponent 8",
            b"\x80" * 4,
        ),
    ]
    for number, page in enumerate(pages):
        resources = f"<< /Font << /F {_FONT} 0 R >> /XObject << /P {_PICTURE} 0 R >> >>"
        objects.append(
            f"<< /Type /Page /Parent {_PAGES} 0 R /MediaBox [0 0 {page.width} {page.height}] /Rotate {page.rotate} "
            f"/Resources {resources} /Contents {_FIRST_PAGE + 2 * number + 1} 0 R >>".encode()
        )
        objects.append(_stream(b"", "\n".join(page.parts).encode()))
    return _file(objects)


def _stream(entries: bytes, data: bytes) -> bytes:
    packed = zlib.compress(data)
    return b"<< %s /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (entries, len(packed), packed)


def _file(objects: list[bytes]) -> bytes:
    data = bytearray(b"%PDF-1.7\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % place for place in places)
    data += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(data)
