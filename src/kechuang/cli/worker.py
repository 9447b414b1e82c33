"""``kechuang worker``: background work of the site, in a process of its own."""

import argparse
from pathlib import Path

from kechuang.cli.site import run_site_command
from kechuang.readers.words import Words

NAME = "worker"


def add(parser: argparse.ArgumentParser, words: Words) -> None:
    """The arguments of the command."""
    parser.add_argument("--data", type=Path, metavar="FOLDER", help=words.say("site.data"))
    parser.add_argument("--once", action="store_true", help=words.say("worker.once"))


def run(args: argparse.Namespace, words: Words) -> int:
    """Work until interrupted or, with ``--once``, until nothing waits."""
    return run_site_command("worker", language=words.language, data=args.data, once=args.once)
