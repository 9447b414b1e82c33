"""What each address is for, and what the tables of roles say about it, a file a room: written from the tables, not from the views."""

from tests.web.rights.rules import (
    accounts,
    collection,
    evaluations,
    indicators,
    organisations,
    overview,
    plans,
    programs,
    publication,
    tasks,
    tracing,
)
from tests.web.rights.rules.rule import Rule

__all__ = ("NAMING", "RULES", "Rule")
RULES: dict[str, Rule] = {
    **overview.RULES,
    **accounts.RULES,
    **organisations.RULES,
    **plans.RULES,
    **indicators.RULES,
    **collection.RULES,
    **evaluations.RULES,
    **publication.RULES,
    **tasks.RULES,
    **programs.RULES,
    **tracing.RULES,
}
# Addresses that say "no such page" to whoever may use them, where what a request must name is not named.
NAMING: dict[str, Rule] = {
    **overview.NAMING,
    **accounts.NAMING,
    **indicators.NAMING,
    **publication.NAMING,
    **tasks.NAMING,
    **programs.NAMING,
    **tracing.NAMING,
}
