"""The county innovation-capacity index (县域创新能力指数) of a snapshot: scores, how sure the order is, the working. No Django."""

import hashlib
from dataclasses import dataclass, field
from importlib.metadata import version as version_of
from importlib.resources import files
from typing import Any

from kechuang.domain.evaluations.ahead import groups_of
from kechuang.domain.evaluations.counties import TooFew, county_panel
from kechuang.domain.evaluations.snapshot import Snapshot
from kechuang.domain.indices.build import Built, build_index
from kechuang.domain.indices.panel import Panel
from kechuang.domain.indices.sensitivity import compute_influences
from kechuang.domain.indices.spec import Recipe
from kechuang.domain.indices.trace import trace
from kechuang.domain.indices.uncertainty import Spread, factors_of, simulate
from kechuang.domain.indices.unfit import Unfit
from kechuang.readers.catalogue import read_catalogue
from kechuang.readers.indices.plain_yaml import plain_data
from kechuang.readers.indices.recipes import recipe_of
from kechuang.writers.index_json import Origin, index_to_json, working_to_json


@dataclass(frozen=True)
class Ordered:
    """The index as plain data, or why there is none: ``problem`` names its wording."""

    content: dict[str, Any] = field(default_factory=dict)
    problem: str = ""
    details: dict[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """For the results."""
        return {"problem": self.problem, "details": self.details, **self.content}


def read_recipe_text(text: str) -> Recipe:
    """The recipe in a text, each of its indicators one the catalogue knows. Raises Unfit naming the key at fault."""
    recipe = recipe_of(plain_data(text, "recipe"))
    for key in recipe.needs():
        if key not in read_catalogue():
            raise Unfit("index.no-such-indicator", indicator=key, known=_some_known(), place="index")
    return recipe


def _some_known() -> str:
    return ", ".join(one.key for one in read_catalogue().definitions[:8])


def index_of(snapshot: Snapshot, text: str) -> Ordered:
    """The index of the counties of a snapshot by a recipe; no exception where there is none, but the reason."""
    try:
        recipe = read_recipe_text(text)
        panel = county_panel(snapshot, recipe.needs(), read_catalogue())
        return Ordered(_content(text, recipe, panel, snapshot))
    except TooFew:
        return Ordered(problem="evaluation.index.too-few")
    except Unfit as unfit:
        return Ordered(problem=unfit.code, details={name: str(value) for name, value in unfit.details.items()})


def _content(text: str, recipe: Recipe, panel: Panel, snapshot: Snapshot) -> dict[str, Any]:
    built = build_index(recipe, panel)
    plan = recipe.uncertainty if recipe.uncertainty and factors_of(recipe.uncertainty.vary) else None
    simulated = simulate(built, panel, plan) if plan else None
    spread = simulated.spread if simulated else None
    influences = compute_influences(simulated.design, simulated.shifts, seed=plan.seed) if simulated and plan else ()
    origin = Origin(
        recipe=plain_data(text, "recipe"),
        recipe_sha256=hashlib.sha256(text.encode("utf-8")).hexdigest(),
        data_sha256=snapshot.sha256,
        samples=plan.samples if plan else 0,
        seed=plan.seed if plan else None,
        version=version_of("kechuang"),
    )
    content = index_to_json(built, origin, spread, influences)
    content["workings"] = {code: [working_to_json(one) for one in trace(built, code)] for code in panel.regions}
    content["period"] = panel.periods[-1]
    content["groups"] = [list(group.regions) for group in groups_of(*_order(built, spread))] if spread else []
    return content


def _order(built: Built, spread: Spread) -> tuple[list[str], dict[tuple[str, str], float]]:
    """Counties that have a rank in the last period, the best first, and the share of runs one is ahead of another."""
    regions, ranks = built.frame.regions, built.ranks[built.recipe.root.key][spread.period]
    order = [int(place) for place in ranks.argsort(kind="stable") if ranks[place] == ranks[place]]
    ahead = {(regions[first], regions[second]): share for (first, second), share in spread.ahead.items()}
    return [regions[place] for place in order], ahead


def default_text() -> str:
    """The recipe that comes with the package, for a bureau to begin from."""
    return files("kechuang.rulebooks").joinpath("indices", "county_innovation.yaml").read_text("utf-8")
