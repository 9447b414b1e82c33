"""Pages of the journal."""

from tests.web.rights.rules.rule import Rule

RULES: dict[str, Rule] = {
    "journal:list": Rule(verb="journal.read"),
    "journal:entry": Rule(verb="journal.read", subject="entry"),
    "journal:export": Rule(verb="journal.read"),
    "journal:outside": Rule(verb="journal.read"),
}
# Addresses that say "no such page" to whoever may use them, where what a request must name is not named.
NAMING: dict[str, Rule] = {
    "journal:row": Rule(verb="journal.read", words=("organisations_organisation", "0")),
}
