"""Weights (赋权) of the parts of a whole: given, equal, from experts' comparisons, or from the data.

Sources: OECD/JRC Handbook on Constructing Composite Indicators (2008), step 6; entropy weights 熵权法 and CRITIC (Diakoulaki et al.
1995) as Chinese city studies use them; pairwise comparisons 层次分析法 (Saaty 1980).
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from kechuang.domain.indices import columns
from kechuang.domain.indices.panel import Values
from kechuang.domain.indices.spec import Leaf, Method, Node
from kechuang.domain.indices.unfit import Unfit

FROM_DATA = ("entropy", "critic", "variation", "deviation", "pca")
_SUMS = (1.0, 100.0)
_TOLERANCE = 1e-6
# Saaty's mean consistency index of random matrices of order 1, 2, 3, …
_RANDOM_CONSISTENCY = (0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.54, 1.56, 1.57, 1.59)


def given_weights(children: Sequence[Node | Leaf], method: Method, where: str) -> NDArray[np.float64]:
    """The weights the recipe writes; none written means all equal. Raises Unfit when only some are, or their sum is off."""
    written = [child.weight for child in children]
    if all(weight is None for weight in written):
        return np.ones(len(children))
    for child in children:
        if child.weight is None:
            raise Unfit("index.weight-missing", part=child.key, place=child.place)
        if not child.weight >= 0:
            raise Unfit("index.weight-negative", part=child.key, weight=child.weight, place=child.place)
    weights = np.array(written, dtype=np.float64)
    _require_sum(weights, method["sum"], where)
    return weights


def _require_sum(weights: NDArray[np.float64], wanted: str, where: str) -> None:
    total = float(weights.sum())
    if total <= 0:
        raise Unfit("index.weights-sum", total="0", wanted="> 0", place=where)
    if wanted == "any" or (wanted == "auto" and (weights == weights[0]).all()):
        return
    goals = _SUMS if wanted == "auto" else (float(wanted),)
    if not any(abs(total - goal) <= _TOLERANCE * goal for goal in goals):
        written = " + ".join(f"{weight:g}" for weight in weights)
        said = " / ".join(f"{goal:g}" for goal in goals)
        raise Unfit("index.weights-sum", total=f"{written} = {total:.6g}", wanted=said, place=where)


def overall_weights(root: Node, method: Method) -> dict[str, float]:
    """Weights of indicators as shares of the whole index; every part weighs what its indicators weigh together."""
    leaves = tuple(root.leaves())
    weights = given_weights(leaves, method, root.place)
    return summed_up(root, dict(zip((leaf.key for leaf in leaves), weights.tolist(), strict=True)))


def summed_up(root: Node, by_leaf: Mapping[str, float]) -> dict[str, float]:
    """The weight of every indicator and part, parts being the sum of their indicators."""
    return {**by_leaf, **{node.key: sum(by_leaf[leaf.key] for leaf in node.leaves()) for node in root.nodes()}}


def pairwise_weights(matrix: Sequence[Sequence[float]], method: Method, children: int) -> NDArray[np.float64]:
    """The principal eigenvector of a reciprocal comparison matrix; raises Unfit when it is not one or contradicts itself."""
    table = np.array(matrix, dtype=np.float64)
    if table.shape != (children, children):
        raise Unfit("index.matrix-shape", rows=len(matrix), parts=children, place=method.place)
    if (table <= 0).any() or np.abs(table * table.T - 1).max() > 1e-2:
        raise Unfit("index.matrix-not-reciprocal", place=method.place)
    values, vectors = np.linalg.eig(table)
    largest = int(np.argmax(values.real))
    weights = np.abs(vectors[:, largest].real)
    ratio = consistency_ratio(float(values[largest].real), children)
    if ratio > method["consistency"]:
        raise Unfit(
            "index.matrix-inconsistent", ratio=f"{ratio:.3f}", most=f"{method['consistency']:g}", place=method.place
        )
    return np.asarray(weights / weights.sum())


def consistency_ratio(eigenvalue: float, size: int) -> float:
    """Saaty's consistency ratio (一致性比例); 0 for fewer than three parts."""
    if size < 3:
        return 0.0
    expected = _RANDOM_CONSISTENCY[min(size, len(_RANDOM_CONSISTENCY)) - 1]
    return (eigenvalue - size) / (size - 1) / expected


def data_weights(values: Values, method: Method) -> Values:
    """Weights from scores (batch, period, region, part) as (batch, period or 1, part), each sum 1.

    Regions that lack a part are left out of its statistics (of all of them for CRITIC's and PCA's correlations).
    """
    sample = values if method["scope"] == columns.PERIOD else columns.stacked(values)
    match method.name:
        case "entropy":
            raw = _entropy(sample, method)
        case "variation":
            raw = _variation(sample, method)
        case "deviation":
            raw = columns.deviation(sample)[:, :, 0]
        case "critic":
            raw = _critic(sample)
        case _:
            raw = _principal(sample, method["components"])
    raw = np.where(np.isnan(raw), 0.0, raw)
    total = raw.sum(axis=-1, keepdims=True)
    even = np.full_like(raw, 1 / raw.shape[-1])
    return np.asarray(np.where(total > 0, raw / np.where(total > 0, total, 1.0), even))


def _entropy(sample: Values, method: Method) -> Values:
    """One less the entropy of each part's shares: what varies more says more."""
    low = columns.lowest(sample)
    if (low < 0).any():
        raise Unfit("index.entropy-negative", value=f"{float(np.nanmin(low)):g}", place=method.place)
    size = columns.count(sample)
    whole = columns.total(sample)
    share = sample / np.where(whole > 0, whole, 1.0)
    logs = np.log(np.where(share > 0, share, 1.0))
    entropy = -columns.total(share * logs) / np.log(np.maximum(size, 2))
    return np.asarray(np.where(whole > 0, np.maximum(1 - entropy, 0.0), 0.0)[:, :, 0])


def _variation(sample: Values, method: Method) -> Values:
    """Coefficient of variation (变异系数)."""
    centre = columns.mean(sample)
    if (centre == 0).any():
        raise Unfit("index.divides-by-zero", where="mean = 0", method=method.name, place=method.place)
    return np.asarray((columns.deviation(sample) / np.abs(centre))[:, :, 0])


def _critic(sample: Values) -> Values:
    """Spread times conflict: standard deviation × Σ (1 - correlation with the other parts)."""
    correlation = _correlation(sample)
    return np.asarray(columns.deviation(sample)[:, :, 0] * (1 - correlation).sum(axis=-1))


def _principal(sample: Values, components: int) -> Values:
    """Squared loadings of the first components, each weighted by its share of their variance (no rotation)."""
    values, vectors = np.linalg.eigh(_correlation(sample))
    take = min(components, values.shape[-1])
    strongest = np.maximum(values[..., ::-1][..., :take], 0)
    loadings = vectors[..., ::-1][..., :take] ** 2
    return np.asarray((loadings * strongest[..., None, :]).sum(axis=-1))


def _correlation(sample: Values) -> Values:
    complete = ~np.isnan(sample).any(axis=3, keepdims=True)
    only = np.where(complete, sample, np.nan)
    centred = np.where(complete, only - columns.mean(only), 0.0)
    size = np.sqrt((centred**2).sum(axis=2, keepdims=True))
    unit = centred / np.where(size > 0, size, 1.0)
    correlation = np.swapaxes(unit, 2, 3) @ unit
    correlation[..., np.arange(correlation.shape[-1]), np.arange(correlation.shape[-1])] = 1.0
    return correlation
