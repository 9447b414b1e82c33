"""The interface for programs: its operations are asked one by one in tests/web/api."""

from tests.web.rights.rules.rule import BOTH, POST, Rule, is_own

RULES: dict[str, Rule] = {
    "api:docs": Rule(),
    "api:description": Rule(open=True),
    "api:tokens": Rule(BOTH),
    "api:revoke": Rule(POST, subject="token", sees=is_own),
}
# Addresses that say "no such page" to whoever may use them, where what a request must name is not named.
NAMING: dict[str, Rule] = {
    "api:call": Rule(BOTH, open=True, words=("none",)),
}
