"""No answer of the interface tells a third party anybody's name."""

from kechuang.web.api.describing import operations
from kechuang.web.api.site import openapi
from kechuang.web.collection.models import Evidence, MarkedBook, Return, Round
from kechuang.web.evaluations.models import Evaluation, Recipe
from kechuang.web.indicators.models import Indicator
from kechuang.web.journal.models import Entry
from kechuang.web.organisations.models import Person
from kechuang.web.plans.models import Item, Plan, Version
from kechuang.web.publication.models import Release
from kechuang.web.tasks.models import Report, Task

KINDS = {
    "journal": Entry, "plans": Plan, "versions": Version, "items": Item, "indicators": Indicator, "tasks": Task, "rounds": Round,
    "returns": Return, "evaluations": Evaluation, "recipes": Recipe, "releases": Release, "reports": Report, "work-plans": Version,
    "marked-workbooks": MarkedBook, "evidence": Evidence,
}  # fmt: skip


def questions():
    """Every question of the API, about the first thing there is of its kind."""
    for address in (address for address, method, _ in operations(openapi("en")) if method == "get"):
        near = address.removeprefix("/api/v1/") + ("?q=研发" if address.endswith("/search") else "")
        about = KINDS[near.split("/")[0]].objects.order_by("pk").first() if "{id}" in near else None
        if about or "{" not in near:
            yield near.replace("{id}", str(about and about.pk)).replace("{name}", "results.json")


def test_no_answer_tells_a_third_party_anybody_s_name(program, opined, people):
    Person.objects.exclude(username="evaluator").update(name="王小明")
    evaluator, answered = program("evaluator"), 0
    for near in questions():
        answer = evaluator.get(near)
        answered += answer.status_code == 200
        text = (b"".join(answer) if answer.streaming else answer.content).decode("utf-8", "replace")
        assert not [one for one in ("王小明", "planner", "director", "reporter") if one in text], near
    assert answered > 15
