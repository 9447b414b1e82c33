"""Picture files from anywhere: damaged, huge, transparent, of many pages."""

import struct
import zlib
from io import BytesIO

import pytest

from kechuang.readers.errors import Unreadable
from kechuang.readers.ocr.ocr_picture import WORKING_PIXELS, read_picture
from tests.readers.ocr_pictures import Image, as_file


def refusal(data: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        list(read_picture(data))
    return caught.value.code


def png_that_claims(width: int, height: int) -> bytes:
    """A few bytes that unpack to a picture of this size."""

    def part(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + part(b"IHDR", header) + part(b"IDAT", zlib.compress(b"\0" * 1000)) + part(b"IEND", b"")
    )


@pytest.mark.parametrize("size", [(9_500, 9_500), (20_000, 20_000), (2_000_000, 100)])
def test_a_decompression_bomb_is_refused_by_its_header(size):
    assert refusal(png_that_claims(*size)) == "picture-too-large"


@pytest.mark.parametrize(
    "data", [b"", b"not a picture", as_file(Image.new("RGB", (64, 64)))[:60], b"PK\x03\x04 a document"]
)
def test_what_is_no_whole_picture_is_refused(data):
    assert refusal(data) == "picture-damaged"


def test_a_speck_is_refused():
    assert refusal(as_file(Image.new("RGB", (3, 3)))) == "picture-damaged"


def test_what_is_transparent_is_paper():
    (page,) = read_picture(as_file(Image.new("RGBA", (40, 30), (0, 0, 0, 0))))
    assert page.shape == (30, 40, 3)
    assert page.min() == 255


def test_every_page_of_a_tiff_is_read():
    file = BytesIO()
    Image.new("RGB", (40, 30), "white").save(file, "TIFF", save_all=True, append_images=[Image.new("L", (50, 30))])
    assert [page.shape for page in read_picture(file.getvalue())] == [(30, 40, 3), (30, 50, 3)]


def test_a_large_picture_is_brought_to_a_working_size():
    (page,) = read_picture(as_file(Image.new("L", (6000, 6000), 255), "JPEG"))
    assert page.shape[0] * page.shape[1] <= WORKING_PIXELS * 1.01
