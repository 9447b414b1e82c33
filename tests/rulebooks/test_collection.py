"""The cases of ``examples/collection.yaml`` hold."""

from datetime import date
from decimal import Decimal

import pytest

from kechuang.domain.collection.checks import Facts, Field, check_return
from kechuang.domain.collection.entry import read_entry
from kechuang.domain.collection.limits import limits_on
from kechuang.readers.rulebooks import load_yaml
from kechuang.readers.rules import read_collection_rules

CASES = load_yaml("examples", "collection.yaml")


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_case_is_asked_back_as_it_says(case):
    entry = read_entry(case["put_in"])
    past = tuple((year, Decimal(str(value))) for year, value in case["past"].items())
    field = Field(
        1,
        case["name"],
        case["unit"],
        entry.state,
        entry.value,
        low=Decimal(0),
        history=past,
        counted=case.get("counted", False),
    )
    facts = Facts(2026, (field,), (), limits_on(read_collection_rules().on(date(2027, 1, 31))))
    assert [one.rule for one in check_return(facts)] == case["asked"]


def test_every_number_of_collecting_has_a_title_a_unit_and_a_basis():
    for rule in read_collection_rules().rules.values():
        assert rule.title
        assert rule.unit
        assert all(one.basis for one in rule.values)
