"""Reads what a program sends: JSON by RFC 8259, exact numbers, nothing that a database would reject."""

import json
from decimal import Decimal

from ninja.parser import Parser

from kechuang.web.api.problems import Problem

_DEEPEST = 20


class StrictParser(Parser):
    """JSON with decimals, without NaN and infinities, without lone surrogates and NUL."""

    def parse_body(self, request):
        """The body as plain values."""
        try:
            text = request.body.decode("utf-8")
            read = json.loads(text, parse_float=Decimal, parse_constant=_refuse)
        except (ValueError, RecursionError) as unreadable:
            raise Problem(400, "not-readable", where="body") from unreadable
        if not is_storable(read):
            raise Problem(400, "not-readable", where="body")
        return read

    def parse_querydict(self, data, list_fields, request):
        """Fields of an address or a form (or its files); a text with NUL or a lone surrogate is refused."""
        read = super().parse_querydict(data, list_fields, request)
        if not is_storable(read):
            raise Problem(400, "not-readable", where="query" if data is request.GET else "body")
        return read


def _refuse(name):
    raise ValueError(name)


def is_storable(read, depth=0):
    """Whether every text in it is one that can be kept, and it is not nested beyond sense."""
    if depth > _DEEPEST:
        return False
    if isinstance(read, str):
        return "\x00" not in read and not any("\ud800" <= letter <= "\udfff" for letter in read)
    if isinstance(read, dict):
        return all(is_storable(part, depth + 1) for pair in read.items() for part in pair)
    if isinstance(read, list):
        return all(is_storable(part, depth + 1) for part in read)
    return True
