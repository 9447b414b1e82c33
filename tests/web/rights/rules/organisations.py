"""The tree of organisations."""

from tests.web.rights.rules.rule import POST, Rule

RULES: dict[str, Rule] = {
    "organisations:list": Rule(verb="organisation.manage"),
    "organisations:template": Rule(verb="organisation.manage"),
    "organisations:import": Rule(POST, verb="organisation.manage"),
}
