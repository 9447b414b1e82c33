"""``kechuang serve``: the site, with demo data if the database is empty."""

import argparse
from pathlib import Path

from kechuang.cli.site import run_site_command
from kechuang.readers.words import Words

NAME = "serve"


def add(parser: argparse.ArgumentParser, words: Words) -> None:
    """The arguments of the command."""
    parser.add_argument("--host", default="127.0.0.1", help=words.say("serve.host"))
    parser.add_argument("--port", type=int, default=8000, help=words.say("serve.port"))
    parser.add_argument("--data", type=Path, metavar="FOLDER", help=words.say("site.data"))
    parser.add_argument("--no-demo", action="store_true", help=words.say("serve.no-demo"))
    parser.add_argument("--no-worker", action="store_true", help=words.say("serve.no-worker"))


def run(args: argparse.Namespace, words: Words) -> int:
    """Serve until interrupted."""
    return run_site_command(
        "serve",
        data=args.data,
        host=args.host,
        port=args.port,
        no_demo=args.no_demo,
        no_worker=args.no_worker,
        language=words.language,
    )
