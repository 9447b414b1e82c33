"""The years of a path (年度目标): by a shape, rounded as people write them; a part may go in step with its whole (随总目标)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from kechuang.domain.indicators.division import share_out
from kechuang.domain.indicators.pace import Course
from kechuang.domain.indicators.path import Shape, compute_planned

# A path whose years are given one by one; one in step with that of the share it belongs to.
TYPED, ALONG = "typed", "along"


@dataclass(frozen=True, slots=True)
class Span:
    """From the baseline's year to the target's; ``cumulative`` says that the years add up; ``places`` how values are rounded."""

    first: int
    last: int
    cumulative: bool = False
    places: int = 0

    @property
    def years(self) -> tuple[int, ...]:
        """The years of the path: those after the baseline's."""
        return tuple(range(self.first + 1, self.last + 1))


def compute_years(base: Decimal, goal: Decimal, shape: Shape, span: Span) -> dict[int, Decimal]:
    """Year -> value from baseline to target, the target exactly; of a sum, what each year adds."""
    if span.first >= span.last:
        return {}
    line = Course(span.first, float(base), span.first, float(base), span.last, float(goal))
    levels = [Decimal(repr(compute_planned(line, year, shape))) for year in range(span.first, span.last + 1)]
    if span.cumulative:
        steps = [after - before for before, after in pairwise(levels)]
        return dict(zip(span.years, share_out(steps, goal - base, span.places), strict=True))
    values = [_rounded(level, span.places) for level in levels[1:-1]]
    return dict(zip(span.years, [*values, goal], strict=True))


def ruling_shape(one: int, shapes: Mapping[int, str], parents: Mapping[int, int | None]) -> str:
    """The shape of a share's path: its own, or where it goes along (随总目标) that of the share it belongs to.

    It belongs to the nearest organisation above that has a share; where that one goes along too, its shape is asked for in
    turn. A township below a county whose path was typed has a typed path, scaled to its own baseline and target. Even steps
    where nobody above has a path.

    >>> ruling_shape(3, {1: "linear", 2: "typed", 3: "along"}, {3: 2, 2: 1, 1: None})
    'typed'
    >>> ruling_shape(3, {1: "step", 3: "along"}, {3: 2, 2: 1, 1: None}), ruling_shape(3, {3: "along"}, {})
    ('step', 'linear')
    """
    at: int | None = one
    seen: set[int] = set()
    while at is not None and at not in seen:
        if shapes.get(at, ALONG) != ALONG:
            return shapes[at]
        seen.add(at)
        at = parents.get(at)
    return Shape.LINEAR.value


def compute_along(
    ends: Mapping[int, tuple[Decimal, Decimal]], whole: Mapping[int, Decimal], whole_base: Decimal, span: Span
) -> dict[int, dict[int, Decimal]]:
    """Part -> year -> value: each part has gone the same share of its way as the whole, whatever the shape of the whole's path.

    ``ends`` are baseline and target of each part; the whole is the share they belong to, be it the plan's or a county's. Where these add up to the whole's, so does every year, rounding included.
    """
    shares = _shares_gone(whole, whole_base, span)
    if len(shares) < len(span.years) or not ends:
        return {}
    found: dict[int, dict[int, Decimal]] = {part: {} for part in ends}
    for year in span.years[:-1]:
        exact = [_at(base, goal, shares, year, span) for base, goal in ends.values()]
        total = _rounded(sum(exact, Decimal(0)), span.places)
        for part, value in zip(ends, share_out(exact, total, span.places), strict=True):
            found[part][year] = value
    for part, (_, goal) in ends.items():
        found[part][span.last] = goal - sum(found[part].values(), Decimal(0)) if span.cumulative else goal
    return found


def _shares_gone(whole: Mapping[int, Decimal], base: Decimal, span: Span) -> dict[int, Decimal]:
    """Year -> the share of the whole's way that is behind it (of a sum, that falls to it); none where it goes nowhere."""
    values = [whole[year] for year in span.years if year in whole]
    if len(values) < len(span.years) or not values:
        return {}
    way = sum(values, Decimal(0)) if span.cumulative else values[-1] - base
    if not way:
        return {year: Decimal(at) / len(span.years) for at, year in enumerate(span.years, start=1)}
    return {
        year: (value if span.cumulative else value - base) / way for year, value in zip(span.years, values, strict=True)
    }


def _at(base: Decimal, goal: Decimal, shares: Mapping[int, Decimal], year: int, span: Span) -> Decimal:
    return goal * shares[year] if span.cumulative else base + (goal - base) * shares[year]


def _rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def places_of(numbers: Iterable[Decimal], *, whole_things: bool) -> int:
    """How many decimals planned values are written with: none for things that are counted, else one more than printed."""
    if whole_things:
        return 0
    printed = [max(0, -int(number.normalize().as_tuple().exponent)) for number in numbers]
    return min(6, max(printed, default=0) + 1)
