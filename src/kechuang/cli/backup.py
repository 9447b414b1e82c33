"""``kechuang backup``: the whole site in one file: database, uploads, keys, checkpoints."""

import argparse
from pathlib import Path

from kechuang.cli.site import run_site_command
from kechuang.readers.words import Words

NAME = "backup"


def add(parser: argparse.ArgumentParser, words: Words) -> None:
    """The arguments of the command."""
    parser.add_argument("file", type=Path, help=words.say("backup.file"))
    parser.add_argument("--data", type=Path, metavar="FOLDER", help=words.say("site.data"))


def run(args: argparse.Namespace, words: Words) -> int:
    """Say what was written."""
    return run_site_command("backup", str(args.file), language=words.language, data=args.data)
