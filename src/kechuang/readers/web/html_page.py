"""A page as bytes to a page as a tree: its charset, its wrapping, and limits on what it may cost."""

import email
import email.policy
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from lxml import etree

from kechuang.readers.errors import Unreadable
from kechuang.readers.text_encoding import Decoded, decode

Element = Any  # lxml is published without type information

_MOST_BYTES = 60_000_000
_PARTS = 1000
# A picture inside the page as letters: its place is kept, its bytes are not needed.
_INLINE_DATA = re.compile(r"data:[\w/+.-]{0,60};base64,[A-Za-z0-9+/=\s%]{200,}")
# The parser compares each attribute of a tag with all others: a tag longer than any author writes is an attack.
_LONGEST_TAG = re.compile(r"<[A-Za-z][^<>]{100000}")


def parse_page(data: bytes) -> tuple[Element, Decoded]:
    """The tree of a page and what decoding lost; raises Unreadable for a page too large, too deep, damaged or empty.

    The charset that the page declares is not believed: gb2312 is declared where gb18030 or utf-8 was sent.
    """
    if len(data) > _MOST_BYTES:
        raise Unreadable("too-much-text", characters=f"{len(data):,}", most=f"{_MOST_BYTES:,}")
    decoded = decode(_page_in_archive(data) if is_web_archive(data) else data)
    text = _INLINE_DATA.sub("data:,", decoded.text)
    if _LONGEST_TAG.search(text):
        raise Unreadable("damaged-page")
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        tree = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.LxmlError:
        tree = None
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise Unreadable("nested-too-deep")
    if tree is None:
        raise Unreadable("no-text")
    return tree, decoded


def is_web_archive(data: bytes) -> bool:
    """Whether the bytes are a page saved whole (mht, also under the name .doc): a message with parts."""
    head = data[:4096].lower()
    return b"mime-version:" in head and b"content-type:" in head and head[:1] not in (b"<", b"{")


def _page_in_archive(data: bytes) -> bytes:
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    for part in islice(message.walk(), _PARTS):
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            payload = part.get_payload(decode=True)
            return payload if isinstance(payload, bytes) else b""
    raise Unreadable("no-text")


def style_of(element: Element) -> str:
    """The inline style of an element, in small letters and without blanks."""
    return (element.get("style") or "").lower().replace(" ", "")


def is_hidden(element: Element) -> bool:
    """Whether the page does not show this element."""
    if "hidden" in element.attrib and element.get("hidden").lower() != "until-found":
        return True
    style = style_of(element)
    return bool(style) and any(mark in style for mark in ("display:none", "visibility:hidden", "mso-hide:all"))


def own_rows(table: Element) -> Iterator[Element]:
    """The rows of a table itself, not those of tables inside: head first, foot last."""
    groups: dict[str, list[Element]] = {"thead": [], "tbody": [], "tfoot": []}
    for child in table:
        if child.tag == "tr":
            groups["tbody"].append(child)
        elif child.tag in groups:
            groups[child.tag].extend(row for row in child if row.tag == "tr")
    for rows in groups.values():
        yield from rows


def own_cells(row: Element) -> list[Element]:
    """The cells of one row."""
    return [cell for cell in row if cell.tag in ("td", "th")]
