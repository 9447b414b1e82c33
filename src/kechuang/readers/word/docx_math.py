"""Formulas on one line: OMML (m:oMath) and the older EQ fields, with which Word also draws circled numbers (带圈字符)."""

import re
from collections.abc import Callable, Mapping
from typing import Any

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
SUPERSCRIPTS: Mapping[int, int] = str.maketrans(
    "0123456789０１２３４５６７８９+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ"
)

_OPERATORS = re.compile(r"[+\-−×·÷/=<>≤≥ ]")
_CIRCLED = re.compile(r"\\o\s*\\ac\s*\(\s*[○〇◯]\s*[,，;]\s*([^()]*?)\s*\)", re.IGNORECASE)
_ENCLOSED = re.compile(r"\\o\s*\\ac\s*\([^()]*[,，;]\s*([^()]*?)\s*\)", re.IGNORECASE)
_RUBY = re.compile(
    r"\\o\s*(?:\\a[cdlr]\s*)?\(\s*\\s\s*\\up\s*\d+\s*\([^()]*\)\s*[,，;]\s*([^()]*?)\s*\)", re.IGNORECASE
)
_FRACTION = re.compile(r"\\f\s*\(\s*([^(),，;]*?)\s*[,，;]\s*([^(),，;]*?)\s*\)", re.IGNORECASE)
_ROOT = re.compile(r"\\r\s*\(\s*[,，;]?\s*([^(),，;]*?)\s*\)", re.IGNORECASE)
_RAISED = re.compile(r"\\s\s*\\up\s*\d*\s*\(\s*([^()]*?)\s*\)", re.IGNORECASE)
_SWITCH = re.compile(r'\\\*\s*(?:"[^"]*"|\S+)')
_LONGEST = 1_000

Element = Any


def read_formula(element: Element) -> str:
    """A formula as one line of text: fractions with ``/``, powers raised where Unicode can.

    Numbers stay in the order in which they are read aloud; layout (stacked limits, matrices) is lost.
    """
    tag = element.tag
    if tag == M + "t":
        return element.text or ""
    write = _WRITERS.get(tag)
    return write(element) if write is not None else "".join(read_formula(child) for child in element)


def read_equation_field(instruction: str) -> str | None:
    r"""What an ``EQ`` field prints, None where it is drawn in a way this reader does not know.

    >>> read_equation_field(r"eq \o\ac(○,3)"), read_equation_field(r"EQ \f(1,2)"), read_equation_field(r"EQ \x(1)")
    ('③', '1/2', None)
    """
    rest = _SWITCH.sub("", instruction[:_LONGEST]).strip()
    rest = rest[2:] if rest[:2].upper() == "EQ" else rest
    rest = _CIRCLED.sub(lambda found: _circle(found[1]), rest)
    for pattern, shown in ((_RUBY, r"\1"), (_ENCLOSED, r"\1"), (_FRACTION, r"\1/\2"), (_ROOT, r"√\1")):
        rest = pattern.sub(shown, rest)
    rest = _RAISED.sub(lambda found: found[1].translate(SUPERSCRIPTS), rest).strip()
    return None if "\\" in rest else rest


def _circle(text: str) -> str:
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= 2 else 0
    for first, last, code in ((1, 20, 0x2460), (21, 35, 0x3251), (36, 50, 0x32B1)):
        if first <= number <= last:
            return chr(code + number - first)
    return text


def _child(element: Element, name: str) -> str:
    child = element.find(M + name)
    return read_formula(child) if child is not None else ""


def _grouped(text: str) -> str:
    return f"({text})" if _OPERATORS.search(text) else text


def _fraction(element: Element) -> str:
    return f"{_grouped(_child(element, 'num'))}/{_grouped(_child(element, 'den'))}"


def _power(element: Element) -> str:
    return _child(element, "e") + _child(element, "sub") + _raise(_child(element, "sup"))


def _raise(text: str) -> str:
    raised = text.translate(SUPERSCRIPTS)
    return raised if all(character not in text for character in raised) else f"^{_grouped(text)}"


def _root(element: Element) -> str:
    return _raise(_child(element, "deg")) + "√" + _grouped(_child(element, "e"))


def _sum(element: Element) -> str:
    sign = element.find(f"{M}naryPr/{M}chr")
    symbol = sign.get(M + "val") or "" if sign is not None else "∫"
    limits = "".join(_grouped(_child(element, name)) for name in ("sub", "sup"))
    return symbol + (f"[{limits}]" if limits else "") + _child(element, "e")


def _delimited(element: Element) -> str:
    marks = {name: element.find(f"{M}dPr/{M}{name}") for name in ("begChr", "sepChr", "endChr")}
    usual = {"begChr": "(", "sepChr": "|", "endChr": ")"}
    begin, between, end = (usual[name] if mark is None else mark.get(M + "val") or "" for name, mark in marks.items())
    return begin + between.join(read_formula(child) for child in element.iterchildren(M + "e")) + end


def _nothing(_: Element) -> str:
    return ""


_WRITERS: Mapping[str, Callable[[Element], str]] = {
    M + "f": _fraction,
    M + "sSup": _power,
    M + "sSub": _power,
    M + "sSubSup": _power,
    M + "rad": _root,
    M + "nary": _sum,
    M + "d": _delimited,
    M + "rPr": _nothing,
    M + "ctrlPr": _nothing,
}
