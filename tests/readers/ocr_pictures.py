"""Small pictures for the tests of the scan readers, drawn with the Latin font that Pillow brings along."""

from io import BytesIO

import pytest

from kechuang.readers.ocr.ocr_engine import ocr_available

if not ocr_available():
    pytest.skip("the optional parts that read scans are not installed", allow_module_level=True)

import numpy as np
from PIL import Image, ImageDraw, ImageFont

FONT = ImageFont.load_default(26)
COLUMN, ROW, EDGE = 170, 56, 40


def draw_table(rows: list[list[str]], *, ruled: bool = True) -> Image.Image:
    """A ruled table of short words, one cell a word."""
    width = COLUMN * len(rows[0]) + 2 * EDGE
    height = ROW * len(rows) + 2 * EDGE
    page = Image.new("RGB", (width, height), "white")
    pen = ImageDraw.Draw(page)
    for number, row in enumerate(rows):
        for column, word in enumerate(row):
            pen.text((EDGE + column * COLUMN + 40, EDGE + number * ROW + 13), word, fill="black", font=FONT)
    if ruled:
        for line in range(len(rows) + 1):
            y = EDGE + line * ROW
            pen.line((EDGE, y, width - EDGE, y), fill="black", width=2)
        for line in range(len(rows[0]) + 1):
            x = EDGE + line * COLUMN
            pen.line((x, EDGE, x, height - EDGE), fill="black", width=2)
    return page


def as_file(page: Image.Image, format: str = "PNG") -> bytes:
    """The bytes of a picture file."""
    file = BytesIO()
    page.save(file, format)
    return file.getvalue()


def scanned(page: Image.Image, *, slant: float = 0.7, noise: float = 12, seed: int = 7) -> Image.Image:
    """The page as a poor scanner gives it: slanted, speckled, saved with losses."""
    turned = page.rotate(slant, resample=Image.Resampling.BICUBIC, fillcolor="white")
    grains = np.random.default_rng(seed).normal(0, noise, (*turned.size[::-1], 3))
    speckled = np.clip(np.asarray(turned, dtype=float) + grains, 0, 255).astype(np.uint8)
    return Image.open(BytesIO(as_file(Image.fromarray(speckled), "JPEG")))
