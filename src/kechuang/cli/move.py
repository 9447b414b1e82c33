"""``kechuang move``: the site's data to another database, from SQLite to PostgreSQL or back."""

import argparse
import os
from pathlib import Path

from kechuang.cli.site import run_site_command
from kechuang.readers.words import Words

NAME = "move"
_SETTING = "KECHUANG_DATABASE_URL"


def add(parser: argparse.ArgumentParser, words: Words) -> None:
    """The arguments of the command."""
    parser.add_argument("--to", required=True, metavar="URL", help=words.say("move.to"))
    parser.add_argument("--data", type=Path, metavar="FOLDER", help=words.say("site.data"))


def run(args: argparse.Namespace, words: Words) -> int:
    """The exit code is 1 where the journal that arrived is not sound; nothing is kept where a table differs."""
    folder = (args.data or Path(os.environ.get("KECHUANG_DATA", "kechuang-data"))).resolve()
    source = os.environ.get(_SETTING) or f"sqlite:///{folder / 'kechuang.sqlite3'}"
    os.environ[_SETTING] = args.to
    return run_site_command("move", language=words.language, data=args.data, source=source)
