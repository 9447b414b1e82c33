"""The number grammar: what is a quantity, how it binds, in what unit, and what is none."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kechuang.domain.numerals import scan_quantities
from kechuang.domain.numerals_chinese import read_chinese_number
from kechuang.domain.quantity import Bound, Interval
from kechuang.readers.rulebooks import read_vocabulary

VOCABULARY = read_vocabulary()


def read(text):
    """Each quantity as (low, high, bound, unit), short enough to write down."""
    return [(_short(q.low), _short(q.high), q.bound.value, q.unit) for q in scan_quantities(text, VOCABULARY)]


def _short(number):
    return None if number is None else f"{number:.4f}".rstrip("0").rstrip(".")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一点二亿元", ("1.2", "1.2", "=", "亿元")),
        ("增长百分之十五点五", ("15.5", "15.5", "=", "%")),
        ("百分之20以上", ("20", None, ">=", "%")),
        ("千分之三", ("3", "3", "=", "‰")),
        ("强度１５．５％", ("15.5", "15.5", "=", "%")),
        ("约3.5万人", ("3.5", "3.5", "~", "万人")),
        ("共1,500家", ("1500", "1500", "=", "家")),
        ("共１，５００ 家", ("1500", "1500", "=", "家")),
        ("总额２．６２亿元", ("2.62", "2.62", "=", "亿元")),
        ("三分之二以上", ("0.6667", None, ">=", "")),
        ("将1/3以上的资金", ("0.3333", None, ">=", "")),
        ("廿个", ("20", "20", "=", "个")),
        ("一百二十家", ("120", "120", "=", "家")),
        ("三万五千人", ("35000", "35000", "=", "人")),
        ("一亿二千万元", ("120000000", "120000000", "=", "元")),
        ("连续四届", ("4", "4", "=", "届")),
        ("两家", ("2", "2", "=", "家")),
        ("总数三百家", ("300", "300", "=", "家")),
    ],
)
def test_numbers_in_digits_and_in_chinese_are_read_alike(text, expected):
    assert read(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("100家以上", ("100", None, ">=", "家")),
        ("不低于2.3%", ("2.3", None, ">=", "%")),
        ("至少 30 项", ("30", None, ">=", "项")),
        ("≥90%", ("90", None, ">=", "%")),
        ("10家（含）以上", ("10", None, ">=", "家")),
        ("超过600家", ("600", None, ">", "家")),
        ("突破 5 亿元", ("5", None, ">", "亿元")),
        ("130余家", ("130", None, ">", "家")),
        ("3万余人次", ("3", None, ">", "万人次")),
        ("1亿多元", ("1", None, ">", "亿元")),
        ("十余家", ("10", None, ">", "家")),
        ("5.5%以内", (None, "5.5", "<=", "%")),
        ("控制在5.5%以内", (None, "5.5", "<=", "%")),
        ("不超过3项", (None, "3", "<=", "项")),
        ("≤0.9", (None, "0.9", "<=", "")),
        ("不足10%", (None, "10", "<", "%")),
        ("低于0.24%", (None, "0.24", "<", "%")),
        ("近 5 亿元", ("5", "5", "~", "亿元")),
        ("0.1%左右", ("0.1", "0.1", "~", "%")),
        ("约10家以上", ("10", None, ">=", "家")),
        ("1—2 家", ("1", "2", "range", "家")),
        ("10～20台（套）", ("10", "20", "range", "台（套）")),
        ("3至5个", ("3", "5", "range", "个")),
        ("5%—8%", ("5", "8", "range", "%")),
        ("2万—3万人", ("2", "3", "range", "万人")),
        ("40—45", ("40", "45", "range", "")),
    ],
)
def test_the_words_around_a_number_say_how_it_binds(text, expected):
    assert read(text) == [expected]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("12.6亿元", "亿元"),
        ("0.46件/万人", "件/万人"),
        ("0.5吨标准煤/万元", "吨标准煤/万元"),
        ("2.89 人/年", "人/年"),
        ("30万头（只）", "万头（只）"),
        ("10 万平方米", "万平方米"),
        ("5000㎡", "㎡"),
        ("300km²", "km²"),
        ("5个百分点", "个百分点"),
        ("2.4倍", "倍"),
        ("500千瓦", "千瓦"),
        ("500千元", "千元"),
        ("35微克/立方米", "微克/立方米"),
        ("20万千瓦时", "万千瓦时"),
        ("2.21∶1", "∶1"),
        ("100 人年", "人年"),
    ],
)
def test_a_unit_is_kept_as_printed(text, unit):
    assert [q.unit for q in scan_quantities(text, VOCABULARY)] == [unit]


@pytest.mark.parametrize(
    "text",
    [
        "“十四五”期间", "十五五时期", "一把手抓三个一百工程", "一二三产业融合", "二〇三五年远景目标", "2025年", "2021—2025年", "2021-2025",
        "2019年10月5日", "2022.01.20", "3月底", "〔2022〕15号", "（2016）21 号", "专栏2", "专栏 10", "表1", "图3", "附件 2", "第三次", "第7届委员会",
        "第二批", "第12条", "“1+3”主导产业", "“5+1”产业体系", "3+3+N", "“1354”思路", "5G基站", "3D打印", "4A级景区", "Web3.0", "工业4.0", "COVID-19",
        "PM2.5浓度", "GB/T2312", "双一流", "十大行动", "四川万达", "百强县", "千亿级产业", "三大体系", "两个中心", "一批", "数百家", "几十家", "十几个",
        "几十万元", "137 队", "283队", "二十届三中全会", "每10万人口", "万名就业人员", "《“十四五”2项规划》", "1. 积极争取", "（2）建设", "1.1.1 目标",
        "；3.推进", "12:30", "0827-5261234", "2.0版", "1990年代", "“百千万引才工程”", "一两家", "三五家", "R&D", "“3060”目标", "万众创新", "一百五",
        "“最后一公里”", "“1个中心+3个基地+N个平台”", "省委十一届八次全会", "参考[34-36]", "五百亿级园区", "亿亿十",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_number_is_left_alone(text):
    assert read(text) == []


def test_a_caption_is_no_number_but_a_word_that_ends_like_one_hides_none():
    assert read("人大代表300名，如图3，见表 2") == [("300", "300", "=", "名")]


def test_a_place_in_a_ranking_is_a_number_though_it_begins_with_di():
    assert read("位列全省第 7 名") == [("7", "7", "=", "名")]
    assert read("综合排名居全省第3位") == [("3", "3", "=", "位")]
    assert read("进入全省前20位") == [(None, "20", "<=", "位")]


def test_breaking_through_a_number_is_a_bound_but_breaking_through_technologies_is_not():
    assert read("科技型中小企业突破600家") == [("600", None, ">", "家")]
    assert read("突破10项关键核心技术") == [("10", "10", "=", "项")]


def test_a_change_from_one_number_to_another_is_not_a_range():
    assert read("由26家到94家") == [("26", "26", "=", "家"), ("94", "94", "=", "家")]


def test_a_sum_of_named_numbers_is_two_quantities_when_each_has_its_unit():
    assert read("1个高新区+5个经开区") == [("1", "1", "=", "个"), ("5", "5", "=", "个")]


def test_a_cell_that_is_only_a_number_is_one_even_if_it_could_be_a_year():
    assert read("2020") == [("2020", "2020", "=", "")]
    assert read("-0.5") == [("-0.5", "-0.5", "=", "")]


def test_the_span_covers_bound_number_and_unit_and_the_digits_have_their_own():
    text = "全市企业达到 不少于１００ 家左右"
    (quantity,) = scan_quantities(text, VOCABULARY)
    assert text[quantity.start : quantity.end] == "不少于１００ 家左右"
    assert text[quantity.number_start : quantity.number_end] == "１００"


def test_a_printed_number_is_an_interval():
    (plain,) = scan_quantities("2.3%", VOCABULARY)
    (about,) = scan_quantities("约2.3%", VOCABULARY)
    (least,) = scan_quantities("100家以上", VOCABULARY)
    (above,) = scan_quantities("突破100家", VOCABULARY)
    (below,) = scan_quantities("不足10%", VOCABULARY)
    (span,) = scan_quantities("10—20项", VOCABULARY)
    number = Decimal
    assert plain.interval() == Interval(number("2.25"), number("2.35"), high_open=True)
    assert about.interval() == Interval(number("2.185"), number("2.415"))
    assert least.interval() == Interval(number(100), None)
    assert above.interval() == Interval(number(100), None, low_open=True)
    assert below.interval() == Interval(None, number(10), high_open=True)
    assert span.interval() == Interval(number("9.5"), number("20.5"), high_open=True)


@given(st.text(alphabet="0123456789一二十百千万亿点年月家个%.,，—-至约以上余第“”《》（）专栏2 \n", max_size=60))
def test_whatever_the_text_spans_are_in_order_and_inside_it(text):
    end = 0
    for quantity in scan_quantities(text, VOCABULARY):
        assert end <= quantity.start <= quantity.number_start < quantity.number_end <= quantity.end <= len(text)
        assert (quantity.low is None, quantity.high is None) in {
            Bound.AT_LEAST: [(False, True)],
            Bound.ABOVE: [(False, True)],
            Bound.AT_MOST: [(True, False)],
            Bound.BELOW: [(True, False)],
        }.get(quantity.bound, [(False, False)])
        end = quantity.end


@given(st.integers(min_value=1, max_value=9999_9999))
def test_every_whole_number_written_in_chinese_reads_back(number):
    value, scale = read_chinese_number(_in_chinese(number))
    assert value * {"": 1, "万": 10_000}[scale] == number


@given(st.text(alphabet="零〇一二两三四五六七八九十百千万亿廿卅点", min_size=1, max_size=30))
def test_a_run_of_numerals_that_is_no_number_is_refused_without_fuss(run):
    read = read_chinese_number(run)
    assert read is None or read[0] >= 0


def _in_chinese(number):
    if number >= 10_000:
        rest = number % 10_000
        return (
            _in_chinese(number // 10_000) + "万" + (("零" if rest < 1000 else "") + _in_chinese(rest) if rest else "")
        )
    text = ""
    for place, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        if digit:
            text += "零一二三四五六七八九"[digit] + name
        elif text and number % place and not text.endswith("零"):
            text += "零"
    return text


def test_a_line_of_nothing_but_digits_costs_no_more_than_its_length():
    assert scan_quantities("1" * 1_000_000, VOCABULARY) == ()
