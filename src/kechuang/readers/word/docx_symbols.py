"""Characters of Word's symbol fonts (Symbol, Wingdings), which stand in the file as private codes U+F020-U+F0FF."""

from collections.abc import Mapping

_SYMBOL: Mapping[int, str] = {
    **dict(zip(range(0x41, 0x5B), "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ", strict=True)),
    **dict(zip(range(0x61, 0x7B), "αβχδεφγηιϕκλμνοπθρστυϖωξψζ", strict=True)),
    **dict(zip(range(0xA2, 0xB0), "′≤⁄∞ƒ♣♦♥♠↔←↑→↓", strict=True)),
    **dict(zip(range(0xB0, 0xC0), "°±″≥×∝∂•÷≠≡≈…⏐⎯↵", strict=True)),
    **dict(zip(range(0xC0, 0xE0), "ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓", strict=True)),
    0xE5: "∑",
    0xF2: "∫",
}
_WINGDINGS: Mapping[int, str] = {
    0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x72: "❒", 0x74: "⧫", 0x75: "◆", 0x76: "❖", 0x77: "⬥",
    **dict(zip(range(0x81, 0x8B), "①②③④⑤⑥⑦⑧⑨⑩", strict=True)),
    **dict(zip(range(0x8C, 0x96), "❶❷❸❹❺❻❼❽❾❿", strict=True)),
    0x9E: "·", 0x9F: "•", 0xA1: "○", 0xA4: "◉", 0xA7: "▪", 0xA8: "□", 0xAB: "★", 0xD8: "➢", 0xDF: "←", 0xE0: "→",
    0xE1: "↑", 0xE2: "↓", 0xE8: "➔", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑", 0x52: "☑", 0x54: "☒",
}  # fmt: skip
_PRIVATE = range(0xF020, 0xF100)
BULLET = "•"


def read_symbol(code: int, font: str) -> str:
    """The character that ``font`` prints for ``code``, or the code's own character where the font is not a symbol font.

    >>> read_symbol(0xF0B3, "Symbol"), read_symbol(0xF0FC, "Wingdings"), read_symbol(0x2265, "宋体")
    ('≥', '✓', '≥')
    """
    low = code - 0xF000 if code in _PRIVATE else code
    if font.casefold() == "symbol":
        return _SYMBOL.get(low, chr(low))
    if font.casefold().startswith("wingdings"):
        return _WINGDINGS.get(low, BULLET)
    if code in _PRIVATE:
        return _SYMBOL.get(low, chr(low))
    return chr(code)


def read_bullet(text: str, font: str) -> str:
    """The bullet (项目符号) that a list prints; a private code of a font that is not known becomes ``•``."""
    if not text or (not font and any(ord(character) in _PRIVATE for character in text)):
        return BULLET
    if text == "o":  # the hollow bullet of Courier New
        return "○"
    bullet = "".join(read_symbol(ord(character), font) for character in text)
    return BULLET if any(0xE000 <= ord(character) <= 0xF8FF for character in bullet) else bullet
