"""What holds across rooms: dashboards, lineage, inbox, screens, notices, kept lists, charts."""

from tests.web.rights.rules.rule import BOTH, POST, Rule, is_own, sees_observation, sees_version, there

RULES: dict[str, Rule] = {
    "language": Rule(POST, open=True),
    "overview:home": Rule(),
    "overview:healthy": Rule(open=True),
    "overview:search": Rule(),
    "overview:inbox": Rule(),
    "overview:batch": Rule(POST),
    "overview:monitor": Rule(verb="indicator.see"),
    "overview:heat-map": Rule(verb="indicator.see"),
    "overview:changed": Rule(verb="indicator.see"),
    "overview:lineage-item": Rule(subject="item", sees=sees_version),
    "overview:lineage-observation": Rule(subject="observation", sees=sees_observation),
    "overview:lineage-course": Rule(subject="course", sees=sees_observation),
    "overview:screens": Rule(BOTH, verb="screen.make"),
    "overview:withdraw-screen": Rule(POST, subject="screen", sees=there("screen.make")),
    "notices:list": Rule(),
    "notices:address": Rule(POST),
    "notices:read-all": Rule(POST),
    "notices:read": Rule(POST, subject="notice", sees=is_own),
    "lists:remove": Rule(POST, subject="saved-view", sees=is_own),
}
# Addresses that say "no such page" to whoever may use them, where what a request must name is not named.
NAMING: dict[str, Rule] = {
    "lists:save": Rule(POST),
    "overview:wall": Rule(open=True, words=("none",)),
    "charts:engine": Rule(open=True, words=("none",)),
    "charts:draw": Rule(POST, open=True),
}
