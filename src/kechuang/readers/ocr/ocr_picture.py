"""Picture files as rows of pixels: opened within bounds, turned upright, laid on white, brought to a working size."""

import warnings
from collections.abc import Iterator
from io import BytesIO
from math import sqrt
from typing import Any

import numpy as np

from kechuang.readers.errors import Unreadable
from kechuang.readers.ocr.ocr_engine import Picture, require_ocr

MOST_PIXELS = 80_000_000
"""Pixels a picture may have by its header: an A3 sheet at 600 dots an inch. Larger ones are refused undecoded."""

WORKING_PIXELS = 16_000_000
"""Pixels worked on: an A4 sheet at 400 dots an inch. Larger pictures are reduced; print stays well legible."""

MOST_FRAMES = 200
"""Pages read of a many-page TIFF."""

LEAST_SIDE = 12
"""Pixels; nothing legible fits in less."""

_FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "WEBP", "GIF")


def read_picture(data: bytes) -> Iterator[Picture]:
    """The pages of a picture file, one after the other (only a TIFF has several).

    Raises ``Unreadable``: ``ocr-missing``, ``picture-damaged`` (also for a file that is no picture),
    ``picture-too-large``.
    """
    require_ocr()
    from PIL import Image  # noqa: PLC0415 - optional dependency

    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        warnings.filterwarnings("ignore", category=UserWarning)
        try:
            image = Image.open(BytesIO(data), formats=_FORMATS)
            frames = min(getattr(image, "n_frames", 1), MOST_FRAMES) if image.format == "TIFF" else 1
            for frame in range(frames):
                image.seek(frame)
                yield _page(image)
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise Unreadable("picture-too-large", most=str(MOST_PIXELS // 1_000_000)) from error
        except (OSError, SyntaxError, ValueError, EOFError, MemoryError, LookupError, TypeError) as error:
            raise Unreadable("picture-damaged") from error


def _page(image: Any) -> Picture:
    from PIL import ImageOps  # noqa: PLC0415 - optional dependency

    width, height = image.size
    if width * height > MOST_PIXELS:
        raise Unreadable("picture-too-large", most=str(MOST_PIXELS // 1_000_000))
    if min(width, height) < LEAST_SIDE:
        raise Unreadable("picture-damaged")
    scale = min(1.0, sqrt(WORKING_PIXELS / (width * height)))
    smaller = (max(LEAST_SIDE, round(width * scale)), max(LEAST_SIDE, round(height * scale)))
    image.draft("RGB", smaller)
    page = ImageOps.exif_transpose(_on_white(image))
    if scale < 1:
        page.thumbnail((max(smaller), max(smaller)))
    return np.ascontiguousarray(np.asarray(page)[:, :, ::-1])


def _on_white(image: Any) -> Any:
    """What is transparent in a picture is paper, not ink."""
    from PIL import Image  # noqa: PLC0415 - optional dependency

    if image.mode not in ("RGBA", "LA", "PA") and "transparency" not in image.info:
        return image.convert("RGB")
    opaque = image.convert("RGBA")
    paper = Image.new("RGBA", opaque.size, (255, 255, 255, 255))
    return Image.alpha_composite(paper, opaque).convert("RGB")
