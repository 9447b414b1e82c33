"""docs/index.md knows every word of the recipe language, and its examples can be read."""

import re
from pathlib import Path

import pytest

from kechuang.domain.indices.grammar import GRAMMAR
from tests.domain.indices.small import recipe

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "index.md").read_text("utf-8")


def test_every_method_and_option_stands_in_the_documentation():
    prose = re.sub(r"```.*?```|`` .*? ``", "", PAGE, flags=re.DOTALL)
    words = set(re.findall(r"[a-z_]+", " ".join(re.findall(r"`([^`]+)`", prose))))
    known = {name for methods in GRAMMAR.values() for name in methods}
    known |= {option for methods in GRAMMAR.values() for options in methods.values() for option in options}
    known |= {
        word
        for methods in GRAMMAR.values()
        for options in methods.values()
        for one in options.values()
        for word in one.words
    }
    assert known - words == set()


@pytest.mark.parametrize("example", re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL))
def test_every_example_recipe_can_be_read(example):
    text = example if "index:" in example else f"{example}\nindex: {{parts: [x]}}"
    assert recipe(text).leaves
