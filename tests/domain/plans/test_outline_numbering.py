"""Heading numbers in every style."""

import pytest

from kechuang.domain.folding import fold
from kechuang.domain.plans.structure.numbering import Style, read_marker


@pytest.mark.parametrize(
    ("line", "style", "number"),
    [
        ("第一篇 总论", Style.PART, 1),
        ("第十二章　保障", Style.CHAPTER, 12),
        ("第 3 节 目标", Style.SECTION, 3),
        ("二、总体要求", Style.CHINESE, 2),
        ("（十一）深化改革", Style.CHINESE_BRACKET, 11),
        ("(二) 形势", Style.CHINESE_BRACKET, 2),
        ("3．创新平台", Style.ARABIC, 3),
        ("３、创新平台", Style.ARABIC, 3),
        ("3．2020年底前完成清理", Style.ARABIC, 3),
        ("1.2 发展环境", Style.DECIMAL, 2),
        ("1.2.3 发展环境", Style.DECIMAL_DEEP, 3),
        ("（4）文化旅游", Style.ARABIC_BRACKET, 4),
        ("2）平台", Style.ARABIC_HALF_BRACKET, 2),
        ("③人才", Style.CIRCLED, 3),
        ("⒊创新平台", Style.ARABIC, 3),
        ("⑷文化旅游", Style.ARABIC_BRACKET, 4),
        ("㈡形势", Style.CHINESE_BRACKET, 2),
        ("  **四、组织实施**", Style.CHINESE, 4),
        ("⼆、总体要求", Style.CHINESE, 2),
    ],
)
def test_a_number_is_known_by_its_style_whatever_the_width_of_its_characters(line, style, number):
    marker = read_marker(fold(line))
    assert marker is not None
    assert (marker.style, marker.number) == (style, number)


@pytest.mark.parametrize(
    "line",
    [
        "一、二、三产业融合发展",
        "三、四线城市更新",
        "1.5万吨产能",
        "2.30亿元",
        "十四五时期",
        "2025年目标",
        "第一产业增加值",
        "一是加强领导",
    ],
)
def test_numbers_in_words_and_quantities_are_no_heading_numbers(line):
    assert read_marker(fold(line)) is None


def test_a_run_of_figures_that_is_no_number_is_no_heading_number():
    assert read_marker(fold("一一、平台")) is None
