"""The thresholds of supervision have a title, a unit, a basis and a day from which they hold."""

from datetime import date

from kechuang.readers.rules import read_supervision


def test_every_threshold_says_what_it_is_and_since_when():
    rules = read_supervision().rules
    assert len(rules) >= 3
    for rule in rules.values():
        assert rule.title
        assert rule.unit
        assert all(one.basis and one.value is not None and isinstance(one.starts_on, date) for one in rule.values)
