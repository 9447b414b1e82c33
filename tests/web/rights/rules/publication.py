"""Releases, webhooks, and the public site."""

from tests.web.rights.rules.rule import BOTH, POST, Rule, there

RULES: dict[str, Rule] = {
    "publication:list": Rule(verb="publication.see"),
    "publication:release": Rule(BOTH, verb="publication.release"),
    "publication:release-evaluation": Rule(
        BOTH,
        subject="evaluation",
        sees=lambda who, one: one.state in ("signed", "published") and one.place in who.reach("publication.release"),
    ),
    "publication:withdraw": Rule(
        BOTH, subject="release", sees=there("publication.see"), does=there("publication.release")
    ),
    "publication:webhooks": Rule(verb="webhook.manage"),
    "publication:add-webhook": Rule(BOTH, verb="webhook.manage"),
    "publication:webhook": Rule(verb="webhook.manage", subject="target"),
    "publication:switch-webhook": Rule(POST, verb="webhook.manage", subject="target"),
    "public:home": Rule(open=True),
    "public:feed": Rule(open=True),
    "public:sitemap": Rule(open=True),
    "robots": Rule(open=True),
    "favicon": Rule(open=True),
}
# Addresses that say "no such page" to whoever may use them, where what a request must name is not named.
NAMING: dict[str, Rule] = {
    "security": Rule(open=True),
    "public:newest": Rule(open=True, words=("none",)),
    "public:plan": Rule(open=True, words=("none", 1)),
    "public:indicator": Rule(open=True, words=("none", 1, "none")),
    "public:evaluation": Rule(open=True, words=("none", 1)),
    "public:data": Rule(open=True, words=("none", 1)),
    "public:file": Rule(open=True, words=("none", 1, "none")),
}
