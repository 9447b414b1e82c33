"""Rounding as statistical yearbooks do it (四舍五入)."""

import numpy as np

from kechuang.domain.indices.panel import Values


def round_half_up(values: Values, decimals: int) -> Values:
    """As statistical yearbooks round (四舍五入): a five goes away from zero; the last bit of a float does not decide."""
    scale = 10.0**decimals
    scaled = np.abs(values) * scale
    nudged = np.floor(scaled * (1 + 4 * np.finfo(float).eps) + 0.5)
    return np.asarray(np.sign(values) * nudged / scale)
