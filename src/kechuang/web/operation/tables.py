"""All tables of the site as rows of plain values, and a digest of them that does not depend on the engine."""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from django.apps import apps
from django.db import connections

_TOGETHER = 5_000
_MODULUS = 1 << 256


@dataclass(frozen=True)
class Content:
    """How many rows a table holds, and the sum of their hashes: the same rows in any order, on any engine, have the same."""

    rows: int
    digest: str


def models(alias):
    """Every model with a table of its own, those of relations between many included."""
    there = set(connections[alias].introspection.table_names())
    known = apps.get_models(include_auto_created=True)
    return [model for model in known if model._meta.db_table in there and not model._meta.proxy]


def rows(model, alias):
    """The rows of a table as Python values, in the order of ``columns``."""
    names = [field.attname for field in columns(model)]
    return model._base_manager.using(alias).order_by().values_list(*names).iterator(chunk_size=_TOGETHER)


def columns(model):
    """The fields that are columns."""
    return model._meta.local_concrete_fields


def content(model, alias):
    """Rows and digest of a table."""
    count = total = 0
    for values in rows(model, alias):
        count += 1
        total += int.from_bytes(hashlib.sha256(_bytes_of(values)).digest())
    return Content(count, f"{total % _MODULUS:064x}")


def _bytes_of(values):
    return json.dumps([_plain(value) for value in values], ensure_ascii=False, sort_keys=True).encode(
        "utf-8", "surrogatepass"
    )


def _plain(value):
    match value:
        case None | bool() | int() | str():
            return value
        case Decimal():
            return f"{(value or Decimal(0)).normalize():f}"
        case datetime():
            return (value.astimezone(UTC) if value.tzinfo else value).isoformat()
        case date() | time():
            return value.isoformat()
        case timedelta():
            return value // timedelta(microseconds=1)
        case bytes() | memoryview():
            return bytes(value).hex()
        case float() | dict() | list():
            return _json(value)
    return str(value)


def _json(value):
    """JSON as PostgreSQL gives it back: there a number is a number, however it was written."""
    if isinstance(value, dict):
        return {key: _json(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_json(one) for one in value]
    if isinstance(value, int | float) and not isinstance(value, bool):
        return repr(float(value) + 0.0)
    return value
