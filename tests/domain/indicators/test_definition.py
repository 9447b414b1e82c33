"""Definitions, identities and the matching of names, on a small made-up catalogue."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from kechuang.domain.indicators.catalogue import Catalogue
from kechuang.domain.indicators.definition import (
    Basis,
    Direction,
    Growth,
    IndicatorDefinition,
    MeasureKind,
    Origin,
    Ratio,
    Sum,
    Within,
    keys_of,
)
from kechuang.domain.indicators.wording import WordingRules

MONEY = (("元", Decimal("0.00000001")), ("万元", Decimal("0.0001")), ("亿元", Decimal(1)))
PERCENT = (("%", Decimal(1)),)
SPENDING = IndicatorDefinition(
    key="gerd",
    name="全社会研发经费",
    english="GERD",
    wordings=("研发经费", "研发投入"),
    unit="亿元",
    units=MONEY,
    direction=Direction.RISE,
    kind=MeasureKind.FLOW,
    low=Decimal(0),
    high=None,
    meaning="内部支出",
    english_meaning="intramural spending",
    origin=Origin("公报", "统计局", "annual"),
    basis=Basis("国统字〔2019〕47号", date(2019, 1, 1)),
    trust="C1",
)
INTENSITY = replace(
    SPENDING,
    key="rd_intensity",
    name="研发投入强度",
    wordings=("研发投入占GDP比重",),
    unit="%",
    units=PERCENT,
    kind=MeasureKind.RATIO,
    high=Decimal(20),
)
GROWTH = replace(INTENSITY, key="gerd_growth", name="研发经费增长", wordings=())
NAMED_ALIKE = replace(INTENSITY, key="share", name="研发投入", wordings=())
RULES = WordingRules(
    synonyms={"研究与试验发展": "研发", "R&D": "研发", "地区生产总值": "GDP", "比例": "比重", "的": ""},
    prefixes=("全社会", "全市", "其中"),
    tails=("总量", "数", "额"),
    meaningful=("增", "全省"),
    doubled=("研发",),
)
INTENSITY_IS = Ratio("rd_intensity", "gerd", "gdp", Decimal(100))
GROWTH_IS = Growth("gerd_growth", "gerd")
BOOK = Catalogue((SPENDING, INTENSITY, GROWTH, NAMED_ALIKE), (INTENSITY_IS, GROWTH_IS), RULES)


@pytest.mark.parametrize(
    ("wording", "unit", "key"),
    [
        ("研发经费", "亿元", "gerd"),
        ("全社会研究与试验发展（R&D）经费", "万元", "gerd"),
        ("全市研发经费（亿元）", None, "gerd"),
        ("全社会 R＆D 投入占地区生产总值的比例（％）", "％", "rd_intensity"),
        ("其中：研发经费总量", "亿元", "gerd"),
        ("“研发投入”强度", "%", "rd_intensity"),
        ("研发经费额", "", "gerd"),
    ],
)
def test_one_measure_is_known_by_many_wordings(wording, unit, key):
    found = BOOK.match(wording, unit)
    assert found is not None
    assert found.key == key


@pytest.mark.parametrize(
    ("wording", "unit"),
    [
        ("规上工业研发经费", "亿元"),
        ("研发经费", "%"),
        ("研发经费（新增）", "亿元"),
        ("研发投入强度（全省）", "%"),
        ("研发", "亿元"),
        ("", None),
    ],
)
def test_what_is_only_alike_is_not_matched(wording, unit):
    assert BOOK.match(wording, unit) is None


def test_a_name_of_two_indicators_is_decided_by_its_unit_and_left_open_without_one():
    assert BOOK.match("研发投入", "亿元") == SPENDING
    assert BOOK.match("研发投入", "%") == NAMED_ALIKE
    assert BOOK.match("研发投入") is None


def test_values_are_converted_to_the_unit_of_the_definition():
    assert BOOK.convert(Decimal(45000), "万元", SPENDING) == Decimal("4.5")
    assert BOOK.convert(Decimal("4.5"), "", SPENDING) == Decimal("4.5")
    assert BOOK.convert(Decimal(3), "家", SPENDING) is None


def test_the_ends_of_the_natural_range_still_count():
    assert INTENSITY.possible(Decimal(0))
    assert INTENSITY.possible(Decimal(20))
    assert not INTENSITY.possible(Decimal("20.01"))
    assert not INTENSITY.possible(Decimal("-0.01"))
    assert SPENDING.possible(Decimal(10**9))


def test_an_indicator_knows_its_identities():
    assert BOOK.relations_of("gerd") == (INTENSITY_IS, GROWTH_IS)
    assert BOOK.relations_of("rd_intensity") == (INTENSITY_IS,)
    assert BOOK.relations_of("unknown") == ()


def test_an_identity_names_what_it_binds():
    assert keys_of(INTENSITY_IS) == ("rd_intensity", "gerd", "gdp")
    assert keys_of(Sum("gerd", ("berd", "herd"), exhaustive=False)) == ("gerd", "berd", "herd")
    assert keys_of(Within("little_giants", "srdi")) == ("little_giants", "srdi")
    assert keys_of(GROWTH_IS) == ("gerd_growth", "gerd")


def test_a_definition_is_found_by_its_key():
    assert BOOK["gerd"] == SPENDING
    assert "gerd" in BOOK
    assert "gdp" not in BOOK
    with pytest.raises(KeyError):
        BOOK["gdp"]
