"""Who may look at which evaluations, and who may work on them."""

from kechuang.web.evaluations.models import Evaluation, Recipe
from kechuang.web.organisations import access as organisations


def evaluations_visible_to(person):
    """Evaluations of plans of the organisations where ``person`` may see evaluations."""
    reach = organisations.reach(person, "evaluation.see")
    return Evaluation.objects.filter(plan__organisation__in=reach) if reach else Evaluation.objects.none()


def recipes_visible_to(person):
    """Recipes of the same organisations."""
    reach = organisations.reach(person, "evaluation.see")
    return Recipe.objects.filter(organisation__in=reach) if reach else Recipe.objects.none()


def require(person, verb, plan):
    """Raise PermissionDenied unless ``person`` may do ``verb`` to evaluations of this plan."""
    organisations.require(person, verb, plan.organisation_id)
