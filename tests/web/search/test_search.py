"""Any stretch of two characters or more is found, on whichever database the tests run, and nothing else is."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kechuang.web.search import actions, queries
from kechuang.web.search.actions import Listing
from kechuang.web.search.bigrams import LONGEST, pieces, shadow
from kechuang.web.search.models import Found

SENTENCES = (
    "全社会研发经费投入强度达到２．６％，高新技术企业达到120家以上。",
    "实施“揭榜挂帅”机制，牵头单位：市科技局；配合单位：各县（区）。",
    "R&D经费支出与GDP之比 (R&D Intensity) 由 2.1% 提高到 2.6%",
)


@pytest.fixture
def stored(db):
    """Three things, the last long enough to be kept in several stretches."""
    long = "".join(random.Random(4).choices(SENTENCES, k=300))
    texts = [*SENTENCES, long]
    actions.put_all(Listing("plan", number, f"第{number}号", text) for number, text in enumerate(texts))
    return texts


def found(query):
    """The subjects that fit."""
    return set(queries.found_for(query).values_list("subject", flat=True))


@pytest.mark.parametrize("length", [1, 2, 3, 4, 17])
def test_every_stretch_of_every_text_is_found_and_only_where_it_stands(stored, length):
    for text in SENTENCES:
        for start in range(len(text) - length + 1):
            asked = text[start : start + length]
            if any(one.isspace() for one in asked):
                continue
            holds = {number for number, one in enumerate(stored) if shadow(asked) in shadow(one)}
            titled = {number for number in range(len(stored)) if shadow(asked) in shadow(f"第{number}号")}
            assert found(asked) == holds | titled, asked


def test_stretches_across_the_seams_of_a_long_text_are_found(stored):
    text = stored[-1]
    assert len(pieces(text)) > 2
    for start in range(1_930, 2_020):
        asked = text[start : start + 12]
        if not any(one.isspace() for one in asked):
            assert 3 in found(asked), asked


@settings(max_examples=200, deadline=None)
@given(st.text(min_size=1, max_size=40), st.integers(1, 6_000), st.integers(0, 6_000), st.integers(2, LONGEST))
def test_no_phrase_is_cut_by_a_seam(part, size, start, length):
    text = (part * size)[:size]
    asked = shadow(text)[start : start + length]
    assert any(asked in piece for piece in pieces(text)) or not asked


def test_full_width_and_capital_letters_are_no_hindrance(stored):
    assert found("2.6％") == found("２．６%") == {0, 2, 3}
    assert found("r&d intensity") == found("R&D Intensity") == {2, 3}


def test_every_part_counts_and_the_parts_may_stand_apart(stored):
    assert found("牵头 各县") == {1, 3}
    assert found("牵头 各乡") == set()


def test_what_has_it_in_its_title_comes_first(db):
    actions.put("task", 1, None, "其他", "研发经费")
    actions.put("task", 2, None, "研发经费", "其他")
    actions.put("task", 3, None, "其他", "研发经费")
    assert list(queries.found_for("研发").values_list("subject", flat=True)) == [2, 3, 1]


def test_what_is_put_in_again_holds_only_what_it_says_now(db):
    actions.put("task", 1, None, "旧名", "旧文")
    actions.put("task", 1, None, "新名", "新文")
    assert found("旧文") == found("旧名") == set()
    assert found("新文") == {1}
    actions.remove("task", 1)
    assert found("新文") == set()
    assert not Found.objects.exists()


@pytest.mark.parametrize("asked", ["", "  ", '"', "' OR 1=1", "a*", "NOT", "(x", "&|!:*<->", "\x00", "%s"])
def test_whatever_is_asked_is_a_question(stored, asked):
    assert found(asked) <= {0, 1, 2, 3}


def test_what_was_asked_for_is_marked_in_the_words_as_they_stand():
    assert queries.marked("强度达到２．６％。", "2.6%") == [("强度达到", False), ("２．６％", True), ("。", False)]
    assert queries.marked("研发研发", "研发") == [("研发", True), ("研发", True)]


def test_an_excerpt_shows_the_place():
    text = "前" * 100 + "研发经费" + "后" * 300
    assert "研发经费" in queries.excerpt(text, "研发")
    assert len(queries.excerpt(text, "研发")) < 200
