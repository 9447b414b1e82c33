"""Sizes into intensities (去规模化): each indicator divided by its denominator, times its factor."""

import numpy as np

from kechuang.domain.indices.frame import Frame
from kechuang.domain.indices.panel import Panel, Values
from kechuang.domain.indices.unfit import Unfit


def denominate(values: Values, panel: Panel, frame: Frame) -> Values:
    """Missing where the denominator is missing; raises Unfit where it is zero."""
    result = values.copy()
    for place, leaf in enumerate(frame.leaves):
        if leaf.denominator is None:
            continue
        column = panel.column(leaf.denominator)
        divisor = panel.values[None, :, :, column]
        zero = (divisor[0] == 0) & ~np.isnan(values[0, :, :, place])
        if zero.any():
            period, region = (int(axis) for axis in np.argwhere(zero)[0])
            raise Unfit(
                "index.zero-denominator",
                denominator=leaf.denominator,
                indicator=leaf.key,
                where=f"{panel.regions[region]} / {panel.periods[period]}",
                row=panel.row(period, region, column),
                place=leaf.place,
            )
        with np.errstate(divide="ignore", invalid="ignore"):
            result[..., place] = values[..., place] / divisor * leaf.times
    return result
