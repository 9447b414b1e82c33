"""``kechuang read FILE…``: everything documents hold, each item with its source, as JSON, Excel or a summary."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from kechuang.cli.output import Failure, write_bytes, write_json
from kechuang.cli.reading import read_to_json
from kechuang.cli.summary import print_summary
from kechuang.readers.batch import (
    Entry,
    add_to_manifest,
    compact_manifest,
    documents_in,
    entry_for,
    entry_of,
    is_done,
    output_paths,
    read_manifest,
    read_many,
    write_atomically,
)
from kechuang.readers.errors import Unreadable
from kechuang.readers.language_model import endpoint_of
from kechuang.readers.read import OcrMode, costs_little, display_name
from kechuang.readers.words import Words
from kechuang.writers.excel import write_plans
from kechuang.writers.plan_json import unread_to_json

NAME = "read"
_MANIFEST = "manifest.jsonl"
_FEW = 20  # so many small texts are read before a second process would have started

Json = dict[str, Any]


def add(parser: argparse.ArgumentParser, words: Words) -> None:
    """The arguments of the command."""
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE", help=words.say("read.files"))
    parser.add_argument("--json", metavar="OUT", help=words.say("argument.json"))
    parser.add_argument("--excel", type=Path, metavar="OUT.xlsx", help=words.say("read.excel"))
    parser.add_argument("--folder", type=Path, metavar="FOLDER", help=words.say("read.folder"))
    parser.add_argument("--ocr", type=OcrMode, choices=tuple(OcrMode), default=OcrMode.AUTO, help=words.say("read.ocr"))
    parser.add_argument("--ask-model", action="store_true", help=words.say("read.ask-model"))
    parser.add_argument("--workers", type=int, metavar="N", help=words.say("read.workers"))


def run(args: argparse.Namespace, words: Words) -> int:
    """Read every file; the exit code is 2 when one could not be read, and the others are read all the same."""
    if args.workers is not None and args.workers < 1:
        raise Failure("read.workers-positive", count=str(args.workers))
    if args.ask_model and endpoint_of(os.environ) is None:
        raise Failure("read.no-model")
    paths = [path for given in args.files for path in (documents_in(given) if given.is_dir() else [given])]
    if args.folder is not None:
        return _read_into(args.folder, paths, args, words)
    plans, failed = _gather(_read(paths, args, words), words)
    if args.excel is not None:
        write_bytes(write_plans(plans, say=words.say), args.excel)
    if args.json is not None:
        write_json(plans[0] if len(args.files) == 1 and len(plans) == 1 else plans, args.json)
    if args.json is None and args.excel is None:
        print_summary([plan for plan in plans if "error" not in plan], Console(highlight=False), words)
    return 2 if failed else 0


def _read(paths: Sequence[Path], args: argparse.Namespace, words: Words) -> Iterator[tuple[Path, Json | Unreadable]]:
    endpoint = endpoint_of(os.environ) if args.ask_model else None
    work = partial(read_to_json, ocr=args.ocr, language=words.language, endpoint=endpoint)
    if len(paths) == 1 or (len(paths) <= _FEW and args.workers is None and all(map(_is_small, paths))):
        yield from (_read_one(path, work) for path in paths)
        return
    with _progress() as progress:
        bar = progress.add_task(words.say("read.progress"), total=len(paths))
        for done in read_many(paths, work=work, workers=args.workers, ocr=args.ocr, ordered=args.folder is None):
            yield done
            progress.advance(bar)


def _is_small(path: Path) -> bool:
    try:
        return costs_little(path)
    except Unreadable:
        return True


def _read_one(path: Path, work: Callable[[Path], Json]) -> tuple[Path, Json | Unreadable]:
    try:
        return path, work(path)
    except Unreadable as failure:
        return path, failure


def _gather(read: Iterator[tuple[Path, Json | Unreadable]], words: Words) -> tuple[list[Json], int]:
    plans, failed = [], 0
    for path, answer in read:
        if isinstance(answer, Unreadable):
            failed += 1
            message = _tell(path, answer, words)
            answer = unread_to_json(display_name(path), answer.code, message)
        plans.append(answer)
    return plans, failed


def _tell(path: Path, failure: Unreadable, words: Words) -> str:
    message = words.say(failure.code, **failure.details)
    print(words.say("file-failed", file=str(path), reason=message), file=sys.stderr)
    return message


def _read_into(folder: Path, paths: Sequence[Path], args: argparse.Namespace, words: Words) -> int:
    """One JSON a document, written as soon as it is read; what an earlier run has done is passed over."""
    settings = f"{version('kechuang')} {args.ocr} {words.language}"
    manifest = folder / _MANIFEST
    entries = read_manifest(manifest)
    _make(folder)
    compact_manifest(manifest, entries)
    passed_over = {path for path in paths if is_done(path, entries, settings=settings)}
    waiting = [path for path in paths if path not in passed_over]
    if passed_over:
        print(words.say("read.resumed", count=len(passed_over)), file=sys.stderr)
    outputs = output_paths(paths, folder)
    failed = sum(_tell_again(path, entries, words) for path in paths if path in passed_over)
    for path, answer in _read(waiting, args, words):
        if isinstance(answer, Unreadable):
            failed += 1
            _tell(path, answer, words)
            add_to_manifest(manifest, entry_for(path, settings=settings, failure=answer))
            continue
        write_atomically(outputs[path], json.dumps(answer, ensure_ascii=False, indent=1).encode())
        add_to_manifest(manifest, entry_for(path, settings=settings, output=outputs[path]))
    print(words.say("read.done", count=len(paths) - failed, failed=failed), file=sys.stderr)
    return 2 if failed else 0


def _tell_again(path: Path, entries: Mapping[str, Entry], words: Words) -> bool:
    """Say again why a file passed over failed in an earlier run; whether it did."""
    entry = entry_of(path, entries)
    if entry is None or entry.problem is None:
        return False
    _tell(path, Unreadable(entry.problem, **entry.details), words)
    return True


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Failure("cannot-write", file=str(folder), reason=error.strerror or str(error)) from error


def _progress() -> Progress:
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=console, disable=not console.is_terminal)
