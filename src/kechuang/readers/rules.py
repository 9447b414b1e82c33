"""Rules as dated numbers: official ones from ``national/rules.yaml``, of supervision and of collecting from files of their own."""

from decimal import Decimal
from functools import cache

from kechuang.domain.quantity import Bound
from kechuang.domain.rulebook import DatedValue, Rule, Rulebook
from kechuang.readers.rulebooks import load_yaml


@cache
def read_rulebook() -> Rulebook:
    """Every official rule, its values in the order of their days."""
    return _read("rules.yaml")


@cache
def read_supervision() -> Rulebook:
    """When something is late (督办): what a bureau has set for itself, from which day on."""
    return _read("supervision.yaml")


@cache
def read_collection_rules() -> Rulebook:
    """What collecting goes by: reminders, and what is asked back at entry."""
    return _read("collection.yaml")


def _read(file: str) -> Rulebook:
    rules = {}
    for key, entry in load_yaml("national", file).items():
        dated = (DatedValue(day, _decimal(one["value"]), one["basis"]) for day, one in entry["values"].items())
        values = tuple(sorted(dated, key=lambda one: one.starts_on))
        rules[key] = Rule(key, entry["title"], entry["unit"], Bound(entry["bound"]), entry["trust"], values)
    return Rulebook(rules)


def _decimal(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))
