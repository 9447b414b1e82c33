"""Indicators made from other columns by the formulas of the recipe (派生指标)."""

import numpy as np

from kechuang.domain.indices.formula import Undefined, compute
from kechuang.domain.indices.panel import Panel
from kechuang.domain.indices.spec import Recipe
from kechuang.domain.indices.unfit import Unfit


def derive(panel: Panel, recipe: Recipe) -> Panel:
    """The panel with one more column a formula, in the order they are written; later ones may use earlier ones."""
    for name, formula in recipe.derive:
        place = f"derive.{name}"
        columns = {used: panel.column(used) for used in formula.names}
        series = {used: panel.values[None, :, :, column] for used, column in columns.items()}
        try:
            made = compute(formula, series, place) if series else np.full((1, *panel.values.shape[:2]), _constant(name))
        except Undefined as undefined:
            _, period, region = undefined.at
            used = ", ".join(
                f"{one} = {panel.values[period, region, column]:g} (line {panel.row(period, region, column)})"
                for one, column in columns.items()
            )
            where = f"{panel.regions[region]} / {panel.periods[period]}"
            raise Unfit("index.undefined", formula=formula.text, where=where, used=used, place=place) from None
        panel = _with_column(panel, name, made, tuple(columns.values()))
    return panel


def _constant(name: str) -> float:
    raise Unfit("index.bad-formula", formula=name, reason="no column", place=f"derive.{name}")


def _with_column(panel: Panel, name: str, made: np.ndarray, used: tuple[int, ...]) -> Panel:
    values = np.concatenate([panel.values, made[0][:, :, None]], axis=2)
    rows = panel.rows
    if rows is not None:
        behind = np.where(np.isnan(made[0]), 0, rows[:, :, used[0]])
        rows = np.concatenate([rows, behind[:, :, None].astype(rows.dtype)], axis=2)
    return Panel(panel.regions, panel.periods, (*panel.indicators, name), values, panel.names, panel.groups, rows)
