"""``kechuang outlook``: will the targets be reached? Plans with a bureau's figures, published cases, or a backtest."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from rich.console import Console

from kechuang.cli.output import Failure, write_json
from kechuang.cli.reading import read_file
from kechuang.domain.indicators.attainment_cases import judge_cases
from kechuang.domain.indicators.backtest import backtest
from kechuang.domain.indicators.observation import Contradictory, Observation, TableRow, gather, series_of
from kechuang.domain.indicators.outlook import Outlook
from kechuang.domain.indicators.outlook_judge import judge
from kechuang.domain.indicators.outlook_questions import Lore, UnknownName, pose
from kechuang.domain.indicators.path import Shape
from kechuang.domain.plans.plan import Plan
from kechuang.readers.cases import read_cases
from kechuang.readers.catalogue import read_catalogue
from kechuang.readers.errors import Unreadable
from kechuang.readers.observations import read_observations
from kechuang.readers.outlook import read_constants, read_plan_constants, read_thresholds
from kechuang.readers.read import OcrMode
from kechuang.readers.regions import read_regions
from kechuang.readers.rulebooks import read_vocabulary
from kechuang.readers.words import Words
from kechuang.writers.outlook_json import outlook_to_json
from kechuang.writers.outlook_table import backtest_table, outlook_tables

NAME = "outlook"
_DIGITS = 6


def add(parser: argparse.ArgumentParser, words: Words) -> None:
    """The arguments of the command."""
    parser.add_argument("files", type=Path, nargs="*", metavar="FILE", help=words.say("argument.files"))
    parser.add_argument("--observations", type=Path, metavar="DATA.csv", help=words.say("outlook.observations"))
    parser.add_argument("--as-of", type=int, metavar="YEAR", help=words.say("outlook.as-of"))
    parser.add_argument(
        "--path", type=Shape, choices=tuple(Shape), default=Shape.LINEAR, help=words.say("outlook.path")
    )
    parser.add_argument("--cases", type=Path, metavar="CASES.csv", help=words.say("outlook.cases"))
    parser.add_argument("--backtest", type=Path, metavar="DATA.csv", help=words.say("outlook.backtest"))
    parser.add_argument("--json", metavar="OUT", help=words.say("argument.json"))
    parser.add_argument("--ocr", type=OcrMode, choices=tuple(OcrMode), default=OcrMode.AUTO, help=words.say("read.ocr"))


def run(args: argparse.Namespace, words: Words) -> int:
    """Judge what was given: exactly one of plans, cases and a backtest."""
    if sum((bool(args.files), args.cases is not None, args.backtest is not None)) != 1:
        raise Failure("outlook.one-of-three")
    if args.cases is not None:
        return _run_cases(args, words)
    if args.backtest is not None:
        return _run_backtest(args, words)
    return _run_plans(args, words)


def judge_plans(
    plans: Sequence[Plan],
    observations: Sequence[Observation] = (),
    *,
    as_of: int | None = None,
    shape: Shape = Shape.LINEAR,
) -> tuple[Outlook, ...]:
    """An outlook for every target of the plans; raises Failure naming the row of a figure that cannot be placed."""
    vocabulary = read_vocabulary()
    counting = frozenset(vocabulary.words("units.counting")) | frozenset(vocabulary.words("units.people"))
    lore = Lore(read_catalogue(), read_regions(), counting)
    try:
        questions, observed = pose(plans, observations, lore=lore, shape=shape)
    except UnknownName as unknown:
        raise _unplaced(unknown) from None
    except Contradictory as error:
        raise _contradictory(error) from None
    return judge(questions, observed, constants=read_plan_constants(), rules=read_thresholds(), as_of=as_of)


def _run_plans(args: argparse.Namespace, words: Words) -> int:
    observations: Sequence[Observation] = ()
    if args.observations is not None:
        with _naming(args.observations, words):
            observations = read_observations(args.observations)
    plans = []
    for path in args.files:
        with _naming(path, words):
            plans.append(read_file(path, ocr=args.ocr)[1])
    outlooks = judge_plans(plans, observations, as_of=args.as_of, shape=args.path)
    unjudged = sum(len(plan.indicators) for plan in plans) - len(outlooks)
    if unjudged:
        print(words.say("outlook.unjudged", count=unjudged), file=sys.stderr)
    if args.json is not None:
        write_json([outlook_to_json(one) for one in outlooks], args.json)
        return 0
    console = Console(highlight=False)
    for part in outlook_tables(outlooks, words.say):
        console.print(part)
    return 0


def _run_cases(args: argparse.Namespace, words: Words) -> int:
    with _naming(args.cases, words):
        cases = read_cases(args.cases)
    if not cases:
        raise Failure("outlook.empty", file=str(args.cases))
    chances = judge_cases(cases, read_constants()).probability.tolist()
    answer = [{"row": row, "probability": round(chance, _DIGITS)} for row, chance in enumerate(chances)]
    write_json(answer, args.json or "-")
    return 0


def _run_backtest(args: argparse.Namespace, words: Words) -> int:
    with _naming(args.backtest, words):
        observations = read_observations(args.backtest)
    series = {key: series_of(values) for key, values in gather(observations).items()}
    rules = read_thresholds()
    tested = backtest(series, constants=read_plan_constants(), interval=rules.interval)
    if not tested:
        raise Failure("backtest.too-short", file=str(args.backtest))
    if args.json is not None:
        write_json([asdict(one) for one in tested], args.json)
        return 0
    Console(highlight=False).print(backtest_table(tested, words.say))
    return 0


@contextmanager
def _naming(path: Path, words: Words) -> Iterator[None]:
    """Says of which file a failure speaks, where its own words do not."""
    try:
        yield
    except Unreadable as failure:
        if "file" in failure.details:
            raise
        reason = words.say(failure.code, **failure.details)
        raise Failure("file-failed", file=str(path), reason=reason) from None


def _unplaced(unknown: UnknownName) -> Failure:
    one = unknown.observation
    name = one.region if unknown.kind == "region" else one.indicator
    return Failure(f"outlook.unknown-{unknown.kind}", name=name, unit=one.unit or "-", **_place(one))


def _contradictory(error: Contradictory) -> Failure:
    first, second = error.first, error.second
    return Failure(
        "table-two-values",
        **_place(second),
        year=str(second.year),
        other=_place(first)["row"],
        indicator=second.indicator,
    )


def _place(one: Observation) -> dict[str, str]:
    place = one.place
    if isinstance(place, TableRow):
        return {"file": place.file, "row": str(place.row)}
    return {"file": place.document, "row": str(place.line)}
