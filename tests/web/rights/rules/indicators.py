"""Indicators, break-downs, workbooks."""

from tests.web.rights.rules.rule import BOTH, GET, POST, Rule, anybody, of_plan, sees_indicator, there, version


def _indicator(methods, does=anybody):
    return Rule(methods, subject="indicator", sees=sees_indicator, does=does)


RULES: dict[str, Rule] = {
    "indicators:list": Rule(verb="indicator.see"),
    "indicators:follow": version(POST, there("indicator.break-down")),
    "indicators:indicator": _indicator(GET),
    "indicators:describe": _indicator(BOTH, there("indicator.break-down")),
    "indicators:break-down": _indicator(BOTH, there("indicator.break-down")),
    "indicators:assess": of_plan(POST, there("indicator.break-down")),
    "indicators:export": of_plan(GET, there("indicator.break-down")),
    "indicators:import": of_plan(BOTH, there("indicator.break-down")),
    "indicators:export-history": of_plan(GET, there("indicator.break-down")),
    "indicators:import-history": of_plan(BOTH, there("indicator.break-down")),
    "indicators:undo": _indicator(POST, there("indicator.break-down")),
}
# Addresses that say "no such page" to whoever may use them, where what a request must name is not named.
NAMING: dict[str, Rule] = {
    "indicators:returned": Rule(words=("history",)),
}
