"""The truth of the invented plan: every figure it holds, in the layout that ``kechuang score`` reads."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from tools.sample.content import Block, blocks, notes_in, shown

_UNIT = re.compile(r"（([^（）]*)）$")
_WORDS = {"＞": ">", "≥": ">=", "≤": "<=", "＜": "<"}
_SCALES = {"points": "points", "percent": "percent", "times": "times", "difference": "difference"}


class Truth:
    """Builds the rows; lines are those of the text file."""

    def __init__(self, plan: dict[str, Any], lines: list[str]) -> None:
        self.plan, self.lines, self.doc = plan, lines, plan["document"]
        self.body = next(number for number, line in enumerate(lines) if line.startswith("为加快"))

    def files(self) -> dict[str, list[dict[str, Any]]]:
        """The rows of each truth file."""
        tables = {
            kind: [b.data["table"] for b in blocks(self.plan) if b.kind == "table" and b.data["table"]["kind"] == kind]
            for kind in ("indicators", "statistics", "regions", "projects")
        }
        return {
            "indicators": [row for table in tables["indicators"] for row in self._indicators(table)],
            "statistics": [row for table in tables["statistics"] for row in self._statistics(table)]
            + [row for table in tables["regions"] for row in self._by_region(table)],
            "projects": [row for table in tables["projects"] for row in self._projects(table)],
            "targets": list(self._figures("c")),
            "achievements": list(self._figures("s")),
            "not_targets": list(self._names()),
            "tasks": list(self._tasks()),
            "structure": list(self._structure()),
            "contradictions": [self._contradiction(one) for one in self.plan["contradictions"]],
        }

    def _line(self, needle: str) -> int:
        return next(number for number in range(self.body, len(self.lines)) if needle in self.lines[number]) + 1

    def _row_line(self, table: dict[str, Any], number: int) -> int:
        head = 2 if "columns2" in table else 1
        return self._line(table["caption"]) + head + number

    def _indicators(self, table: dict[str, Any]) -> Iterator[dict[str, Any]]:
        columns, category = table["columns"], None
        for index, row in enumerate(table["rows"], 1):
            cells = dict(zip(columns, row, strict=True))
            category = cells.get("类别") if cells.get("类别") not in {None, "^"} else category
            raw = shown(cells["指标"])
            name, unit = _split_unit(raw)
            years = [int(head[:4]) for head in columns if re.fullmatch(r"\d{4}年", head)]
            baseline, target = (_value(cells[f"{year}年"]) for year in years)
            base_year = 2024 if notes_in(cells["指标"]) else years[0]
            completed = bool(table.get("completed"))
            change = cells.get("年均增速/〔累计〕", "—")
            yield {
                "doc": self.doc,
                "table": table["number"],
                "row_no": int(cells["序号"]),
                "name": name,
                "unit": unit,
                "category": category,
                "baseline_year": base_year,
                "baseline": baseline["value"],
                "baseline_cumulative": baseline["cumulative"],
                "target_year": years[1],
                "target": target["target"],
                "target_bound": target["bound"],
                "target_cumulative": target["cumulative"],
                "target_text": target["text"],
                "annual_or_cumulative": None if change == "—" else change,
                "nature": cells.get("属性"),
                "flags": ["completed_value_not_target"] if completed else [],
                "name_raw": raw,
                "row_index": index,
                "line_no": None,
                "text_line": self._row_line(table, index),
                **({"actual_year": years[1], "actual": target["target"]} if completed else {}),
            }

    def _statistics(self, table: dict[str, Any]) -> Iterator[dict[str, Any]]:
        for index, row in enumerate(table["rows"], 1):
            name, unit = _split_unit(row[0].lstrip("#"))
            for head, cell in zip(table["columns"][1:], row[1:], strict=True):
                flags = ["of_which"] if row[0].startswith("#") else []
                yield self._cell(table, index, name, unit, None, int(head[:4]), cell, row[0], None, flags)

    def _by_region(self, table: dict[str, Any]) -> Iterator[dict[str, Any]]:
        year = 0
        for index, row in enumerate(table["rows"], 1):
            for column in range(1, len(row)):
                head = table["columns"][column]
                year = year if head == "<" else int(head[:4])
                name, unit = _split_unit(table["columns2"][column])
                yield self._cell(
                    table, index, name, unit, row[0], year, row[column], row[0], table["columns2"][column], []
                )

    def _cell(
        self,
        table: Any,
        index: int,
        name: str,
        unit: str | None,
        region: str | None,
        year: int,
        cell: str,
        raw_name: str,
        column: str | None,
        flags: list[str],
    ) -> dict[str, Any]:
        return {
            "doc": self.doc,
            "table": table["number"],
            "row_name": name,
            "unit": unit,
            "region": region,
            "column": column,
            "year": year,
            "value": float(cell),
            "row_name_raw": raw_name,
            "flags": flags,
            "line_no": None,
            "text_line": self._row_line(table, index),
            "raw": cell,
        }

    def _projects(self, table: dict[str, Any]) -> Iterator[dict[str, Any]]:
        for index, (number, name, builder, content, years, money, lead) in enumerate(table["rows"], 1):
            yield {
                "doc": self.doc,
                "no": int(number),
                "name": name,
                "builder": builder,
                "years": years.replace("—", "-"),
                "investment_wan": int(money),
                "lead_unit": lead,
                "content_first_20_chars": content[:20],
                "line_no": None,
                "text_line": self._row_line(table, index),
                "content_lines": 1,
            }

    def _paragraphs(self) -> Iterator[tuple[Block, str | None]]:
        for block in blocks(self.plan):
            if block.kind == "p":
                yield block, None
            elif block.kind == "box":
                number = block.data["box"]["number"]
                yield from ((inside, number) for inside in block.inside)

    def _figures(self, key: str) -> Iterator[dict[str, Any]]:
        for block, box in self._paragraphs():
            for quote, measure, bound, low, high, unit, year, basis, *more in block.data.get(key, ()):
                row = {
                    "doc": self.doc,
                    "quote": quote,
                    "measure": measure,
                    "op": bound,
                    "low": low,
                    "high": high,
                    "unit": unit,
                    "year": year,
                    "basis": basis,
                    "box": box,
                    "line_no": self._line(shown(quote)),
                    "quote_occurrences": 1,
                }
                if key == "c":
                    year_printed = year is not None and str(year) in quote
                    doubts = more[0] if more else {}
                    yield {
                        **row,
                        "year_source": "sentence" if year_printed else None,
                        "strict": True,
                        "year_implied": year,
                        **doubts,
                    }
                else:
                    stated = more[0] if more else {}
                    yield {
                        **row,
                        "from_value": stated.get("from"),
                        "to_value": stated.get("to"),
                        "change_stated": stated.get("change"),
                        "change_kind": _SCALES.get(stated.get("kind", "")),
                        "period": None if year else "十四五",
                    }

    def _names(self) -> Iterator[dict[str, Any]]:
        for block, _ in self._paragraphs():
            for quote in block.data.get("n", ()):
                yield {
                    "doc": self.doc,
                    "line_no": self._line(quote),
                    "quote": quote,
                    "reason": "name, ordinal or threshold",
                }

    def _tasks(self) -> Iterator[dict[str, Any]]:
        for block, _ in self._paragraphs():
            if "task" in block.data:
                yield {"doc": self.doc, **block.data["task"], "line_no": self._line(shown(block.data["p"])[:15])}

    def _structure(self) -> Iterator[dict[str, Any]]:
        """Headings and boxes without their line, which differs from carrier to carrier; a gap with that of the text."""
        yield {
            "doc": self.doc,
            "kind": "heading",
            "level": 0,
            "number": None,
            "title": self.plan["title"],
            "line_no": None,
        }
        for block in blocks(self.plan):
            if block.kind[0] == "h":
                number, title = block.number.removesuffix("、"), block.data[block.kind]
                level = int(block.kind[1])
                yield {
                    "doc": self.doc,
                    "kind": "heading",
                    "level": level,
                    "number": number,
                    "title": title,
                    "line_no": None,
                }
            elif block.kind == "box":
                yield self._box(block)

    def _box(self, block: Block) -> dict[str, Any]:
        box = block.data["box"]
        if box["number"]:
            return {
                "doc": self.doc,
                "kind": "box",
                "level": None,
                "number": box["number"],
                "title": box["title"],
                "line_no": None,
            }
        line = self._line(shown(block.inside[0].data["p"])[:12])
        lost = f"{box['inferred']} lost its heading"
        return {
            "doc": self.doc,
            "kind": "gap",
            "level": None,
            "number": None,
            "title": lost,
            "line_no": line,
            "inferred": box["inferred"],
        }

    def _contradiction(self, one: dict[str, Any]) -> dict[str, Any]:
        quotes = [{"doc": self.doc, "line_no": self._line(quote), "quote": quote} for quote in one["quotes"]]
        return {**one, "docs": [self.doc], "quotes": quotes, "note": "planted"}


def _split_unit(raw: str) -> tuple[str, str | None]:
    unit = _UNIT.search(raw)
    return (raw[: unit.start()], unit[1]) if unit else (raw, None)


def _value(cell: str) -> dict[str, Any]:
    text = unicodedata.normalize("NFKC", shown(cell)).replace("〔", "").replace("〕", "")
    numbers = [float(number) for number in re.findall(r"\d+(?:\.\d+)?", text)]
    plain = shown(cell)
    bound = next((mark for sign, mark in _WORDS.items() if plain.startswith(sign)), "~" if "左右" in plain else "=")
    value = numbers[0] if numbers else None
    plainly = bound == "=" and len(numbers) < 2
    return {
        "value": value,
        "target": value if plainly else plain,
        "bound": "range" if len(numbers) > 1 else bound,
        "cumulative": plain.startswith("〔"),
        "text": plain,
    }
