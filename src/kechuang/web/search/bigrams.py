"""Text as pairs of neighbouring characters, so that any stretch of Chinese is found without knowing where words end.

A phrase of n characters is n - 1 neighbouring pairs; a single character is the beginning of a pair. Pairs are written as
code points, so that no engine's own idea of words, marks or case takes part. Offsets hold: the shadow that is searched
is as long as the text.
"""

from kechuang.domain.folding import fold

LONGEST = 40  # characters of a phrase
_PIECE = 2_000  # PostgreSQL counts positions only up to 16,383, and 256 of one word
_STEP = _PIECE - LONGEST


def shadow(text):
    """The text as it is searched: look-alikes folded, small letters, marks of layout as spaces; of the same length."""
    folded = fold(text)
    lowered = folded.lower()
    lowered = lowered if len(lowered) == len(folded) else "".join(one.lower()[:1] for one in folded)
    return "".join(" " if one.isspace() or one == "\0" else one for one in lowered)


def pieces(text):
    """The stretches a text is kept in; they overlap by as much as the longest phrase, so that none is cut."""
    dark = shadow(text)
    return [dark[start : start + _PIECE] for start in range(0, max(1, len(dark) - LONGEST), _STEP)]


def pairs(piece):
    """The pairs of a stretch; its last character stands alone, so that it too is found by itself."""
    marks = [_mark(one) for one in piece]
    return [first + second for first, second in zip(marks, [*marks[1:], "end"], strict=True)] if marks else []


def phrases(query):
    """What a query asks for: its parts between spaces, each as pairs, and whether the last is only the beginning of one."""
    found = []
    for part in shadow(query[:200]).split():
        marks = [_mark(one) for one in part[:LONGEST]]
        found.append(([marks[0]], True) if len(marks) == 1 else (pairs(part[:LONGEST])[:-1], False))
    return found[:5]


def _mark(character):
    return f"x{ord(character):x}z"


SPACE = _mark(" ")
