"""The tree of organisations by program: a workbook both ways, and nothing beyond what a token is kept to."""

from kechuang.web.organisations.models import Organisation
from tests.web.api.conftest import code
from tests.web.api.deeds.deed import edited
from tests.web.api.deeds.organisations import DEEDS


def send(program, one, book):
    one.book = book
    return DEEDS["organisations-take-in"].do(program, one)


def test_the_tree_goes_out_and_comes_back_as_a_workbook(program, subjects):
    administrator = program("administrator")
    out = administrator.get("organisations-workbook").content
    assert send(administrator, subjects, out).json()["changed"] == 0
    assert send(administrator, subjects, edited(out, 1, "东县", c1="东区", c4="2026-01-01")).json()["changed"] == 1
    assert Organisation.objects.get(code="510001").name == "东区"
    wrong = send(administrator, subjects, edited(out, 1, "东县", c3="none", c4="昨天"))
    assert code(wrong) == (422, "cells-wrong")
    assert {(one["column"], one["code"]) for one in wrong.json()["errors"]} == {("starts_on", "import.day-unreadable")}


def test_a_token_kept_to_a_county_changes_nothing_beyond_it(program, subjects, west):
    narrow = program("administrator", ["organisation.manage"], organisation=subjects.county)
    out = narrow.get("organisations-workbook").content
    for changes in (
        {"c1": "西区", "c4": "2026-01-01"},  # another county
        {"c3": "510001", "c4": "2026-01-01"},  # another county, moved below this one
    ):
        assert code(send(narrow, subjects, edited(out, 1, "西县", **changes))) == (403, "not-allowed")
    new = edited(out, 1, "西县", c0="510099", c1="新镇", c3="510001", c4="2026-01-01")
    assert send(narrow, subjects, new).json()["changed"] == 1
    assert code(send(narrow, subjects, edited(out, 1, "西县", c0="530000", c1="新局", c3=""))) == (403, "not-allowed")
    assert set(Organisation.objects.values_list("name", flat=True)) >= {"西县", "新镇"}
    assert not Organisation.objects.filter(code="530000").exists()
