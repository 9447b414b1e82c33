"""The examples in the Word reader's docstrings hold."""

import doctest
from importlib import import_module

import pytest


@pytest.mark.parametrize("name", ["docx_math", "docx_numbering", "docx_numerals", "docx_symbols"])
def test_the_examples_hold(name):
    results = doctest.testmod(import_module(f"kechuang.readers.word.{name}"))

    assert results.attempted > 0
    assert results.failed == 0
