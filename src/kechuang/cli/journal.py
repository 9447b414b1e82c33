"""``kechuang journal``: whether the journal is as it was written, checkpoints, proofs."""

import argparse
from pathlib import Path

from kechuang.cli.site import run_site_command
from kechuang.readers.words import Words

NAME = "journal"


def add(parser: argparse.ArgumentParser, words: Words) -> None:
    """The arguments of the command."""
    parser.add_argument("deed", choices=("verify", "checkpoint", "prove", "settle"), help=words.say("journal.deed"))
    parser.add_argument("number", nargs="?", type=int, help=words.say("journal.number"))
    parser.add_argument("--from", dest="first", type=int, metavar="N", help=words.say("journal.from"))
    parser.add_argument("--to", dest="second", type=int, metavar="M", help=words.say("journal.to"))
    parser.add_argument("--algorithm", choices=("sha256", "sm3"), default="sha256", help=words.say("journal.algorithm"))
    parser.add_argument("--checkpoints", type=Path, metavar="FILE", help=words.say("journal.checkpoints"))
    parser.add_argument("--data", type=Path, metavar="FOLDER", help=words.say("site.data"))


def run(args: argparse.Namespace, words: Words) -> int:
    """The exit code is 1 where an entry is altered, missing or inserted."""
    number = [str(args.number)] if args.number is not None else []
    return run_site_command(
        "journal",
        args.deed,
        *number,
        language=words.language,
        data=args.data,
        checkpoints=args.checkpoints,
        first=args.first,
        second=args.second,
        algorithm=args.algorithm,
    )
