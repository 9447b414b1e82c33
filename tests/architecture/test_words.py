"""Every word shown to people stands in the rulebooks, in Chinese and in English."""

import re
from pathlib import Path

import pytest

from kechuang.readers.rulebooks import load_yaml
from kechuang.readers.words import FILES, LANGUAGES, read_words

SOURCE = Path(__file__).resolve().parents[2] / "src" / "kechuang"
QUOTING_CHINESE: set[str] = set()  # English wordings that must quote a Chinese term
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize("path", FILES, ids="/".join)
def test_every_wording_is_there_in_both_languages(path):
    for key, entry in load_yaml(*path).items():
        assert set(entry) == set(LANGUAGES), key
        assert CHINESE.search(entry["zh"]) or not re.sub(r"{\w+}|\W", "", entry["zh"]), key
        assert not CHINESE.search(entry["en"]) or key in QUOTING_CHINESE, key


@pytest.mark.parametrize("path", FILES, ids="/".join)
def test_both_languages_name_the_same_circumstances(path):
    for key, entry in load_yaml(*path).items():
        assert set(re.findall(r"{(\w+)}", entry["zh"])) == set(re.findall(r"{(\w+)}", entry["en"])), key


def test_every_wording_the_code_asks_for_exists():
    known = read_words("en").wordings
    code = "\n".join(path.read_text("utf-8") for path in SOURCE.rglob("*.py"))
    asked = set(re.findall(r"(?:\bsay|Unreadable|Failure|Problem)\(\s*\"([\w.-]+)\"", code))
    assert len(asked) > 20
    assert asked - set(known) == set()


def test_no_words_for_people_stand_in_the_command_line_code():
    for path in (SOURCE / "cli").glob("*.py"):
        code = re.sub(r'"""[\s\S]*?"""|#.*', "", path.read_text("utf-8"))
        assert not CHINESE.search(code), path.name


def test_no_wording_stands_twice():
    for path in FILES:
        text = (SOURCE / "rulebooks").joinpath(*path).read_text("utf-8")
        keys = re.findall(r"^([^\s#].*?):(?: |$)", text, re.M)
        assert sorted({key for key in keys if keys.count(key) > 1}) == []
