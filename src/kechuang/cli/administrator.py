"""``kechuang administrator``: the first account of a site without demo data."""

import argparse
from pathlib import Path

from kechuang.cli.site import run_site_command
from kechuang.readers.words import Words

NAME = "administrator"


def add(parser: argparse.ArgumentParser, words: Words) -> None:
    """The arguments of the command."""
    parser.add_argument("username", help=words.say("administrator.username"))
    parser.add_argument("code", help=words.say("administrator.code"))
    parser.add_argument("name", help=words.say("administrator.name"))
    parser.add_argument("--data", type=Path, metavar="FOLDER", help=words.say("site.data"))


def run(args: argparse.Namespace, words: Words) -> int:
    """Print the password, to be changed at the first sign-in."""
    return run_site_command(
        "administrator", args.username, args.code, args.name, language=words.language, data=args.data
    )
