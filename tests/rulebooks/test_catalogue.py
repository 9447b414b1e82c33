"""The shipped catalogue of indicators: complete, consistent, and knowing how plans write."""

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest

from kechuang.domain.indicators.definition import Growth, MeasureKind, Ratio, Sum, Within, keys_of
from kechuang.readers.catalogue import read_catalogue

CATALOGUE = read_catalogue()


def test_it_holds_more_than_sixty_standard_indicators_beside_the_platforms_by_level():
    written_out = [one for one in CATALOGUE.definitions if one.origin.table != "科技平台名录"]
    assert len(written_out) >= 100


def test_keys_and_names_are_unique():
    for values in ([one.key for one in CATALOGUE.definitions], [one.name for one in CATALOGUE.definitions]):
        assert [value for value, times in Counter(values).items() if times > 1] == []


@pytest.mark.parametrize("one", CATALOGUE.definitions, ids=lambda one: one.key)
def test_every_definition_is_complete(one):
    assert one.key.isidentifier()
    assert one.key.islower()
    assert all((one.name, one.english, one.wordings, one.meaning, one.english_meaning, one.origin.owner))
    assert one.basis.document
    assert isinstance(one.basis.since, date)
    assert one.trust in {"C1", "C2", "M-H", "M-M", "LOCAL"}
    assert one.factor(one.unit) == 1
    assert one.low is not None or one.kind is not MeasureKind.STOCK
    if one.units[0][0] == "%":
        assert one.kind in {MeasureKind.RATIO, MeasureKind.INDEX}


@pytest.mark.parametrize("one", CATALOGUE.definitions, ids=lambda one: one.key)
def test_every_wording_finds_its_own_indicator(one):
    for wording in (one.name, *one.wordings):
        assert CATALOGUE.match(wording, one.unit) == one, wording


def test_identities_bind_known_indicators_in_units_that_fit():
    for relation in CATALOGUE.relations:
        assert [key for key in keys_of(relation) if key not in CATALOGUE] == []
        match relation:
            case Ratio(ratio, part, whole, scale):
                assert scale == 100 or CATALOGUE[ratio].unit != "%"
                assert CATALOGUE[ratio].unit != "%" or CATALOGUE[part].unit == CATALOGUE[whole].unit
            case Sum(total, parts):
                assert {CATALOGUE[part].unit for part in parts} == {CATALOGUE[total].unit}
            case Within(part, whole):
                assert CATALOGUE[part].unit == CATALOGUE[whole].unit
            case Growth(growth):
                assert CATALOGUE[growth].unit == "%"


@pytest.mark.parametrize(
    ("wording", "unit", "key"),
    [
        ("全社会研究与试验发展经费支出占地区生产总值的比重", "%", "rd_intensity"),
        ("全社会研发经费投入（R&D）强度", "%", "rd_intensity"),
        ("R&D 投入占 GDP 的比例", "％", "rd_intensity"),
        ("全社会Ｒ＆Ｄ经费投入总量", "亿元", "gerd"),
        ("规上工业企业研发投入占销售收入比", "%", "industrial_rd_intensity"),
        ("每万人口高价值发明专利拥有量", "件", "high_value_inventions_per_10k"),
        ("万人有效发明专利拥有量", "件/万人", "inventions_per_10k"),
        ("国家高新技术企业数量", "家", "high_tech_enterprises"),
        ("“专精特新”企业数", "家", "srdi"),
        ("国家级专精特新“小巨人”企业", "家", "little_giants"),
        ("技术合同成交金额", "万元", "technology_contract_value"),
        ("技术合同认定登记额", "亿元", "technology_contract_registered_value"),
        ("省级及以上农业科技园区", "个", "provincial_or_above_agricultural_parks"),
        ("国家级和省级重点实验室", "个", "provincial_or_above_key_laboratories"),
        ("院士（专家）工作站", "家", "academician_stations"),
        ("公民具备科学素质比例", "%", "science_literacy"),
        ("选派科技特派员", "人次", None),
        ("省级科技特派员", "名", None),
        ("新增高新技术企业", "家", None),
        ("高新技术产业营业收入", "%", None),
        ("财政科技支出占GDP比重（全国）", "%", None),
        ("科技企业孵化器、众创空间数", "个", None),
        ("高新技术企业数量全省位次", "位", None),
    ],
)
def test_the_ways_plans_write_are_known_and_lookalikes_are_not(wording, unit, key):
    found = CATALOGUE.match(wording, unit)
    assert (found and found.key) == key


def test_a_plan_in_wan_yuan_and_one_in_yi_yuan_agree():
    contracts = CATALOGUE["technology_contract_value"]
    assert CATALOGUE.convert(Decimal(11141), "万元", contracts) == Decimal("1.1141")


def test_intensity_is_spending_over_product():
    assert Ratio("rd_intensity", "gerd", "gdp", Decimal(100)) in CATALOGUE.relations_of("gdp")
