"""What is doubted in recognised text."""

import pytest

from kechuang.readers.ocr.ocr_doubt import Doubt, doubts_within


def doubted(text: str, *, unsure: dict[str, float] | None = None, sure: float = 0.99) -> list[tuple[str, float]]:
    """The doubted stretches of a text whose characters are sure but for those named."""
    sureness = [(unsure or {}).get(character, sure) for character in text]
    return [(text[doubt.start : doubt.end], round(doubt.confidence, 2)) for doubt in doubts_within(text, sureness)]


def test_a_sure_line_is_not_doubted():
    assert doubted("到2025年，研发投入强度达到0.65%以上") == []


def test_one_unsure_digit_makes_its_number_doubtful_however_long_the_line():
    assert doubted("全县高新技术企业达到47家，技术合同成交额达到2.62亿元", unsure={"7": 0.8}) == [("47", 0.8)]


def test_a_line_below_the_gate_is_doubted_as_a_whole():
    assert doubted("科技创新", sure=0.85) == [("科技创新", 0.85)]


def test_which_kind_of_dash_stands_there_does_not_matter():
    assert doubted("2021—2025", unsure={"—": 0.3}) == []


@pytest.mark.parametrize("number", ["20232025", "9.990.65", "1,23", "12,3456"])
def test_a_number_that_cannot_be_is_doubted(number):
    assert doubted(f"达到{number}家") == [(number, 0.5)]


@pytest.mark.parametrize("number", ["1,234", "1,234,567.8", "0.65", "2025.3.1", "8", "12345678"])
def test_an_ordinary_number_is_not(number):
    assert doubted(f"达到{number}家") == []


def test_a_period_that_ends_before_it_begins_is_doubted():
    assert doubted("2025—2021") == [("2025—2021", 0.5)]


def test_a_letter_inside_a_number_is_doubted():
    assert [text for text, _ in doubted("增加1O0家")] == ["1O0"]


def test_the_bracket_of_a_cumulative_figure_counts_like_a_digit():
    assert list(doubts_within("〔17〕", [0.7, 0.99, 0.99, 0.99])) == [Doubt(0, 4, 0.7)]
