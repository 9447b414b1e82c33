"""``kechuang index SPEC.yaml --data DATA.csv``: scores and ranks by a recipe, and how certain they are."""

import argparse
import json
import sys
from dataclasses import replace
from functools import partial
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import Progress, TaskID

from kechuang.cli.index_table import print_index, print_working
from kechuang.cli.output import Failure, write_bytes, write_json, write_text
from kechuang.domain.indices.build import Built, build_index
from kechuang.domain.indices.panel import Panel
from kechuang.domain.indices.sensitivity import Influence, compute_influences
from kechuang.domain.indices.spec import Recipe, Uncertainty, Vary
from kechuang.domain.indices.trace import trace
from kechuang.domain.indices.uncertainty import Spread, factors_of, simulate
from kechuang.domain.indices.unfit import Unfit
from kechuang.readers.indices.panels import read_panel
from kechuang.readers.indices.plain_yaml import read_plain_yaml
from kechuang.readers.indices.recipes import recipe_of
from kechuang.readers.words import Words
from kechuang.writers.index_csv import index_to_csv
from kechuang.writers.index_json import Origin, index_to_json

NAME = "index"
_PERTURBED = 0.25
"""How far weights move when runs are asked for and the recipe names nothing that varies."""
_INDENTED = 5000
"""Up to so many scores the JSON is indented."""


def add(parser: argparse.ArgumentParser, words: Words) -> None:
    """The arguments of the command."""
    parser.add_argument("recipe", help=words.say("index.recipe"))
    parser.add_argument("--data", type=Path, required=True, help=words.say("index.data"))
    parser.add_argument("--json", help=words.say("argument.json"))
    parser.add_argument("--csv", type=Path, help=words.say("index.csv"))
    parser.add_argument("--samples", type=int, help=words.say("index.samples"))
    parser.add_argument("--seed", type=int, help=words.say("index.seed"))
    parser.add_argument("--trace", metavar="REGION", help=words.say("index.trace"))
    parser.add_argument("--period", help=words.say("index.period"))


def run(args: argparse.Namespace, words: Words) -> int:
    """Read, build, simulate, write."""
    try:
        return _run(args, words)
    except Unfit as unfit:
        details = {key: words.wordings.get(f"index.kind.{detail}", detail) for key, detail in unfit.details.items()}
        raise Failure(unfit.code, **details) from unfit


def _run(args: argparse.Namespace, words: Words) -> int:
    content, digest, recipe = _with_recipe(args.recipe)
    panel, data_digest = read_panel(args.data, recipe)
    built = build_index(recipe, panel)
    working = trace(built, args.trace, args.period) if args.trace else ()
    if args.period and not args.trace and args.period not in built.frame.periods:
        known = ", ".join(built.frame.periods[:12])
        raise Unfit("index.no-such-period", period=args.period, known=known, place="--period")
    plan = _plan(recipe, args.samples, args.seed, args.period)
    spread, influences = _simulated(built, panel, plan, words)
    origin = Origin(
        recipe=content,
        recipe_sha256=digest,
        data_sha256=data_digest,
        samples=plan.samples if plan else 0,
        seed=plan.seed if plan else None,
        version=version("kechuang"),
    )
    if args.csv:
        write_bytes(index_to_csv(built), args.csv)
    if args.json:
        _write(index_to_json(built, origin, spread, influences, working), args.json)
    console = Console(file=sys.stderr if args.json else sys.stdout, highlight=False, soft_wrap=True)
    if working:
        print_working(working, console, words)
    else:
        print_index(built, spread, influences, args.period, console, words)
    return 0


def _with_recipe(name: str) -> tuple[dict[str, object], str, Recipe]:
    """The recipe in a file, or one that comes with the package, by its name."""
    shipped = files("kechuang.rulebooks").joinpath("indices", f"{name}.yaml")
    if "/" not in name and not Path(name).exists() and shipped.is_file():
        with as_file(shipped) as path:
            return _read(path)
    return _read(Path(name))


def _read(path: Path) -> tuple[dict[str, object], str, Recipe]:
    content = read_plain_yaml(path)
    recipe = recipe_of(content)
    return content, sha256(path.read_bytes()).hexdigest(), recipe


def _plan(recipe: Recipe, samples: int | None, seed: int | None, period: str | None) -> Uncertainty | None:
    """What the runs vary: as the recipe says, the weights where it says nothing and runs are asked for, or no runs."""
    if samples is not None and not 0 <= samples <= 1_000_000:
        raise Unfit("index.out-of-range", value=samples, wanted="0 .. 1000000", place="--samples")
    if seed is not None and seed < 0:
        raise Unfit("index.out-of-range", value=seed, wanted=">= 0", place="--seed")
    if samples == 0 or (samples is None and recipe.uncertainty is None):
        return None
    plan = recipe.uncertainty or Uncertainty(vary=Vary(weights=_PERTURBED))
    plan = replace(plan, period=period or plan.period)
    plan = plan if samples is None else replace(plan, samples=samples)
    plan = plan if seed is None else replace(plan, seed=seed)
    return plan if factors_of(plan.vary) else None


def _simulated(
    built: Built, panel: Panel, plan: Uncertainty | None, words: Words
) -> tuple[Spread | None, tuple[Influence, ...]]:
    if plan is None:
        return None, ()
    console = Console(stderr=True)
    with Progress(console=console, disable=not console.is_terminal, transient=True) as shown:
        bar = shown.add_task(words.say("index.running"), total=None)
        tell = partial(_advance, shown, bar)
        simulated = simulate(built, panel, plan, progress=tell)
    return simulated.spread, compute_influences(simulated.design, simulated.shifts, seed=plan.seed)


def _write(value: dict[str, Any], target: str) -> None:
    """Few rows are indented for people; many are written a key a line, several times as fast."""
    if len(value["scores"]) <= _INDENTED:
        write_json(value, target)
        return
    parts = (f"{json.dumps(key)}: {json.dumps(part, ensure_ascii=False)}" for key, part in value.items())
    write_text("{\n" + ",\n".join(parts) + "\n}\n", target)


def _advance(shown: Progress, bar: TaskID, done: int, of: int) -> None:
    shown.update(bar, advance=done, total=of)
