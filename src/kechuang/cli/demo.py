"""``kechuang demo``: the main features, shown on what comes with the package."""

import argparse
import json
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from kechuang.cli.demo_judge import print_findings, print_least_likely, rank_cities, sample_file, write_files
from kechuang.cli.reading import read_to_json
from kechuang.cli.summary import KINDS, counts_of, indicator_table, print_heading
from kechuang.readers.plan_json import read_plan_json
from kechuang.readers.read import OcrMode
from kechuang.readers.words import Words

NAME = "demo"
FORMATS = ("docx", "pdf", "html", "txt")
_COMMITMENTS_SHOWN = 12

Json = Mapping[str, Any]


def add(parser: argparse.ArgumentParser, words: Words) -> None:
    """The command takes no arguments."""


def run(args: argparse.Namespace, words: Words) -> int:
    """Read the invented plan in four formats, then show the figures of the real plans."""
    console = Console(highlight=False)
    console.rule(words.say("demo.invented"))
    plans = _read_invented(words)
    print_heading(plans["docx"], console, words)
    console.print(_formats(plans, words))
    console.print(indicator_table(plans["docx"]["indicators"], words))
    console.print(_promises(plans["docx"]["commitments"][:_COMMITMENTS_SHOWN], words))
    for problem in plans["docx"]["problems"]:
        console.print(f"! {problem['message']}", markup=False)
    real = _real_plans()
    console.rule(words.say("demo.real"))
    for facts in real:
        print_heading(facts, console, words)
        console.print(counts_of(facts, words), markup=False)
    _judge(real, console, words)
    return 0


def _judge(real: list[Json], console: Console, words: Words) -> None:
    plans = [read_plan_json(facts, name=facts["document"]["name"]) for facts in real]
    console.rule(words.say("demo.findings"))
    print_findings(plans, console, words)
    console.rule(words.say("demo.least-likely"))
    print_least_likely([plan for _, plan in plans], console, words)
    folder = Path("demo")
    folder.mkdir(exist_ok=True)
    console.rule(words.say("demo.cities"))
    rank_cities(max((plan for _, plan in plans), key=lambda plan: len(plan.series)), folder, words)
    console.rule(words.say("demo.files"))
    write_files(sample_file("docx"), folder, words)
    for path in sorted(folder.iterdir()):
        console.print(str(path), markup=False)


def _read_invented(words: Words) -> dict[str, Json]:
    return {format: read_to_json(sample_file(format), ocr=OcrMode.NEVER, language=words.language) for format in FORMATS}


def _formats(plans: Mapping[str, Json], words: Words) -> Table:
    table = Table(title=words.say("demo.formats"))
    table.add_column("")
    for format in plans:
        table.add_column(format, justify="right")
    for kind in KINDS:
        table.add_row(words.say(f"kind.{kind}"), *(str(len(plan[kind])) for plan in plans.values()))
    return table


def _promises(commitments: list[Json], words: Words) -> Table:
    table = Table(title=words.say("demo.promises"))
    for key in ("measure", "bound", "value", "unit", "year", "text"):
        table.add_column(words.say(f"column.{key}"))
    for promise in commitments:
        number = "–".join(str(end) for end in dict.fromkeys((promise["low"], promise["high"])) if end is not None)
        cells = (promise["measure"], promise["bound"], number, promise["unit"], promise["year"] or "")
        place = words.say("demo.place", line=promise["source"]["line"], text=promise["source"]["text"])
        table.add_row(*(Text(str(cell)) for cell in (*cells, place)))
    return table


def _real_plans() -> list[Json]:
    folder = files("kechuang.samples").joinpath("real")
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".json"))
    return [json.loads(folder.joinpath(name).read_text("utf-8")) for name in names]
