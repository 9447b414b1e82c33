"""First proposals for a division (分解建议): by baseline share, by equal growth, by equal increment, or the same for all.

Of a sum, the baseline share and equal growth are one and the same; between it and equal increments lies the mean of both.
A proposal is where talks begin, not where they end: the planner takes it over and edits it.
"""

from collections.abc import Callable, Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from enum import StrEnum

from kechuang.domain.indicators.breakdown import Breakdown, Joining, Share, compute_weighted


class Way(StrEnum):
    """How a whole is divided at first."""

    SHARE = "baseline-share"  # 按基期占比，即同速增长
    GROWTH = "equal-growth"  # 同速增长
    INCREMENT = "equal-increment"  # 等量增加
    MIXED = "mixed"  # 折中：占比与等量各半
    SAME = "same-level"  # 统一目标


def ways_of(breakdown: Breakdown) -> tuple[Way, ...]:
    """The ways that make sense: a sum is shared out, a ratio is raised alike or set alike."""
    if breakdown.joining is Joining.SUM:
        return (Way.SHARE, Way.MIXED, Way.INCREMENT)
    return (Way.GROWTH, Way.INCREMENT, Way.SAME) if breakdown.joining is Joining.RATIO else ()


def propose(breakdown: Breakdown, way: Way, *, sizes: Mapping[int, Decimal] | None = None) -> dict[int, Decimal]:
    """A target for every part the way can give one to; together they make the whole's target, rounding included.

    ``sizes`` stand in for baselines where these say nothing of how large a part is: the yearly value behind a sum over the
    period. Nobody without a baseline is given a target, except where it needs none.
    """
    goal = breakdown.whole.target
    if goal is None or way not in ways_of(breakdown):
        return {}
    bases = _bases(breakdown, sizes or {})
    targets = _WAYS[breakdown.joining, way](goal, bases, breakdown)
    if breakdown.joining is Joining.SUM:
        return dict(zip(targets, share_out(list(targets.values()), goal, breakdown.places), strict=True))
    better = ROUND_CEILING if breakdown.rising else ROUND_FLOOR
    step = Decimal(1).scaleb(-breakdown.places)
    return {one: (value / step).to_integral_value(better) * step for one, value in targets.items()}


def share_out(values: list[Decimal], total: Decimal, places: int) -> list[Decimal]:
    """Values rounded so that they still add up to ``total``: what rounding down leaves goes to the largest remainders."""
    step = Decimal(1).scaleb(-places)
    down = [(value / step).to_integral_value(ROUND_FLOOR) * step for value in values]
    left = total - sum(down, Decimal(0))
    order = sorted(range(len(values)), key=lambda at: (down[at] - values[at], at))
    for at in order:
        if left < step:
            break
        down[at] += step
        left -= step
    if down and left:
        down[order[0]] += left  # the total itself has more places than the parts are given
    return down


def _bases(of: Breakdown, sizes: Mapping[int, Decimal]) -> dict[int, tuple[Share, Decimal | None]]:
    return {part.organisation: (part, sizes.get(part.organisation, part.base)) for part in of.counted}


_Bases = dict[int, tuple[Share, Decimal | None]]


def _by_share(goal: Decimal, bases: _Bases, of: Breakdown) -> dict[int, Decimal]:
    known = {one: base for one, (_, base) in bases.items() if base is not None}
    total = sum(known.values(), Decimal(0))
    return {one: goal * base / total for one, base in known.items()} if total else {}


def _by_increment(goal: Decimal, bases: _Bases, of: Breakdown) -> dict[int, Decimal]:
    if of.cumulative:
        return {one: goal / len(bases) for one in bases} if bases else {}
    known = {one: base for one, (_, base) in bases.items() if base is not None}
    total = sum(known.values(), Decimal(0))
    return {one: base + (goal - total) / len(known) for one, base in known.items()}


def _mixed(goal: Decimal, bases: _Bases, of: Breakdown) -> dict[int, Decimal]:
    shares, evens = _by_share(goal, bases, of), _by_increment(goal, bases, of)
    return {one: (share + evens[one]) / 2 for one, share in shares.items()}


def _ratio_by_growth(goal: Decimal, bases: _Bases, of: Breakdown) -> dict[int, Decimal]:
    mean = _mean_base(bases)
    return {} if not mean else {one: base * goal / mean for one, (_, base) in bases.items() if base is not None}


def _ratio_by_increment(goal: Decimal, bases: _Bases, of: Breakdown) -> dict[int, Decimal]:
    mean = _mean_base(bases)
    return {} if mean is None else {one: base + goal - mean for one, (_, base) in bases.items() if base is not None}


def _same(goal: Decimal, bases: _Bases, of: Breakdown) -> dict[int, Decimal]:
    return dict.fromkeys(bases, goal)


def _mean_base(bases: _Bases) -> Decimal | None:
    """The ratio of those with a baseline, each with its weight; without weights all count alike."""
    known = [(part.weight, base) for part, base in bases.values() if base is not None]
    weights = [weight for weight, _ in known if weight is not None]
    if len(weights) < len(known) or not sum(weights):
        weights = [Decimal(1)] * len(known)
    return compute_weighted([base for _, base in known], weights) if known else None


_WAYS: Mapping[tuple[Joining, Way], Callable[[Decimal, _Bases, Breakdown], dict[int, Decimal]]] = {
    (Joining.SUM, Way.SHARE): _by_share,
    (Joining.SUM, Way.MIXED): _mixed,
    (Joining.SUM, Way.INCREMENT): _by_increment,
    (Joining.RATIO, Way.GROWTH): _ratio_by_growth,
    (Joining.RATIO, Way.INCREMENT): _ratio_by_increment,
    (Joining.RATIO, Way.SAME): _same,
}
