"""Units of measure: what a printed unit is made of, and exact conversion."""

from decimal import Decimal

import pytest

from kechuang.domain.units import UnitMismatch, UnitOfMeasure, code_of, convert, read_unit
from kechuang.readers.rulebooks import read_vocabulary

VOCABULARY = read_vocabulary()


def unit(printed):
    return read_unit(printed, VOCABULARY)


@pytest.mark.parametrize(
    ("value", "source", "target", "expected"),
    [
        ("1.2", "亿元", "万元", "12000"),
        ("3.5", "万人次", "人次", "35000"),
        ("5", "千元", "元", "5000"),
        ("0.46", "件/万人", "件/人", "0.000046"),
        ("2", "公顷", "亩", "30"),
        ("3", "平方公里", "㎡", "3000000"),
        ("500", "千瓦", "兆瓦", "0.5"),
        ("12", "家", "户", "12"),
        ("12", "户", "个", "12"),
        ("10", "台（套）", "台", "10"),
        ("15", "‰", "%", "1.5"),
        ("100", "名", "人", "100"),
        ("6", "万元/人", "元/人", "60000"),
    ],
)
def test_units_of_one_kind_convert_exactly(value, source, target, expected):
    assert convert(Decimal(value), unit(source), unit(target)) == Decimal(expected)


@pytest.mark.parametrize(
    ("source", "target"), [("%", "个百分点"), ("亿元", "家"), ("件/万人", "件"), ("人", "人次"), ("亿元", "亿美元")]
)
def test_different_kinds_do_not_convert_and_the_message_names_both(source, target):
    with pytest.raises(UnitMismatch, match=f"{source}.*{target}"):
        convert(Decimal(1), unit(source), unit(target))


def test_a_unit_is_a_scale_of_a_base_for_each_of_another():
    assert unit("吨标准煤/万元") == UnitOfMeasure("吨标准煤/万元", "千克标准煤", Decimal(1000), "元", Decimal(10000))


def test_a_unit_nobody_knows_is_its_own_base():
    assert unit("蚁力") == UnitOfMeasure("蚁力", "蚁力")


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("万元", "10000 元"),
        ("家", "1 个"),
        ("户", "1 个"),
        ("件/万人", "0.0001 个/人"),
        ("%", "10 ‰"),
        ("", None),
        ("嘟嘟", None),
    ],
)
def test_every_spelling_of_a_unit_has_one_code(printed, code):
    assert code_of(printed, VOCABULARY) == code
