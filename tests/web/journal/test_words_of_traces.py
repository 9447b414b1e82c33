"""Whatever the journal shows is in words: every column and code of every watched table, and every part of what deeds say."""

import ast
import json
from pathlib import Path

import pytest
from django.utils import translation

import kechuang.web
from kechuang.readers.words import LANGUAGES, read_words
from kechuang.web.journal.actions import record
from kechuang.web.journal.models import Entry, RowChange
from kechuang.web.journal.watched import WATCHED
from kechuang.web.tracing.meaning import (
    COLUMNS,
    DETAILS,
    Coded,
    Keyed,
    Names,
    Row,
    meaning_of_column,
    meaning_of_detail,
    tables,
)
from kechuang.web.tracing.naming import LABELS
from kechuang.web.tracing.telling import changes_told, entry_told, part_in_words

ROOT = Path(kechuang.web.__file__).parent
KNOWN = set(read_words("en").wordings) & set(read_words("zh").wordings)
_COLUMNS = [(table, field) for table in WATCHED for field in tables()[table]._meta.concrete_fields]


def test_every_column_of_every_watched_table_has_words():
    without = [
        f"{table}.{field.column}"
        for table, field in _COLUMNS
        if not {f"held.{table}.{field.column}", f"held.{field.column}"} & KNOWN
    ]
    assert without == []


def test_every_choice_of_every_watched_table_has_words():
    without = []
    for table, field in _COLUMNS:
        for choice, _ in field.choices or ():
            meaning = meaning_of_column(table, field.column)
            if not isinstance(meaning, Coded) or f"{meaning.prefix}.{choice}" not in KNOWN:
                without.append(f"{table}.{field.column} {choice}")
    assert without == []


def test_every_row_that_can_be_named_is():
    assert LABELS.keys() == WATCHED.keys()
    named = [
        meaning for table, field in _COLUMNS if isinstance(meaning := meaning_of_column(table, field.column), Names)
    ]
    assert {one.table for one in [*named, *_names(DETAILS.values())]} <= LABELS.keys()


def test_what_the_list_says_of_columns_are_columns():
    there = {f"{table}.{field.column}" for table, field in _COLUMNS}
    assert COLUMNS.keys() <= there


def _names(meanings):
    for one in meanings:
        match one:
            case Names():
                yield one
            case Row():
                yield from _names(one.places)
            case Keyed():
                yield from _names((one.key, one.value))


def _parts_of_deeds():
    """Every deed with every key that stands in a mapping it is recorded with, as far as the source says them."""
    found = set()
    for path in ROOT.rglob("*.py"):
        if "migrations" in path.parts:
            continue
        functions = [one for one in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(one, ast.FunctionDef)]
        by_name = {one.name: one for one in functions}
        for function in functions:
            for call in ast.walk(function):
                if isinstance(call, ast.Call) and getattr(call.func, "id", "") in ("record", "record_all"):
                    deed = call.args[0].value if isinstance(call.args[0], ast.Constant) else ""
                    said = [one.value for one in call.keywords if one.arg in ("before", "after")]
                    found |= {(deed, key) for one in said for key in _keys(one, function, by_name, 3)}
    return found


def _keys(node, function, functions, depth):
    """The keys of the mappings a value is made of: written there, put into a variable, or given by a function of the file."""
    if depth == 0:
        return
    for one in ast.walk(node):
        if isinstance(one, ast.Dict):
            yield from (key.value for key in one.keys if isinstance(key, ast.Constant))
        elif isinstance(one, ast.Name):
            for line in ast.walk(function):
                if isinstance(line, ast.Assign) and any(one.id in ast.unparse(target) for target in line.targets):
                    yield from _keys(line.value, function, functions, depth - 1)
        elif isinstance(one, ast.Call) and getattr(one.func, "id", "") in functions:
            called = functions[one.func.id]
            for line in ast.walk(called):
                if isinstance(line, ast.Return) and line.value is not None:
                    yield from _keys(line.value, called, functions, depth - 1)


def test_every_part_of_what_a_deed_says_has_words():
    parts = _parts_of_deeds()
    assert len(parts) > 100
    with translation.override("en"):
        without = sorted(f"{deed} {key}" for deed, key in parts if part_in_words(deed, "", key) == key)
    assert [one for one in without if not one.rpartition(" ")[2].isdecimal()] == []


@pytest.fixture
def told(county, people):
    """An entry on a county, with what deeds say of many kinds."""
    record("organisations.imported", county)
    record(
        "task.assigned",
        county,
        before={"lead": None, "deadline": None, "supporting": []},
        after={"lead": county.pk, "deadline": "2027-06-30", "supporting": [county.pk, 987654], "surprise": "raw"},
    )
    return Entry.objects.latest("number")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh-hans", {"lead": "牵头单位", "deadline": "时限", "supporting": "配合单位", "surprise": "surprise"}),
        ("en", {"lead": "Lead", "deadline": "Deadline", "supporting": "Supporters", "surprise": "surprise"}),
    ],
)
def test_parts_are_named_and_numbers_of_rows_are_names_with_their_trace(told, county, language, words):
    with translation.override(language):
        (_, trace), parts = entry_told(told, json.loads(told.before), json.loads(told.after))
    address = f"/journal/rows/organisations_organisation/{county.pk}/"
    assert trace == address
    assert {one.raw: "".join(piece.text for piece in one.what) for one in parts} == words
    after = {one.raw: [(piece.text, piece.link) for line in one.after for piece in line] for one in parts}
    assert after == {
        "lead": [("东县", address)],
        "deadline": [("2027-06-30", "")],
        "supporting": [("东县", address), ("987654", "")],
        "surprise": [("raw", "")],
    }


def test_a_row_that_is_gone_is_called_what_it_was_called_last(county, bureau, people):
    record("organisations.imported")
    was = {"id": 77, "title": "旧规划", "organisation_id": bureau.pk, "added_at": "2026-11-26 04:00:00"}
    gone = RowChange.objects.create(
        at="2026-11-26T04:00:00.000000+00:00",
        table_name="plans_plan",
        row_key="77",
        done="removed",
        before=json.dumps(was),
        after="",
    )
    with translation.override("zh-hans"):
        ((name, columns),) = changes_told([gone])
    said = {one.raw: ["".join(piece.text for piece in line) for line in one.before] for one in columns}
    assert name == "旧规划"
    assert said == {
        "id": ["77"],
        "title": ["旧规划"],
        "organisation_id": ["市科技局"],
        "added_at": ["2026-11-26 12:00:00"],
    }


def test_figures_and_codes_of_a_return_read_as_on_its_page(county, people):
    assert meaning_of_detail("return.filled", "return", "12") == DETAILS["return.filled *"]
    filled = Entry(
        number=1,
        deed="return.filled",
        kind="return",
        subject="5",
        before="",
        after='{"12":["value","12500.50","估计",{}]}',
    )
    with translation.override("zh-hans"):
        _, (part,) = entry_told(filled, None, json.loads(filled.after))
    assert "".join(piece.text for line in part.after for piece in line) == "12,500.5 · 估计"


def test_every_language_has_the_same_words():
    assert {frozenset(read_words(one).wordings) for one in LANGUAGES} == {frozenset(KNOWN)}
