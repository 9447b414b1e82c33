"""``kechuang score TRUTH_DIR FILE…``: precision and recall of the reading, every omission and every false reading."""

import argparse
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from kechuang.cli.output import Failure, write_json
from kechuang.cli.reading import read_to_json
from kechuang.domain.plans.scoring.scoring import KINDS, Truth, score_plan
from kechuang.domain.plans.scoring.scoring_match import Fault, Score
from kechuang.readers.read import OcrMode
from kechuang.readers.truth import read_truth
from kechuang.readers.words import Words

NAME = "score"


def add(parser: argparse.ArgumentParser, words: Words) -> None:
    """The arguments of the command."""
    parser.add_argument("truth", type=Path, help=words.say("score.truth"))
    parser.add_argument("files", type=Path, nargs="+", help=words.say("argument.files"))
    parser.add_argument("--json", help=words.say("argument.json"))
    parser.add_argument("--ocr", type=OcrMode, choices=tuple(OcrMode), default=OcrMode.AUTO, help=words.say("read.ocr"))


def run(args: argparse.Namespace, words: Words) -> int:
    """Read the documents, compare, and print the scores."""
    truth = read_truth(args.truth)
    scores = {
        str(path): score_plan(read_to_json(path, ocr=args.ocr, language=words.language), _truth_of(path, truth))
        for path in args.files
    }
    if args.json:
        write_json(
            {"documents": {name: [_score(score) for score in those] for name, those in scores.items()}}, args.json
        )
    console = Console(file=sys.stderr if args.json else sys.stdout, highlight=False, soft_wrap=True)
    _print_faults(scores, console, words)
    console.print(_table(scores, words))
    return 0


def _truth_of(path: Path, truth: Mapping[str, Truth]) -> Truth:
    if path.stem not in truth:
        raise Failure("no-truth-for", file=str(path), known="、".join(sorted(truth)[:8]))
    return truth[path.stem]


def _print_faults(scores: Mapping[str, Sequence[Score]], console: Console, words: Words) -> None:
    for name, those in scores.items():
        for score in those:
            for what, faults in (("score.missed", score.misses), ("score.invented", score.falses)):
                for fault in faults:
                    kind = words.say(f"score.{score.kind}")
                    console.print(
                        f"{name}:{fault.line or '-'}: {kind}: {words.say(what)}: {_said(fault, words)}", markup=False
                    )


def _said(fault: Fault, words: Words) -> str:
    differences = "; ".join(
        words.say("score.differs", field=difference.field, wanted=difference.wanted, read=difference.read)
        for difference in fault.differences
    )
    return f"{fault.words} [{differences}]" if differences else fault.words


def _table(scores: Mapping[str, Sequence[Score]], words: Words) -> Table:
    table = Table()
    for column in ("document", "kind", "wanted", "matched", "false", "recall", "precision"):
        table.add_column(
            words.say(f"score.column.{column}"), justify="left" if column in ("document", "kind") else "right"
        )
    for name, those in scores.items():
        for score in those:
            table.add_row(Path(name).name, *_cells(score, words))
    if len(scores) > 1:
        table.add_section()
        for score in _totals(scores):
            table.add_row(words.say("score.total"), *_cells(score, words))
    return table


def _cells(score: Score, words: Words) -> tuple[str, ...]:
    shares = (_share(score.recall), _share(score.precision))
    return words.say(f"score.{score.kind}"), str(score.wanted), str(score.matched), str(len(score.falses)), *shares


def _share(share: float | None) -> str:
    return "-" if share is None else f"{share:.3f}"


def _totals(scores: Mapping[str, Sequence[Score]]) -> list[Score]:
    """One score a kind over all documents; documents whose truth is partial are left out."""
    by_kind: defaultdict[str, list[Score]] = defaultdict(list)
    for those in scores.values():
        for score in those:
            if not score.partial:
                by_kind[score.kind].append(score)
    return [_sum(kind, by_kind[kind]) for kind in KINDS if by_kind[kind]]


def _sum(kind: str, scores: Sequence[Score]) -> Score:
    return Score(
        kind,
        sum(score.wanted for score in scores),
        sum(score.matched for score in scores),
        tuple(fault for score in scores for fault in score.misses),
        tuple(fault for score in scores for fault in score.falses),
    )


def _score(score: Score) -> dict[str, Any]:
    return {
        "kind": score.kind,
        "wanted": score.wanted,
        "matched": score.matched,
        "recall": score.recall,
        "precision": score.precision,
        "partial": score.partial,
        "misses": [_fault(fault) for fault in score.misses],
        "false": [_fault(fault) for fault in score.falses],
    }


def _fault(fault: Fault) -> dict[str, Any]:
    differences = [
        {"field": difference.field, "wanted": difference.wanted, "read": difference.read}
        for difference in fault.differences
    ]
    return {"line": fault.line, "words": fault.words, "differences": differences}
