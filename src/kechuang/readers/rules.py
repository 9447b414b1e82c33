"""The official rules from ``national/rules.yaml``."""

from decimal import Decimal
from functools import cache

from kechuang.domain.quantity import Bound
from kechuang.domain.rulebook import DatedValue, Rule, Rulebook
from kechuang.readers.rulebooks import load_yaml


@cache
def read_rulebook() -> Rulebook:
    """Every rule, its values in the order of their days."""
    rules = {}
    for key, entry in load_yaml("national", "rules.yaml").items():
        dated = (DatedValue(day, _decimal(one["value"]), one["basis"]) for day, one in entry["values"].items())
        values = tuple(sorted(dated, key=lambda one: one.starts_on))
        rules[key] = Rule(key, entry["title"], entry["unit"], Bound(entry["bound"]), entry["trust"], values)
    return Rulebook(rules)


def _decimal(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))
