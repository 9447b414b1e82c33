"""Hand-checked labels (人工核对的真值) from a folder: ``*.jsonl`` with one row per line, ``*.json`` with one table per file.

The formats are told in ``docs/score.md``. Truth belongs to a document by the name of its file without the ending.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from kechuang.domain.plans.scoring.scoring import Truth
from kechuang.domain.plans.scoring.scoring_values import printed_bounds
from kechuang.readers.errors import Unreadable

# what each file of rows holds; structure.jsonl holds headings, boxes and gaps, told apart by ``kind``
_FILES = {
    "indicators": "indicators",
    "statistics": "statistics",
    "projects": "projects",
    "targets": "commitments",
    "achievements": "statements",
}
_STRUCTURE = {"heading": "headings", "box": "boxes", "gap": "gaps"}
_PROSE = "prose_targets"
_NUMBERED = re.compile(
    r"(?P<number>第[^\s章节篇]{1,4}[章节篇]|[（(]?[一二三四五六七八九十]{1,3}[）)]?[、.]?|专栏\s*\d+)\s*(?P<title>.*)"
)

_Rows = defaultdict[str, dict[str, list[Mapping[str, Any]]]]


def read_truth(folder: Path) -> Mapping[str, Truth]:
    """The truth for each document, by its name without ending.

    Where a folder has a file of rows, every document of that folder counts as labelled for that kind, also with no row.
    Raises Unreadable when the folder holds no truth, or a file of it is no JSON.
    """
    rows: _Rows = defaultdict(dict)
    partial: defaultdict[str, set[str]] = defaultdict(set)
    _read_rows(folder, rows)
    for path in sorted(folder.glob("*.json")):
        _read_table(path, rows, partial)
    if not rows:
        raise Unreadable("no-truth", folder=str(folder))
    return {name: _truth(kinds, partial[name]) for name, kinds in rows.items()}


def _truth(kinds: Mapping[str, list[Mapping[str, Any]]], partial: set[str]) -> Truth:
    labelled = {kind: tuple(rows) for kind, rows in kinds.items() if kind != "gaps"}
    return Truth(labelled, tuple(kinds.get("gaps", ())), frozenset(partial))


def _read_rows(folder: Path, rows: _Rows) -> None:
    labelled: set[str] = set()
    for path in sorted(folder.glob("*.jsonl")):
        if path.stem in _FILES or path.stem == "structure":
            labelled.update([_FILES[path.stem]] if path.stem in _FILES else ["headings", "boxes"])
            for row in _lines(path):
                kind = _FILES.get(path.stem) or _STRUCTURE.get(str(row.get("kind")), "gaps")
                rows[str(row["doc"])].setdefault(kind, []).append(row)
    for kinds in rows.values():
        for kind in labelled:
            kinds.setdefault(kind, [])


def _lines(path: Path) -> Iterator[Mapping[str, Any]]:
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if line.strip():
            row = _parse(line, path, number)
            if not isinstance(row, dict) or "doc" not in row:
                raise Unreadable("bad-truth", file=str(path), line=str(number))
            yield row


def _parse(text: str, path: Path, line: int) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise Unreadable("bad-truth", file=str(path), line=str(line)) from error


def _read_table(path: Path, rows: _Rows, partial: defaultdict[str, set[str]]) -> None:
    """One table or one outline of one document, which may have been published in several carriers (``also``)."""
    data = _parse(path.read_text("utf-8"), path, 1)
    if not isinstance(data, dict) or "file" not in data:
        return
    for name in {PurePosixPath(str(file)).stem for file in (data["file"], *data.get("also", ()))}:
        kinds = rows[name]
        if "chapters" in data:
            kinds["headings"] = [_titled(chapter, level=1) for chapter in data["chapters"]]
            partial[name].add("headings")
        if "boxes" in data:
            kinds["boxes"] = [_titled(box["title"], level=None) for box in data["boxes"]]
        if data.get("kind") == _PROSE:
            kinds["commitments"] = [row for row in map(_prose_row, data["rows"]) if row]
            partial[name].add("commitments")
        elif "rows" in data:
            kinds["indicators"] = list(data["rows"])


def _titled(printed: str, *, level: int | None) -> Mapping[str, Any]:
    found = _NUMBERED.fullmatch(printed)
    number, title = (found["number"].removeprefix("专栏").strip(), found["title"]) if found else (None, printed)
    return {"number": number, "title": title, "level": level}


def _prose_row(row: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """A promise listed with its number as printed; None where it has none."""
    bounds = printed_bounds(str(row.get("target")))
    if bounds is None:
        return None
    bound, low, high = bounds
    return {
        "quote": row.get("raw_row"),
        "op": bound,
        "low": str(low) if low is not None else None,
        "high": str(high) if high is not None else None,
        "unit": row.get("unit"),
        "year": row.get("target_year"),
    }
