"""What argparse says by itself, usage and errors, in the language of the command line."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager

from kechuang.readers.words import Words, read_words

_PREFIX = "argparse."


@contextmanager
def speaking(words: Words) -> Iterator[None]:
    """While this lasts, argparse says its sentences in the language of ``words``; one nobody has worded stays English.

    Every argparse from Python 3.11 to 3.14 asks for each sentence by the names ``_`` and ``ngettext`` of its module. What stands
    behind them reads compiled catalogues by the process's locale: it knows no YAML, and not ``KECHUANG_LANGUAGE``.
    """
    said = sentences(words)
    names = vars(argparse)
    before = {name: names[name] for name in ("_", "ngettext")}

    def one_or_many(one: str, many: str, count: int) -> str:
        sentence = one if count == 1 else many
        return said.get(sentence, sentence)

    names.update({"_": lambda sentence: said.get(sentence, sentence), "ngettext": one_or_many})
    try:
        yield
    finally:
        names.update(before)


def sentences(words: Words) -> dict[str, str]:
    """What stands for each sentence of argparse; the English wording is the sentence itself."""
    english = read_words("en").wordings
    return {english[key]: wording for key, wording in words.wordings.items() if key.startswith(_PREFIX)}
