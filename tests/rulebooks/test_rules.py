"""The shipped rules: each with its basis, unit and days, and judged as its example cases say."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from kechuang.domain.quantity import Bound
from kechuang.readers.rulebooks import load_yaml
from kechuang.readers.rules import read_rulebook

RULES = read_rulebook().rules
EXAMPLES = load_yaml("examples", "rules.yaml")
CASES = [(key, case["given"], case["day"], case["expect"]) for key, cases in EXAMPLES.items() for case in cases]


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.key)
def test_every_rule_has_title_unit_bound_basis_and_a_first_day(rule):
    assert rule.title
    assert rule.unit
    assert rule.bound is not Bound.RANGE
    assert rule.trust in {"C1", "C2"}
    assert rule.values
    assert all(one.basis and isinstance(one.starts_on, date) for one in rule.values)
    assert rule.values[0].value is not None
    assert [one.starts_on for one in rule.values] == sorted({one.starts_on for one in rule.values})


@pytest.mark.parametrize(("key", "given", "on", "expect"), CASES)
def test_the_rules_judge_as_the_examples_say(key, given, on, expect):
    assert RULES[key].judge(Decimal(str(given)), on) == expect


def test_every_rule_has_an_example_on_each_day_it_changes_and_on_the_day_before():
    assert list(EXAMPLES) == list(RULES)
    for key, rule in RULES.items():
        days = {case["day"] for case in EXAMPLES[key]}
        for one in rule.values:
            assert {one.starts_on, one.starts_on - timedelta(days=1)} <= days, key


def test_each_number_is_tried_at_its_edge():
    for key, rule in RULES.items():
        tried = {Decimal(str(case["given"])) for case in EXAMPLES[key]}
        assert {one.value for one in rule.values if one.value is not None} <= tried, key
