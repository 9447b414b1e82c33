"""What single cells of tables say."""

from decimal import Decimal

import pytest

from kechuang.domain.plans.tables.cells import Holds, is_placeholder, read_cell
from kechuang.domain.plans.tables.cells_units import is_unit, read_name, read_unit
from kechuang.readers.rulebooks import read_vocabulary

WORDS = read_vocabulary()


@pytest.mark.parametrize(
    ("printed", "value", "bound"),
    [
        ("0.30", "0.30", "="),
        ("0", "0", "="),
        ("1,500", "1500", "="),
        ("12 345", "12345", "="),
        ("２．６２", "2.62", "="),
        ("≥50", "50", ">="),
        ("＞ 80", "80", ">"),
        ("≤0.9", "0.9", "<="),
        ("＜5.5（年均）", "5.5", "<"),
        ("1.45 左右", "1.45", "~"),
        ("90以上", "90", ">="),
        ("不低于20", "20", ">="),
        ("控制在5.5以内", "5.5", "<="),
        ("5000余", "5000", ">"),
        ("40—45", "40", "range"),
        ("3-5", "3", "range"),
        ("2.21∶1", "2.21", "="),
        ("-2.7个百分点", "-2.7", "="),
        ("第15位", "15", "="),
        ("前10名", "10", "<="),
        ("达到90%", "90", "="),
        ("10.5*", "10.5", "="),
        ("25.1①", "25.1", "="),
    ],
)
def test_numbers_as_printed(printed, value, bound):
    read = read_cell(printed, WORDS)
    assert (read.holds, read.value, read.bound.value) == (Holds.NUMBER, Decimal(value), bound)


def test_a_range_keeps_both_ends():
    read = read_cell("40—45", WORDS)
    assert (read.low, read.high) == (Decimal(40), Decimal(45))


@pytest.mark.parametrize("printed", ["", " ", "—", "-", "——", "---", "/", "…", "……", "无", "\u3000", "－", "不适用"])
def test_cells_that_hold_nothing(printed):
    assert is_placeholder(printed, WORDS)
    assert read_cell(printed, WORDS).value is None


@pytest.mark.parametrize(
    "printed",
    ["与GDP增长同步", "应保尽保", "完成省下达任务", "保持在合理区间、各年度视情提出", "高于全国平均水平1个百分点"],
)
def test_targets_in_words_have_no_number(printed):
    assert (read_cell(printed, WORDS).holds, read_cell(printed, WORDS).value) == (Holds.WORDS, None)


def test_brackets_mean_a_sum_over_the_years():
    assert [
        read_cell(one, WORDS).cumulative for one in ("〔17.7〕", "[10%]", "【5】", "五年累计100家", "12", "（27）")
    ] == [True] * 4 + [False] * 2
    assert read_cell("（27）", WORDS, sums=frozenset("(")).cumulative


@pytest.mark.parametrize(
    "printed", ["500（累计）", "500[五年累计]", "（累计）500", "累计[500]", "5年累计500", "[累计500]", "500家（累计）"]
)
def test_a_sum_may_be_told_in_words_before_or_behind_the_value(printed):
    read = read_cell(printed, WORDS)
    assert (read.value, read.cumulative) == (Decimal(500), True)


def test_a_bound_may_stand_before_the_brackets_of_a_sum():
    assert [
        (read.value, read.bound.value, read.cumulative)
        for read in (read_cell(one, WORDS) for one in ("≥〔25〕", ">[25]"))
    ] == [
        (Decimal(25), ">=", True),
        (Decimal(25), ">", True),
    ]


@pytest.mark.parametrize("printed", ["进入全省前10位", "稳居全省前10位", "跻身全省前10", "保持全省前十"])
def test_places_to_be_reached_or_kept(printed):
    read = read_cell(printed, WORDS)
    assert (read.value, read.bound.value) == (Decimal(10), "<=")


def test_how_far_to_go_is_told_from_where_to_arrive():
    moves = ["较2025年下降10%", "比上年增长8%以上", "年均增长8%", "新增20家", "提高2个百分点"]
    arrives = ["提高到35%", "降至10%以下", "增长到20家", "达到35%左右"]
    assert [read_cell(one, WORDS).moves for one in moves] == [True] * 5
    assert [read_cell(one, WORDS).moves for one in arrives] == [False] * 4
    assert (read_cell(moves[0], WORDS).value, read_cell(moves[0], WORDS).unit) == (Decimal(10), "%")


def test_a_year_behind_the_value_and_marks_of_footnotes_are_told():
    assert (read_cell("2.4（2019年）", WORDS).year, read_cell("10.5*", WORDS).marks) == (2019, ("*",))


@pytest.mark.parametrize(
    ("printed", "name", "unit"),
    [
        ("高新技术企业（家）", "高新技术企业", "家"),
        ("省级工程研究中心（实验室）（个）", "省级工程研究中心（实验室）", "个"),
        ("举办陈列展览数量（含临展）", "举办陈列展览数量（含临展）", None),
        ("细颗粒物（PM2.5）浓度（微克/立方米）", "细颗粒物（PM2.5）浓度", "微克/立方米"),
        ("技术合同成交额（亿元，五年累计）", "技术合同成交额", "亿元"),
        ("1. 国内生产总值(GDP)增长(%)", "国内生产总值(GDP)增长", "%"),
        ("12. 3岁以下婴幼儿入托率提高（百分点）", "3岁以下婴幼儿入托率提高", "百分点"),
        ("#发明专利数（件）", "发明专利数", "件"),
        ("其中：政府资金（亿元）", "政府资金", "亿元"),
        ("高价值发明专利量*", "高价值发明专利量", None),
        ("每万人口发明专利（件/万人）①", "每万人口发明专利", "件/万人"),
        ("年接待观众数量（万人\n次）", "年接待观众数量", "万人次"),
        ("全社会 R&D 经费占比（%）", "全社会 R&D 经费占比", "%"),
        ("单位GDP能耗（吨标准煤/万元）", "单位GDP能耗", "吨标准煤/万元"),
        ("城市²空气质量优良天数（天）", "城市空气质量优良天数", "天"),
        ("5G基站数（万个）", "5G基站数", "万个"),
        ("高新技术企业数，家", "高新技术企业数", "家"),
    ],
)
def test_names_without_unit_number_and_marks(printed, name, unit):
    read = read_name(printed, WORDS)
    assert (read.text, read.unit) == (name, unit)


def test_what_is_a_unit_and_what_is_not():
    units = [
        "%",
        "％",
        "亿元",
        "万人次",
        "件/万人",
        "人年",
        "个",
        "平方公里",
        "亿吨标准煤",
        "微克/立方米",
        "元",
        "百分点",
        "万亿斤",
    ]
    others = ["含临展", "GDP", "实验室", "标准、导则等", "2015年=100", "境", "一、二类"]
    assert [one for one in units if not is_unit(one, WORDS)] == []
    assert [one for one in others if is_unit(one, WORDS)] == []


def test_a_line_of_several_units_is_no_unit():
    assert (read_unit("亿元、%", WORDS), read_unit("亿元", WORDS), read_unit("单位：万元", WORDS)) == (
        None,
        "亿元",
        "万元",
    )
