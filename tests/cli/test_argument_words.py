"""What is said of a command line that makes no sense, in one's language."""

import argparse
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from kechuang.cli.argument_words import sentences, speaking
from kechuang.readers.words import LANGUAGES, read_words

NOT_YET = {"invalid choice: %(value)r, maybe you meant %(closest)r? (choose from %(choices)s)"}  # of Python 3.14
FIELD = re.compile(r"%(?:\(\w+\))?[rs]")
WRONG = {
    (): ("缺少参数：命令", "the following arguments are required: COMMAND"),
    ("plant",): ("参数 命令：没有 'plant' 这一选项（可选：", "argument COMMAND: invalid choice: 'plant' (choose from "),
    ("text",): ("缺少参数：file", "the following arguments are required: file"),
    ("text", "a", "--what"): ("不认识的参数：--what", "unrecognized arguments: --what"),
    ("text", "a", "--ocr"): ("参数 --ocr：后面须有一个值", "argument --ocr: expected one argument"),
    ("journal", "prove", "x"): ("参数 number：值 'x' 不合要求", "argument number: invalid int value: 'x'"),
    ("journal", "verify", "--c"): (
        "参数 --checkpoints：后面须有一个值",
        "argument --checkpoints: expected one argument",
    ),
}


def said(language, *arguments):
    """What the command says on standard error, as somebody runs it under a locale."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "KECHUANG"))}
    surroundings = {**kept, "LC_ALL": {"zh": "zh_CN.UTF-8", "en": "en_GB.UTF-8"}[language], "COLUMNS": "200"}
    command = [sys.executable, "-X", "utf8", "-c", "from kechuang.cli.main import run; run()", *arguments]
    ended = subprocess.run(command, env=surroundings, capture_output=True, text=True, encoding="utf-8", check=False)
    assert ended.returncode == 2
    return ended.stderr


@pytest.mark.parametrize("arguments", WRONG)
def test_a_command_line_that_makes_no_sense_is_said_so_in_chinese(arguments):
    told = said("zh", *arguments)
    assert told.startswith("用法：kechuang")
    assert f"：错误：{WRONG[arguments][0]}" in told
    assert re.search(r"usage|error|argument[^_]|invalid|required|choose", told) is None


@pytest.mark.parametrize("arguments", WRONG)
def test_and_in_english(arguments):
    told = said("en", *arguments)
    assert told.startswith("usage: kechuang")
    assert f": error: {WRONG[arguments][1]}" in told


def test_each_sentence_is_one_of_argparse_and_keeps_what_it_is_filled_with():
    source = re.sub(r"'\s*\n\s*'", "", Path(argparse.__file__).read_text("utf-8"))
    spoken = sentences(read_words("zh"))
    english = [one for one in spoken if one not in NOT_YET]
    assert [one for one in english if one.encode("unicode_escape").decode() not in source] == []
    for sentence, wording in spoken.items():
        assert set(FIELD.findall(wording)) <= set(FIELD.findall(sentence))


@pytest.mark.parametrize("language", LANGUAGES)
def test_afterwards_argparse_speaks_as_before(language):
    before = vars(argparse)["_"], vars(argparse)["ngettext"]
    with speaking(read_words(language)):
        assert vars(argparse)["_"]("no such sentence") == "no such sentence"
        assert vars(argparse)["ngettext"]("expected %s argument", "expected %s arguments", 2).count("%s") == 1
    assert (vars(argparse)["_"], vars(argparse)["ngettext"]) == before
