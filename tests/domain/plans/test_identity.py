"""What a document says it is."""

import pytest

from kechuang.domain.plans.plan import Kind, RegionName
from tests.domain.plans.structure_lines import document, identity_of

BODY = "“十四五”时期是开启新征程的关键时期。"


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (["巴中市“十四五”科技创新规划目录", "一、基础.....2"], "巴中市“十四五”科技创新规划"),
        (["巴中市", "“十四五”科技创新规划", "2021年12月"], "巴中市“十四五”科技创新规划"),
        (["湖北省文物事业发展", "“十四五”规划", "湖北省文物局"], "湖北省文物事业发展“十四五”规划"),
        (["达州市“十四五”科技", "创新规划", "目录"], "达州市“十四五”科技创新规划"),
        (["渠县“十四五”科技创新规划", "（2021—2025年）"], "渠县“十四五”科技创新规划（2021—2025年）"),
        (["关于印发《渠县“十四五”科技创新规划》的通知", "各乡镇：", "现印发给你们。"], "渠县“十四五”科技创新规划"),
        (["关于印发规划的通知", "各乡镇：", "渠县“十四五”科技创新规划", BODY], "渠县“十四五”科技创新规划"),
        (["2022年渠县科学技术局工作要点", BODY], "2022年渠县科学技术局工作要点"),
        (["一、基础", BODY, "各地按照本规划执行，编制年度计划。"], None),
        (["当前位置：首页 > 发展规划", "发布日期：2021-12-01", "一、基础"], None),
    ],
)
def test_the_title_is_found_however_it_is_printed(lines, title):
    assert identity_of(document(*lines)).title == title


@pytest.mark.parametrize(
    ("title", "kind", "start", "end"),
    [
        ("渠县“十四五”科技创新规划", Kind.FIVE_YEAR_PLAN, 2021, 2025),
        ("渠县“十五五”科技创新规划", Kind.FIVE_YEAR_PLAN, 2026, 2030),
        ("渠县科技创新规划（2021-2025年）", Kind.FIVE_YEAR_PLAN, 2021, 2025),
        ("渠县国民经济和社会发展第十三个五年规划纲要", Kind.FIVE_YEAR_PLAN, 2016, 2020),
        ("渠县科学技术局2022年工作要点", Kind.ANNUAL_PLAN, 2022, 2022),
        ("渠县2024年度科技工作计划", Kind.ANNUAL_PLAN, 2024, 2024),
        ("渠县科技创新三年行动方案（2023—2025年）", Kind.OTHER, 2023, 2025),
        ("渠县2022年政府工作报告", Kind.OTHER, 2022, 2022),
    ],
)
def test_kind_and_years_come_from_the_title(title, kind, start, end):
    identity = identity_of(document(title, "正文。"))
    assert (identity.kind, identity.start, identity.end) == (kind, start, end)


def test_a_plan_that_lost_its_title_is_known_by_its_opening():
    identity = identity_of(document("“十四五”时期是城口县开启新征程的关键时期，特制定本规划。", "一、基础", "正文。"))
    assert (identity.title, identity.kind, identity.region) == (
        None,
        Kind.FIVE_YEAR_PLAN,
        RegionName("城口县", "500229"),
    )
    assert (identity.start, identity.end) == (2021, 2025)


@pytest.mark.parametrize(
    ("title", "region"),
    [
        ("四川省达州市渠县“十四五”科技创新规划", RegionName("渠县", "511725")),
        ("“十四五”湖北省文物事业发展规划", RegionName("湖北省", "420000")),
        ("某某县“十四五”科技创新规划", RegionName("某某县", None)),
        ("成都高新区“十四五”科技创新规划", RegionName("成都高新区", None)),
        ("国家“十四五”科技创新规划", None),
        ("2024年全市科技工作要点", None),
        ("中华人民共和国国民经济和社会发展第十四个五年规划纲要", None),
    ],
)
def test_the_region_is_the_innermost_one_in_the_title(title, region):
    assert identity_of(document(title, "正文。")).region == region


def test_the_horizon_lies_beyond_the_last_year():
    title = "渠县“十四五”科技创新规划"
    assert identity_of(document(title, "规划期为2021—2025年，展望至2035年。")).horizon == 2035
    assert identity_of(document(title, "规划期为2021—2025年，展望到二〇三五年。")).horizon == 2035
    assert identity_of(document(title, "根据《渠县规划和2035年远景目标纲要》编制。")).horizon is None
    assert identity_of(document(title, "展望2023年，形势向好。")).horizon is None


def test_parents_are_the_plans_it_says_it_is_based_on():
    preamble = (
        "根据《四川省“十四五”科技创新规划》《达州市国民经济和社会发展第十四个五年规划和二〇三五年远景目标纲要》"
        "《中华人民共和国科学技术进步法》，特制定《渠县“十四五”科技创新规划》。"
    )
    later = "全面落实《渠县人才发展规划》，人才总量增加。"
    assert identity_of(document("渠县“十四五”科技创新规划", preamble, later)).parents == (
        "四川省“十四五”科技创新规划",
        "达州市国民经济和社会发展第十四个五年规划和二〇三五年远景目标纲要",
    )


def test_an_empty_document_is_nothing_in_particular():
    identity = identity_of(document())
    assert (identity.title, identity.kind, identity.region, identity.start, identity.parents) == (
        None,
        Kind.OTHER,
        None,
        None,
        (),
    )


def test_the_term_a_plan_states_counts_where_its_title_names_none():
    identity = identity_of(document("渠县科技创新发展总体规划", "规划期限为2021—2025年，近期到2023年。"))
    assert (identity.start, identity.end) == (2021, 2025)
    assert identity_of(document("渠县科技创新发展总体规划", "2019年以来，成效明显。")).start == 2019


@pytest.mark.parametrize(
    ("lines", "region"),
    [
        (["政府工作报告", "在四川省渠县会议上", "四川省渠县县长", "渠县经济增长。"], "渠县"),
        (["科技创新发展总体规划纲要", "国务院印发，四川省等贯彻。"], None),
        (["科技创新发展总体规划纲要", "四川省、湖北省、广东省、甘肃省合作。"], None),
        (["成都市、重庆市科技创新协同发展规划", "正文。"], "成都市"),
    ],
)
def test_a_region_is_not_guessed_from_a_text_about_many(lines, region):
    read = identity_of(document(*lines)).region
    assert (read.name if read else None) == region


def test_a_declared_heading_is_the_title_only_where_it_is_the_one_on_top_and_first():
    assert identity_of(document("#主要指标一览", "##说明", "正文。")).title == "主要指标一览"
    assert identity_of(document("说明文字", "#主要指标一览", "正文。")).title is None


def test_parents_are_spelt_with_ordinary_characters():
    preamble = "根据《四川省国⺠经济和社会发展第十四个五年规划》，制定本规划。"
    assert identity_of(document("渠县“十四五”科技创新规划", preamble)).parents == (
        "四川省国民经济和社会发展第十四个五年规划",
    )
