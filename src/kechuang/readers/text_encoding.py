"""Bytes to characters whatever Chinese encoding they are in, and whatever encoding they claim to be in.

A declared charset is wrong as often as it is right (gb2312 declared, utf-8 sent), so the bytes themselves decide: a byte
order mark, then strict utf-8, then the encoding under which the text looks most like Chinese.
"""

import codecs
import re
from dataclasses import dataclass

import charset_normalizer

from kechuang.readers.errors import Unreadable

# The four-byte marks first: the mark of utf-32 begins with that of utf-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (b"\x84\x31\x95\x33", "gb18030"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# In order of preference: the first of equals wins.
_CANDIDATES = ("utf-8", "gb18030", "utf-16-le", "utf-16-be", "big5hkscs")
_SAMPLE = 1 << 16
_PLAUSIBLE_SHARE = 0.75
_DAMAGED_SHARE = 0.45  # Chinese still, but with many characters broken
_NOT_ASCII = re.compile(rb"[\x80-\xff]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufeff\ufffe\uffff]")
_CONTROL_SHARE = 0.02
REPLACEMENT = "\ufffd"


def _common_characters() -> frozenset[str]:
    """The everyday characters of both scripts, level 1 of GB 2312 and of Big5, and the signs set among them."""
    level_1 = _decode_block(range(0xB0, 0xD8), range(0xA1, 0xFF), "gb2312")
    level_1 += _decode_block(range(0xA4, 0xC7), (*range(0x40, 0x7F), *range(0xA1, 0xFF)), "big5")
    signs = _decode_block((0xA1, 0xA2, 0xA3), range(0xA1, 0xFF), "gb2312")
    return frozenset(level_1 + signs + "\xa0·—–‘’“”…≥≤²³㎡〇％‰")


def _decode_block(leads: range | tuple[int, ...], trails: range | tuple[int, ...], encoding: str) -> str:
    return b"".join(bytes((lead, trail)) for lead in leads for trail in trails).decode(encoding, "ignore")


_COMMON = _common_characters()


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, how many of its characters were damaged (now U+FFFD), and how many control characters were left out."""

    text: str
    damaged: int
    controls: int


def decode(data: bytes) -> Decoded:
    """The text of ``data`` with line endings as they are; raises Unreadable where the bytes are no text at all."""
    text = _decode(data)
    plain, controls = _CONTROL.subn("", text)
    if controls > 16 + len(text) * _CONTROL_SHARE:
        raise Unreadable("not-text")
    return Decoded(plain, plain.count(REPLACEMENT), controls)


def _decode(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    if b"\0" not in data[:_SAMPLE]:
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            pass
    return data.decode(encoding_of(data), "replace")


def encoding_of(data: bytes) -> str:
    """The encoding that makes ``data`` read most like Chinese; raises Unreadable where none does.

    >>> encoding_of("科技创新规划".encode("gb18030"))
    'gb18030'
    """
    sample = _sample(data)
    scores = {encoding: _plausibility(sample, encoding) for encoding in _CANDIDATES}
    best = max(scores, key=lambda encoding: scores[encoding])
    if scores[best] >= _PLAUSIBLE_SHARE:
        return best
    guess = charset_normalizer.from_bytes(sample).best()
    if guess is not None:
        return guess.encoding
    if scores[best] < _DAMAGED_SHARE:
        raise Unreadable("unknown-encoding")
    return best


def _sample(data: bytes) -> bytes:
    """A stretch from the first byte that is not ASCII, on an even offset, so that two-byte units stay whole."""
    if b"\0" in data[:_SAMPLE]:
        return data[:_SAMPLE]
    first = _NOT_ASCII.search(data)
    start = first.start() if first else 0
    return data[start : start + _SAMPLE] if start % 2 == 0 else data[start - 1 : start - 1 + _SAMPLE]


def _plausibility(sample: bytes, encoding: str) -> float:
    """The share of everyday characters among those that are not plain ASCII; 1.0 where all is plain ASCII."""
    text = sample.decode(encoding, "ignore" if encoding == "utf-8" else "replace")
    lost = len(sample) - len(text.encode("utf-8")) if encoding == "utf-8" else 0
    telling = [character for character in text if not (" " <= character <= "~" or character in "\t\r\n\f\v")]
    common = sum(character in _COMMON for character in telling)
    return common / (len(telling) + lost) if telling or lost else 1.0
