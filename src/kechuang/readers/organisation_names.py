"""How organisations are named in plans, from ``national/organisation_names.yaml``."""

from functools import cache

from kechuang.domain.tasks.organisations import NamingRules
from kechuang.readers.rulebooks import load_yaml


@cache
def read_organisation_names() -> NamingRules:
    """The short names and what they stand for."""
    data = load_yaml("national", "organisation_names.yaml")
    return NamingRules(dict(data["short"]), tuple(data["together"]))
