"""An evaluation of the followed plan of the bureau, with values of two counties approved."""

from decimal import Decimal
from importlib.resources import files

import pytest
from django.utils import timezone

from kechuang.web.evaluations import actions
from kechuang.web.evaluations.computing import compute
from kechuang.web.evaluations.models import Evaluation
from kechuang.web.indicators.actions import Value, keep_observations
from kechuang.web.plans.models import Version
from tests.web.indicators.conftest import adopted, by, department, followed, west

__all__ = ("adopted", "department", "followed", "west")
RECIPE = files("kechuang.rulebooks").joinpath("indices", "county_innovation.yaml").read_text("utf-8")
NAMES = ("研发经费", "研发经费投入强度", "高新技术企业", "技术合同成交额")
EAST = {2025: (6, 2.2, 40, 3), 2026: (7, 2.6, 52, 5)}
WEST = {2025: (4, 1.6, 20, 1), 2026: (4, 1.7, 24, 2)}


@pytest.fixture
def approved(followed, people, county, west, bureau):
    """Two years of approved values of the counties, and the bureau's own of 2026."""
    values = []
    for organisation, years in ((county, EAST), (west, WEST)):
        for year, row in years.items():
            for number, (name, value) in enumerate(zip(NAMES, row, strict=True)):
                source = {"return": organisation.pk, "cell": number}
                values.append(Value(followed[name].pk, organisation.pk, year, Decimal(str(value)), source=source))
    source = {"return": 9, "cell": 9}
    values.append(Value(followed["研发经费投入强度"].pk, bureau.pk, 2026, Decimal("2.2"), source=source))
    keep_observations(values, **by(people["planner"]))
    return followed


@pytest.fixture
def recipe(bureau, people):
    """The default recipe, taken over by the bureau."""
    words = {"name": "county_innovation", "text": RECIPE, "reason": "首次采用"}
    return actions.keep_recipe(bureau, **words, **by(people["planner"]))


@pytest.fixture
def begun(approved, recipe, people, bureau):
    """A mid-term evaluation as of 2026, not computed yet."""
    version = Version.objects.get(plan__organisation=bureau, stage="adopted")
    given = {"kind": "midterm", "as_of": 2026, "recipe": recipe}
    return actions.begin(version, **given, **by(people["planner"]))


_made = {}


def results_of(evaluation):
    """The results of an evaluation's snapshot; the same snapshot is judged once a run of the tests."""
    snapshot = evaluation.snapshot
    if snapshot.sha256 not in _made:
        _made[snapshot.sha256] = compute(bytes(snapshot.content), kind=evaluation.kind, recipe=evaluation.recipe.text)
    return _made[snapshot.sha256]


@pytest.fixture
def computed(begun):
    """The evaluation with its results."""
    actions.keep_results(begun, results_of(begun), at=timezone.now())
    return Evaluation.objects.get(pk=begun.pk)


@pytest.fixture
def opined(computed, people):
    """The evaluation with the third party's opinion."""
    actions.give_opinion(computed, text="数据来源清楚，同意结论。", digest=computed.digest, **by(people["evaluator"]))
    return Evaluation.objects.get(pk=computed.pk)


@pytest.fixture
def signed(opined, people):
    """The evaluation, signed off."""
    actions.sign(opined, digest=opined.digest, **by(people["director"]))
    return Evaluation.objects.get(pk=opined.pk)
