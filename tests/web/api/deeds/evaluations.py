"""Evaluations and recipes."""

from kechuang.web.evaluations.models import Recipe
from tests.web.api.deeds.deed import WHY, Deed


def _begin(one):
    return {"version": one.version, "kind": "midterm", "as_of": 2026, "recipe": one.recipe}


def _recipe(one):
    return {"name": "county_innovation", "text": Recipe.objects.get(pk=one.recipe).text, **WHY}


DEEDS = {
    "evaluations-begin": Deed("evaluations", "evaluation.run", given=_begin),
    # A recipe is put in for one's own organisation: a planner of another bureau has one of their own.
    "evaluations-keep-recipe": Deed("recipes", "evaluation.run", given=_recipe, whose="anybody's"),
}
