"""Names of organisations and deadlines as plans print them; tasks found again in the next version."""

from datetime import date

import pytest

from kechuang.domain.tasks.deadline import Deadline, read_deadline
from kechuang.domain.tasks.following import Pairing, Said, pair_tasks, plain_title
from kechuang.domain.tasks.organisations import match_organisation
from kechuang.readers.organisation_names import read_organisation_names
from kechuang.readers.rulebooks import read_vocabulary

KNOWN = {
    1: "云岭县科学技术局",
    2: "云岭县经济和信息化局（演示）",
    3: "云岭县市场监督管理局",
    4: "东坪县财政局",
    5: "西坪县财政局",
    6: "国家税务总局云岭县税务局",
    7: "望川市科学技术局",
}


@pytest.mark.parametrize(
    ("printed", "found"),
    [
        ("县科技局", 1),
        ("县科学技术局", 1),
        ("市科技局", 7),
        ("科技局", None),
        ("县经济信息局", 2),
        ("县经信局", 2),
        ("县市场监管局", 3),
        ("市场监管局", 3),
        ("县财政局", None),
        ("东坪县财政局", 4),
        ("县税务局", 6),
        ("县教体局", None),
        ("", None),
        ("云岭县科学技术局", 1),
    ],
)
def test_a_printed_name_means_one_organisation_or_none(printed, found):
    assert match_organisation(printed, KNOWN, read_organisation_names()) == found


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("2030年12月", Deadline(date(2030, 12, 31))),
        ("2028年2月底前", Deadline(date(2028, 2, 29))),
        ("2027年", Deadline(date(2027, 12, 31))),
        ("２０２７年上半年", Deadline(date(2027, 6, 30))),
        ("2027年第三季度", Deadline(date(2027, 9, 30))),
        ("2027年6月15日前", Deadline(date(2027, 6, 15))),
        ("2026—2028年", Deadline(date(2028, 12, 31))),
        ("2027-02-31", Deadline(date(2027, 2, 28))),
        ("每年", Deadline(None, recurring=True)),
        ("长期坚持", Deadline(None, recurring=True)),
        ("尽快", Deadline(None)),
    ],
)
def test_a_printed_deadline_is_its_last_day(printed, expected):
    assert read_deadline(printed, read_vocabulary()) == expected


def said(title, start=0, kind="tasks", document="a"):
    return Said(kind, title, (document, start))


def test_titles_are_one_without_number_and_punctuation():
    assert plain_title("（一）提升平台能级。") == plain_title("提升平台 能级")
    assert plain_title("——") == "——"


def test_tasks_are_found_again_by_title_and_those_renamed_by_their_place():
    followed = [said("提升平台能级", 10), said("推进共享", 20), said("旧的", 30)]
    version = [said("1.提升平台能级", 90), said("推进仪器共享", 20), said("新的", 40)]
    assert pair_tasks(followed, version) == Pairing((0, 1, None), (2,))


def test_two_of_one_title_are_paired_in_their_order_and_kinds_stay_apart():
    followed = [said("加强领导", 1), said("加强领导", 2), said("加强领导", 3, "projects")]
    version = [said("加强领导", 7), said("加强领导", 8)]
    assert pair_tasks(followed, version) == Pairing((0, 1), (2,))


def test_another_document_s_place_is_another_place():
    assert pair_tasks([said("旧", 5)], [said("新", 5, document="b")]) == Pairing((None,), (0,))
