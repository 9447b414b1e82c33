"""Spaces and brackets of recognised text."""

import pytest

from kechuang.readers.ocr.ocr_engine import Reading
from kechuang.readers.ocr.ocr_tidy import part_row_numbers, tidy


def tidied(text: str) -> str:
    places = tuple((at + 0.5) / len(text) for at in range(len(text)))
    reading = tidy(Reading(text, (0.99,) * len(text), places), width=len(text) * 0.5)
    assert len(reading.text) == len(reading.sureness) == len(reading.places)
    return reading.text


@pytest.mark.parametrize(
    ("seen", "meant"),
    [
        ("高于 GDP 增长", "高于GDP增长"),
        ("> 22", ">22"),
        ("1.45 左右", "1.45左右"),
        ("PCT International patents", "PCT International patents"),
        ("2. 62亿元", "2.62亿元"),
    ],
)
def test_spaces_that_only_show_the_width_of_the_print_go(seen, meant):
    assert tidied(seen) == meant


@pytest.mark.parametrize(
    ("seen", "meant"),
    [
        ("(17.7〕", "〔17.7〕"),
        ("[6〕", "〔6〕"),
        ("[0.35]", "〔0.35〕"),
        ("（2024）", "（2024）"),
        ("见[3]页", "见[3]页"),
    ],
)
def test_brackets_at_a_cumulative_figure_match(seen, meant):
    assert tidied(seen) == meant


def test_a_bracket_put_right_is_doubted():
    reading = tidy(Reading("(17〕", (0.99,) * 4, (0.1, 0.4, 0.6, 0.9)), width=2.0)
    assert reading.sureness == (0.5, 0.99, 0.99, 0.99)


def test_years_are_parted_by_the_dash_of_a_period():
    assert tidied("2022-2025") == "2022—2025"


def test_a_gap_as_wide_as_a_character_parts_the_number_of_a_heading_from_its_words():
    reading = Reading("01人工", (0.99,) * 4, (0.06, 0.18, 0.6, 0.85))
    assert tidy(reading, width=4.0).text == "01 人工"


def rows(*texts: str) -> list[Reading]:
    return [Reading(text, (0.99,) * len(text), tuple(at / len(text) for at in range(len(text)))) for text in texts]


def test_the_number_of_a_row_is_parted_from_a_name_that_begins_with_a_figure():
    numbered = part_row_numbers(rows("11.床位占比", "12.3岁以下入托率", "13.预期寿命"))
    assert [reading.text for reading in numbered] == ["11.床位占比", "12. 3岁以下入托率", "13.预期寿命"]


def test_a_decimal_in_a_column_of_values_stays_whole():
    values = part_row_numbers(rows("11.7%", "12.3岁", "13.1%"))
    assert [reading.text for reading in values] == ["11.7%", "12.3岁", "13.1%"]
