"""What a yearly work plan speaks of is found by the catalogue, by name and by title, and the working is said."""

import json
from importlib.resources import files

import pytest

from kechuang.domain.tasks.linking import Link, Named, Titled, compute_likeness, link_indicators, link_tasks
from kechuang.readers.catalogue import read_catalogue
from kechuang.readers.plan_json import read_plan_json

NAMES = [(1, "高新技术企业", "家"), (2, "全社会研发经费（R&D）支出", "亿元"), (3, "重点实验室共建数", "家")]


def known(name):
    """The key the catalogue has for a name, "" for none."""
    found = read_catalogue().match(name)
    return found.key if found else ""


INDICATORS = [Named(pk, name, unit, known(name)) for pk, name, unit in NAMES]


def meant(name, unit=""):
    """What a promise of that name means."""
    return [(link.its, link.how) for link in link_indicators([Named(9, name, unit)], INDICATORS, read_catalogue())]


@pytest.mark.parametrize(
    ("name", "unit", "expected"),
    [
        ("国家高新技术企业", "家", [(1, "work-link.key")]),
        ("R&D经费", "万元", [(2, "work-link.key")]),
        ("全社会研发经费", "%", [(2, "work-link.key")]),  # a rate of growth is of the same indicator
        ("重点实验室共建数", "个", [(3, "work-link.name")]),
        ("创新券", "张", []),
    ],
)
def test_a_promise_means_one_indicator_or_none(name, unit, expected):
    assert meant(name, unit) == expected


def test_two_indicators_of_one_key_are_not_told_apart():
    key = known("高新技术企业")
    two = [Named(1, "高新技术企业（市）", "家", key), Named(2, "高新技术企业（县）", "家", key)]
    assert list(link_indicators([Named(9, "国家级高企数量", "家")], two, read_catalogue())) == []


TASKS = [Titled(1, "实施高新技术企业培育行动", "县科技局"), Titled(2, "提升平台能级", "县科技局")]


@pytest.mark.parametrize(
    ("title", "lead", "expected"),
    [
        ("1.实施高新技术企业培育行动。", "县科技局", (1, "work-link.same-title")),
        ("提升平台建设能级", "县科技局", (2, "work-link.alike-lead")),
        ("实施高新技术企业梯次培育行动", "", (1, "work-link.alike")),
        ("提升平台建设能级", "县财政局", (2, "work-link.alike")),
        ("建设创新平台", "县财政局", None),
        ("办好科普活动", "县科技局", None),
    ],
)
def test_a_task_is_the_one_most_like_it_where_that_is_alike_enough(title, lead, expected):
    found = [(link.its, link.how) for link in link_tasks([Titled(9, title, lead)], TASKS)]
    assert found == ([expected] if expected else [])


def test_the_working_says_how_alike():
    assert list(link_tasks([Titled(9, "提升平台建设能级", "县科技局")], TASKS)) == [
        Link(9, 2, "work-link.alike-lead", {"likeness": "0.67", "lead": "县科技局", "title": "提升平台能级"})
    ]
    assert list(link_tasks([Titled(9, "x")], [])) == []
    assert compute_likeness("甲", "乙") == 0


def test_a_real_work_plan_s_promises_find_the_indicators_of_its_five_year_plan():
    yearly, plan = (read_sample(name) for name in ("bazhong_bureau_work_points_2022", "bazhong_city_plan_2021_2025"))
    names = [one.name for one in plan.indicators]
    indicators = [Named(at, name, plan.indicators[at].unit or "", known(name)) for at, name in enumerate(names)]
    promises = [Named(at, one.measure, one.unit) for at, one in enumerate(yearly.commitments)]
    found = {
        (promises[link.mine].name, names[link.its]) for link in link_indicators(promises, indicators, read_catalogue())
    }
    assert found == {
        ("高新技术产业营业收入", "高新技术产业主营业务收入"),
        ("国家科技型中小企业", "国家科技型中小企业"),
        ("国家高新技术企业", "国家高新技术企业"),
        ("省级工程技术研究中心", "省级工程技术研究中心"),
        ("技术合同成交额", "技术合同成交金额"),
    }


def read_sample(name):
    """The figures of a real plan, as the package ships them."""
    text = files("kechuang.samples").joinpath("real", f"{name}.json").read_text("utf-8")
    return read_plan_json(json.loads(text), name=name)[1]
