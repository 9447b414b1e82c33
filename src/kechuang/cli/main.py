"""The entry point: reads the command line, runs one command, and turns errors into messages."""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from io import TextIOWrapper
from typing import Any

from kechuang.cli.argument_words import speaking
from kechuang.cli.language import language_of
from kechuang.cli.output import Failure
from kechuang.readers.errors import Unreadable
from kechuang.readers.words import Words, read_words

# Every command there is, in the order --help shows them. Each is a module of this folder with NAME, add(parser, words) and
# run(args, words); only the one asked for is loaded, so that reading a plan does not wait for what indices need.
COMMANDS = (
    "read",
    "text",
    "audit",
    "index",
    "outlook",
    "score",
    "report",
    "demo",
    "serve",
    "worker",
    "journal",
    "search",
    "administrator",
    "prepare",
    "backup",
    "restore",
    "move",
)


def run() -> None:
    """What the installed command ``kechuang`` calls; a character that the terminal or file cannot show becomes a ?."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    sys.exit(main(sys.argv[1:]))


def main(arguments: Sequence[str]) -> int:
    """Run one command and answer its exit code: 0 done, 1 found what it was asked to judge, 2 usage or input error."""
    words = read_words(language_of(os.environ))
    with speaking(words):
        return _run(words, arguments)


def _run(words: Words, arguments: Sequence[str]) -> int:
    args = build_parser(words, arguments).parse_args(arguments)
    try:
        code: int = args.run(args, words)
    except (Unreadable, Failure) as error:
        print(words.say(error.code, **error.details), file=sys.stderr)
        return 2
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print(words.say("interrupted"), file=sys.stderr)
        return 130
    except Exception as error:  # the outer door: one line for people, the details on request
        if os.environ.get("KECHUANG_DEBUG"):
            raise
        print(words.say("unexpected", reason=f"{type(error).__name__}: {error}"[:300]), file=sys.stderr)
        return 2
    return code


class Parser(argparse.ArgumentParser):
    """A parser whose headings are in the reader's language too."""

    def __init__(self, *, words: Words, **described: Any) -> None:
        super().__init__(add_help=False, formatter_class=argparse.RawDescriptionHelpFormatter, **described)
        self._positionals.title = words.say("kechuang.arguments")
        self._optionals.title = words.say("kechuang.options")
        self.add_argument("-h", "--help", action="help", help=words.say("kechuang.show-help"))


def build_parser(words: Words, arguments: Sequence[str]) -> Parser:
    """The parser, its help in the language of ``words``, with the arguments of the command that ``arguments`` name."""
    parser = Parser(prog="kechuang", description=words.say("kechuang.help"), words=words)
    commands = parser.add_subparsers(required=True, metavar=words.say("kechuang.command"))
    asked = next((argument for argument in arguments if argument in COMMANDS), None)
    for name in COMMANDS:
        about = words.say(f"{name}.help")
        described = commands.add_parser(
            name,
            help=about.replace("%", "%%"),  # argparse fills in lines of a list, and takes a description as it is
            description=about,
            epilog=words.say(f"{name}.example"),
            words=words,
        )
        if name == asked:
            command = import_module(f"kechuang.cli.{name}")
            command.add(described, words)
            described.set_defaults(run=command.run)
    return parser
