"""Open data as a Frictionless data package: tables in CSV with a description of every column, in one ZIP file."""

import hashlib
import json
from collections.abc import Callable
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from kechuang.domain.publication.dataset import Dataset
from kechuang.writers.cells import csv_bytes
from kechuang.writers.opendata.tables import Column, TableOf, tables_of

_MOMENT = (1980, 1, 1, 0, 0, 0)  # members bear no date: same data, same bytes


def write_package(dataset: Dataset, say: Callable[[str], str]) -> bytes:
    """The ZIP file: ``datapackage.json`` and a CSV file a table; ``say`` words titles and descriptions."""
    tables = [(table, _csv(table)) for table in tables_of(dataset)]
    description = _description(dataset, tables, say)
    members = [("datapackage.json", json.dumps(description, ensure_ascii=False, indent=1).encode("utf-8"))]
    members += [(f"{table.name}.csv", data) for table, data in tables]
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name, data in members:
            member = ZipInfo(name, _MOMENT)
            member.external_attr = 0o644 << 16
            archive.writestr(member, data, ZIP_DEFLATED)
    return made.getvalue()


def _csv(table: TableOf) -> bytes:
    return csv_bytes([column.name for column in table.columns], table.rows, mark=False)


def _description(dataset: Dataset, tables: list[tuple[TableOf, bytes]], say: Callable[[str], str]) -> dict[str, Any]:
    return {
        "name": dataset.key,
        "id": f"{dataset.key}-v{dataset.number}",
        "title": dataset.title,
        "description": say("opendata.about"),
        "version": f"{dataset.number}.0.0",
        "created": f"{dataset.released_on.isoformat()}T00:00:00Z",
        "homepage": dataset.address,
        "profile": "tabular-data-package",
        "contributors": [{"title": dataset.publisher, "role": "publisher"}],
        "resources": [_resource(table, data, say) for table, data in tables],
    }


def _resource(table: TableOf, data: bytes, say: Callable[[str], str]) -> dict[str, Any]:
    fields = [_field(column, say) for column in table.columns]
    schema: dict[str, Any] = {"fields": fields, "primaryKey": list(table.key), "missingValues": [""]}
    if table.links:
        schema["foreignKeys"] = [
            {"fields": [link.column], "reference": {"resource": link.table, "fields": [link.key]}}
            for link in table.links
        ]
    return {
        "name": table.name,
        "title": say(f"opendata.table.{table.name}"),
        "path": f"{table.name}.csv",
        "profile": "tabular-data-resource",
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "dialect": {"lineTerminator": "\r\n", "doubleQuote": True, "header": True},
        "schema": schema,
    }


def _field(column: Column, say: Callable[[str], str]) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": column.type,
        "title": say(f"opendata.column.{column.name}"),
        "description": say(f"opendata.about.{column.name}"),
    }
    constraints: dict[str, Any] = {"required": True} if column.required else {}
    if column.choices:
        constraints["enum"] = list(column.choices)
    return {**field, "constraints": constraints} if constraints else field
