"""``kechuang text FILE``: the text of a document, which the positions of every source refer to."""

import argparse
from pathlib import Path

from kechuang.cli.output import write_text
from kechuang.readers.read import OcrMode, read_document
from kechuang.readers.words import Words

NAME = "text"


def add(parser: argparse.ArgumentParser, words: Words) -> None:
    """The arguments of the command."""
    parser.add_argument("file", type=Path, help=words.say("argument.file"))
    parser.add_argument("--ocr", type=OcrMode, choices=tuple(OcrMode), default=OcrMode.AUTO, help=words.say("read.ocr"))


def run(args: argparse.Namespace, words: Words) -> int:
    """Print the text."""
    write_text(read_document(args.file, ocr=args.ocr).text, "-")
    return 0
