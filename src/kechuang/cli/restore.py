"""``kechuang restore``: restores a backup where there is no site yet."""

import argparse
from pathlib import Path

from kechuang.cli.site import run_site_command
from kechuang.readers.words import Words

NAME = "restore"


def add(parser: argparse.ArgumentParser, words: Words) -> None:
    """The arguments of the command."""
    parser.add_argument("file", type=Path, help=words.say("restore.file"))
    parser.add_argument("--data", type=Path, metavar="FOLDER", help=words.say("site.data"))


def run(args: argparse.Namespace, words: Words) -> int:
    """The exit code is 1 where the journal is not as it was when the backup was begun."""
    return run_site_command("restore", str(args.file), language=words.language, data=args.data)
