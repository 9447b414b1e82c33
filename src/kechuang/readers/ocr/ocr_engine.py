"""Finds and reads lines of print on a picture: rapidocr with the models that lie in its wheel, on one thread.

The engine is an optional part (the extra ``ocr``). Where it is absent everything here answers
``Unreadable("ocr-missing")``; nothing is ever downloaded.
"""

import importlib.util
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from kechuang.readers.errors import Unreadable

Picture: TypeAlias = NDArray[np.uint8]
"""Rows of pixels, each blue, green, red."""

Quad: TypeAlias = NDArray[np.float32]
"""Four corners (x, y) of a line of print, clockwise from its upper left."""

DETECTION_SIDE = 1280
"""Longest side, in pixels, of the picture on which print is looked for: 960 loses the smallest cells of dense tables."""

NARROWEST = 160
"""Narrowest strip the recogniser is given; short cells are padded to it. The model's own 320 costs twice the time."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one strip says: its characters, how sure each is (0..1), and where its middle lies (0 left .. 1 right)."""

    text: str
    sureness: tuple[float, ...]
    places: tuple[float, ...]

    @property
    def score(self) -> float:
        """The mean sureness of the line, 0 where nothing was read."""
        return sum(self.sureness) / len(self.sureness) if self.sureness else 0.0


def ocr_available() -> bool:
    """Whether the optional parts that read scans are installed."""
    return all(importlib.util.find_spec(name) for name in ("rapidocr", "onnxruntime", "cv2", "PIL"))


def require_ocr() -> None:
    """Raise ``Unreadable("ocr-missing")`` where the optional parts are not installed."""
    if not ocr_available():
        raise Unreadable("ocr-missing")


def vision() -> Any:
    """The OpenCV module, which is an optional part too."""
    require_ocr()
    import cv2  # noqa: PLC0415 - optional dependency

    return cv2


def find_print(picture: Picture) -> list[Quad]:
    """The lines of print on a picture, each as the four corners of its strip, in pixels."""
    found = _engine()(picture, use_det=True, use_cls=False, use_rec=False)
    return [] if found.boxes is None else [np.asarray(box, dtype=np.float32) for box in found.boxes]


def read_strips(strips: Sequence[Picture]) -> list[Reading]:
    """What each strip says, in their order."""
    if not strips:
        return []
    engine = _engine()
    engine.return_word_box = True
    found = engine.recognize_txt(list(strips))
    return [_reading(text, words) for text, words in zip(found.txts, found.word_results, strict=True)]


def _reading(text: str, words: Any) -> Reading:
    """Spaces have a sureness but no place of their own: they take the place of the character before them."""
    columns = iter([column for word in words.word_cols for column in word])
    width = max(words.line_txt_len, 1.0)
    places: list[float] = []
    for character in text:
        place = places[-1] if character.isspace() and places else (next(columns, 0) + 0.5) / width
        places.append(min(place, 1.0))
    return Reading(text, tuple(words.confs[: len(text)]), tuple(places))


@cache
def _engine() -> Any:
    require_ocr()
    from rapidocr import RapidOCR  # noqa: PLC0415 - optional dependency

    return RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.use_cls": False,
            "Global.max_side_len": 2 * DETECTION_SIDE,
            "Det.limit_type": "max",
            "Det.limit_side_len": 2 * DETECTION_SIDE,
            "Rec.rec_img_shape": [3, 48, NARROWEST],
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )
