"""Thirteen kinds of hostile files and mutations of each: none ends the process, each gets an answer a person can read."""

import random

import pytest

from kechuang.readers.capped import Caps, run_capped
from kechuang.readers.errors import Unreadable
from kechuang.readers.rulebooks import load_yaml
from kechuang.readers.words import read_words
from tests.readers.hostile_files import KINDS, job_of, mutate

CAPS = Caps(memory=2**30, cpu=20, wall=60.0)
PROBLEMS = load_yaml("problems.yaml")
MUTATIONS = 3  # benchmarks/hostile_uploads.py does a hundred


def answer_to(ending, data):
    """The code of the refusal; "" for a file that was taken in."""
    try:
        run_capped(job_of(ending, data), CAPS)
    except Unreadable as refused:
        return refused.code
    return ""


def has_words(code):
    """Whether a person is told something, in both languages."""
    told = set(PROBLEMS.get(code, {})) == {"zh", "en"}
    return told or (code in read_words("zh").wordings and code in read_words("en").wordings)


REFUSED = {
    "a cell far away": {"sheet-too-large"},
    "a sheet that unpacks to a thousand times its size": {"docx-zip-bomb", "docx-too-large"},
    "a sheet whose entities multiply": {"sheet-entities"},
    "a sheet that reaches for a file": {"sheet-entities"},
    "a workbook with macros": {"upload-macros", "sheet-macros"},
    "a document whose entities multiply": {"docx-entities"},
    "a document that reaches for a file": {"docx-entities"},
    "a document with macros": {"upload-macros"},
    "a document with a template elsewhere": {"upload-external"},
    "an archive with a member twice and one outside": {"docx-unsafe-name"},
    "a PDF that goes in circles": {"too-many-pages"},
    "a picture of 3.6 billion points": {"scan-not-recognised"},
    "formulas and a workbook elsewhere": {"sheet-external"},
}


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_refused_for_what_it_is(kind):
    ending, make = KINDS[kind]
    assert answer_to(ending, make()) in REFUSED[kind]


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_made_of_it_ends_nothing_and_is_answered_in_words(kind):
    ending, make = KINDS[kind]
    data, chance = make(), random.Random(kind)
    answers = {answer_to(ending, mutate(data, chance)) for _ in range(MUTATIONS)}
    assert {code for code in answers if code and not has_words(code)} == set()
    assert not answers & {"reader-crashed", "reader-failed", "out-of-memory", "too-slow"}
