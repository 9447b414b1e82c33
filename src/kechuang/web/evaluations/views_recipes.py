"""Recipes of indices: all their versions, and adding the next one."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from kechuang.domain.indices.spec import Node
from kechuang.domain.indices.unfit import Unfit
from kechuang.web.evaluations import actions
from kechuang.web.evaluations.access import recipes_visible_to
from kechuang.web.evaluations.forms import RecipeForm
from kechuang.web.evaluations.indexing import default_text, read_recipe_text
from kechuang.web.evaluations.views import by
from kechuang.web.organisations import access as organisations
from kechuang.web.words import say


@require_safe
def recipes(request):
    """Every version of every recipe one may see."""
    organisations.require(request.user, "evaluation.see")
    found = recipes_visible_to(request.user).select_related("organisation", "by").order_by("name", "-number")
    page = Paginator(found, 30).get_page(request.GET.get("page"))
    may_add = organisations.may(request.user, "evaluation.run")
    return render(request, "evaluations/recipes.html", {"page": page, "may_add": may_add})


@require_safe
def recipe(request, pk):
    """One version of a recipe: its parts with their weights, and word for word."""
    organisations.require(request.user, "evaluation.see")
    found = get_object_or_404(recipes_visible_to(request.user).select_related("organisation", "by"), pk=pk)
    try:
        spec = read_recipe_text(found.text)
        told = {"source": spec.source, "parts": _parts_of(spec.root, 0, 1.0)}
    except Unfit:  # an indicator has left the catalogue since: the text still says what it was
        told = {}
    return render(request, "evaluations/recipe.html", {"recipe": found, **told})


def _parts_of(node, depth, share):
    """``(name, depth, weight in the part above, share of the whole)`` of everything an index is made of; None where not given."""
    rows, weights = [], [one.weight for one in node.children]
    total = None if None in weights else sum(weights)
    for one in node.children:
        whole = share * one.weight / total if share is not None and total else None
        rows.append((one.name, depth, one.weight, whole))
        rows += _parts_of(one, depth + 1, whole) if isinstance(one, Node) else []
    return rows


@require_http_methods(["GET", "HEAD", "POST"])
def add(request):
    """Keep the next version of a recipe; it begins as the one before it, or as the one that comes with the package."""
    organisations.require(request.user, "evaluation.run")
    last = recipes_visible_to(request.user).order_by("-at").first()
    first = {"name": last.name, "text": last.text} if last else {"name": "county_innovation", "text": default_text()}
    form = RecipeForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            kept = actions.keep_recipe(request.user.organisation, **form.cleaned_data, **by(request))
            return redirect("evaluations:recipe", pk=kept.pk)
        except actions.Unfit as unfit:
            form.add_error("text", say(unfit.code, **unfit.details))
    return render(request, "evaluations/add_recipe.html", {"form": form}, status=422 if form.errors else 200)
