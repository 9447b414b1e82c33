"""``kechuang search rebuild``: rebuilds the search index."""

import argparse
from pathlib import Path

from kechuang.cli.site import run_site_command
from kechuang.readers.words import Words

NAME = "search"


def add(parser: argparse.ArgumentParser, words: Words) -> None:
    """The arguments of the command."""
    parser.add_argument("deed", choices=("rebuild",), help=words.say("search.rebuild"))
    parser.add_argument("--data", type=Path, metavar="FOLDER", help=words.say("site.data"))


def run(args: argparse.Namespace, words: Words) -> int:
    """Prints how many of each kind there are."""
    return run_site_command("search", args.deed, language=words.language, data=args.data)
