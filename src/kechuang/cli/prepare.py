"""``kechuang prepare``: creates or upgrades the tables of the database, and the data folder with its key."""

import argparse
from pathlib import Path

from kechuang.cli.site import run_site_command
from kechuang.readers.words import Words

NAME = "prepare"


def add(parser: argparse.ArgumentParser, words: Words) -> None:
    """The arguments of the command."""
    parser.add_argument("--data", type=Path, metavar="FOLDER", help=words.say("site.data"))


def run(args: argparse.Namespace, words: Words) -> int:
    """What is there stays; done a second time, it changes nothing."""
    return run_site_command("migrate", language=words.language, data=args.data, verbosity=0, interactive=False)
