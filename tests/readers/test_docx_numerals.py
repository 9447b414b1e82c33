"""Counters as Word prints them, at the places where the formats part ways."""

import pytest

from kechuang.readers.word.docx_numerals import write_counter

SHOWN = {
    "chineseCounting": {1: "一", 10: "十", 11: "十一", 19: "十九", 20: "二十", 99: "九十九", 100: "一○○", 101: "一○一"},
    "chineseCountingThousand": {1: "一", 10: "十", 19: "十九", 21: "二十一", 101: "一百〇一", 110: "一百一十", 1001: "一千〇一", 10000: "一万"},
    "chineseLegalSimplified": {1: "壹", 2: "贰", 10: "壹拾", 11: "壹拾壹", 101: "壹佰零壹"},
    "taiwaneseCounting": {1: "一", 10: "十", 12: "十二", 101: "一○一"},
    "taiwaneseCountingThousand": {10: "十", 101: "一百零一", 10000: "一萬"},
    "taiwaneseDigital": {1: "一", 10: "一○"},
    "ideographDigital": {1: "一", 10: "一〇", 101: "一〇一"},
    "ideographLegalTraditional": {1: "壹", 2: "貳", 10: "壹拾", 101: "壹佰零壹"},
    "ideographTraditional": {1: "甲", 10: "癸", 11: "11"},
    "ideographZodiac": {1: "子", 12: "亥", 13: "13"},
    "ideographZodiacTraditional": {1: "甲子", 11: "甲戌", 60: "癸亥", 61: "61"},
    "ideographEnclosedCircle": {1: "㈠", 10: "㈩", 11: "11"},
    "japaneseCounting": {1: "一", 10: "十", 101: "百一", 1111: "千百十一"},
    "japaneseLegal": {1: "壱", 10: "壱拾", 101: "壱百壱"},
    "japaneseDigitalTenThousand": {10: "一〇"},
    "koreanDigital": {1: "일", 11: "일일"},
    "koreanCounting": {1: "일", 11: "십일", 101: "백일"},
    "koreanLegal": {1: "하나", 21: "스물하나", 100: "백"},
    "koreanDigital2": {11: "一一", 10: "一零"},
    "ganada": {1: "가", 14: "하", 15: "가"},
    "chosung": {1: "ㄱ", 14: "ㅎ"},
    "aiueoFullWidth": {1: "ア", 46: "ン", 47: "ア"},
    "decimal": {0: "0", 101: "101"},
    "decimalZero": {1: "01", 10: "10"},
    "decimalFullWidth": {10: "１０"},
    "decimalEnclosedCircle": {1: "①", 20: "⑳", 21: "21"},
    "decimalEnclosedCircleChinese": {10: "⑩", 11: "11"},
    "decimalEnclosedParen": {2: "⑵"},
    "decimalEnclosedFullstop": {3: "⒊"},
    "numberInDash": {3: "- 3 -"},
    "upperRoman": {4: "IV", 1999: "MCMXCIX"},
    "lowerRoman": {9: "ix"},
    "upperLetter": {1: "A", 26: "Z", 27: "AA", 28: "BB"},
    "lowerLetter": {2: "b", 53: "aaa"},
    "ordinal": {1: "1st", 2: "2nd", 3: "3rd", 11: "11th", 112: "112th", 121: "121st"},
    "hex": {10: "A"},
    "none": {1: ""},
    "a format nobody knows": {7: "7"},
}  # fmt: skip


@pytest.mark.parametrize("number_format", SHOWN)
def test_a_counter_reads_as_word_prints_it(number_format):
    shown = SHOWN[number_format]

    assert {number: write_counter(number, number_format) for number in shown} == shown


def test_a_picture_of_zeros_pads_the_counter():
    assert write_counter(7, "custom", "001, 002, 003, ...") == "007"


@pytest.mark.parametrize("number_format", SHOWN)
def test_no_counter_is_too_small_or_too_large_to_write(number_format):
    assert {type(write_counter(number, number_format)) for number in (-1, 0, 2**31)} == {str}
