"""What was read, for a person at a terminal: how much of each kind, the indicators, and what could not be read."""

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from kechuang.readers.words import Words

Json = Mapping[str, Any]
KINDS = ("indicators", "series", "commitments", "statements", "tasks", "projects", "boxes", "outline")
_PROBLEMS_SHOWN = 10


def print_summary(plans: Sequence[Json], console: Console, words: Words) -> None:
    """One block a document."""
    for plan in plans:
        print_heading(plan, console, words)
        console.print(counts_of(plan, words), markup=False)
        if plan["indicators"]:
            console.print(indicator_table(plan["indicators"], words))
        _print_problems(plan["problems"], console)


def print_heading(plan: Json, console: Console, words: Words) -> None:
    """The title, the region and the years."""
    region = plan["region"] or {}
    period = "-".join(str(year) for year in plan["period"].values() if year)
    where = " ".join(str(part) for part in (region.get("name"), region.get("code"), period) if part)
    console.print(Text(plan["title"] or plan["document"]["name"], style="bold"), Text(where))


def counts_of(plan: Json, words: Words) -> str:
    """How many of each kind were read."""
    return " · ".join(f"{words.say('kind.' + kind)} {len(plan[kind])}" for kind in KINDS)


def indicator_table(indicators: Sequence[Json], words: Words) -> Table:
    """The indicators with baseline, target and the line they stand at."""
    table = Table()
    for key, side in (
        ("name", "left"),
        ("unit", "left"),
        ("baseline", "right"),
        ("target", "right"),
        ("line", "right"),
    ):
        table.add_column(words.say(f"column.{key}"), justify="right" if side == "right" else "left")
    for row in indicators:
        cells = (row["name"], row["unit"] or "", _year_value(row["baseline"]), _year_value(row["target"]))
        table.add_row(*(Text(cell) for cell in cells), str(row["source"]["line"]))
    return table


def _year_value(value: Json | None) -> str:
    if value is None:
        return ""
    return f"{value['text']} ({value['year']})" if value["year"] else str(value["text"])


def _print_problems(problems: Sequence[Json], console: Console) -> None:
    for problem in problems[:_PROBLEMS_SHOWN]:
        line = f"{problem['source']['line']}: " if problem["source"] else ""
        console.print(f"! {line}{problem['message']}", markup=False)
    if len(problems) > _PROBLEMS_SHOWN:
        console.print(f"! … {len(problems) - _PROBLEMS_SHOWN}", markup=False)
