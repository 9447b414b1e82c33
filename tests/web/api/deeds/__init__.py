"""What every deed of the interface asks for, a file a room, put together."""

from tests.web.api.deeds import collection, evaluations, indicators, organisations, plans, publication, tasks

DEEDS = {
    **organisations.DEEDS,
    **plans.DEEDS,
    **indicators.DEEDS,
    **tasks.DEEDS,
    **collection.DEEDS,
    **evaluations.DEEDS,
    **publication.DEEDS,
}
# Asked in tests of their own, here or in their neighbours.
ELSEWHERE = {
    "notices-read", "plans-accept", "plans-reject", "plans-put-back", "plans-correct", "plans-adopt", "plans-label", "plans-read-again",
    "plans-discard", "indicators-describe", "indicators-undo", "tasks-report", "tasks-instruct", "tasks-move", "tasks-assign",
    "collection-change", "collection-close", "collection-call-for", "collection-fill", "collection-check", "collection-submit",
    "collection-approve", "collection-send-back", "collection-unapprove", "collection-lock", "evaluations-again",
    "evaluations-opinion", "evaluations-sign", "evaluations-withdraw",
}  # fmt: skip
