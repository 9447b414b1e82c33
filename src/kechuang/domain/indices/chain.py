"""Growth and its chaining (定基指数): how 中国创新指数 goes from yearly growth to an index with a base year.

Source: National Bureau of Statistics, 中国创新指数编制方法: growth on the mean of two years, v = 200 (x_t - x_{t-1}) / (x_t + x_{t-1}),
chained Z_t = Z_{t-1} (200 + V_t) / (200 - V_t) from Z = 100 in the base year.
"""

from collections.abc import Sequence

import numpy as np

from kechuang.domain.indices.formula import lagged
from kechuang.domain.indices.panel import Values
from kechuang.domain.indices.spec import Method
from kechuang.domain.indices.unfit import Unfit


def compute_growth(values: Values, *, base: str, times: float) -> Values:
    """Change since the period before, on the mean of both or on the former, missing at the start; NaN over a zero base."""
    before = lagged(values, 1)
    reference = (values + before) / 2 if base == "mean" else before
    with np.errstate(divide="ignore", invalid="ignore"):
        growth = times * (values - before) / reference
    growth = np.where((values == before) & (reference == 0), 0.0, growth)
    return np.asarray(growth)


def chain(growth: Values, method: Method, periods: Sequence[str]) -> Values:
    """The index whose growth this is (in percent), ``start`` in the base period (the first unless named)."""
    base = method["base"]
    if base is not None and base not in periods:
        raise Unfit("index.no-such-period", period=base, known=", ".join(periods[:12]), place=method.place)
    at = 0 if base is None else list(periods).index(base)
    if method["rate"] == "mean" and (np.abs(np.nan_to_num(growth)) >= 200).any():
        raise Unfit("index.chain-breaks", place=method.place)
    factors = (200 + growth) / (200 - growth) if method["rate"] == "mean" else 1 + growth / 100
    result = np.full_like(growth, np.nan)
    result[:, at] = method["start"]
    for period in range(at + 1, growth.shape[1]):
        result[:, period] = result[:, period - 1] * factors[:, period]
    for period in range(at - 1, -1, -1):
        result[:, period] = result[:, period + 1] / factors[:, period + 1]
    return result
