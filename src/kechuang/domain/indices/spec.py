"""What an index (综合指数) is made of: the recipe, as frozen values."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from kechuang.domain.indices.formula import Formula

STEPS = ("denominate", "impute", "screen", "treat", "normalise")
"""The steps between the data and the scores, in their usual order; a recipe may order them otherwise."""


@dataclass(frozen=True, slots=True)
class Method:
    """One method of a step with all its options, defaults filled in; ``place`` is where the recipe says so."""

    name: str
    options: Mapping[str, Any] = field(default_factory=dict)
    place: str = ""

    def __getitem__(self, option: str) -> Any:
        return self.options[option]

    def get(self, option: str) -> Any:
        """The option, None where the method has no such option."""
        return self.options.get(option)


@dataclass(frozen=True, slots=True)
class Treatment:
    """How outliers are treated (异常值处理).

    Without limits the methods follow one another, each on what the former left. With limits an indicator is touched only
    when both its absolute skewness and its kurtosis lie beyond them; then each method is tried on the original values
    until they lie within, and the last one stands.
    """

    methods: tuple[Method, ...] = ()
    skew: float | None = None
    kurtosis: float | None = None


@dataclass(frozen=True, slots=True)
class Missing:
    """What a missing part does to the whole: ``ignore`` (the others' weights grow), ``fail`` (the whole is missing), ``fill``.

    ``at_least`` is what must be there: a share of the weight up to 1, a number of parts above.
    """

    rule: str = "ignore"
    value: float = 0.0
    at_least: float = 0.0


@dataclass(frozen=True, slots=True)
class Screen:
    """Which regions have too little data: share (up to 1) or number of indicators that must be there, in each period.

    ``per`` asks it of the parts of a level as well: 1 means of every first-level part (一级指标).
    """

    at_least: float = 0.0
    nonzero: float = 0.0
    per: int | None = None
    keep: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Leaf:
    """An indicator of the index. ``direction`` is 1 where more is better, -1 where less is; ``marks`` its own low, high, …"""

    key: str
    name: str
    direction: int = 1
    weight: float | None = None
    unit: str = ""
    denominator: str | None = None
    times: float = 1.0
    marks: Mapping[str, float] = field(default_factory=dict)
    impute: tuple[Method, ...] | None = None
    treat: Treatment | None = None
    normalise: Method | None = None
    level: int = 1
    place: str = ""


@dataclass(frozen=True, slots=True)
class Node:
    """A part of the index, or the index itself (level 0): what it is made of and how it is put together.

    ``rescale`` follows the aggregation, in order; ``decimals`` rounds the score before it goes up.
    """

    key: str
    name: str
    children: "tuple[Node | Leaf, ...]"
    weight: float | None = None
    aggregate: Method | None = None
    weigh: Method | None = None
    missing: Missing | None = None
    rescale: tuple[Method, ...] = ()
    decimals: int | None = None
    level: int = 0
    place: str = ""

    def nodes(self) -> "Iterator[Node]":
        """This node and every node below, parents first."""
        yield self
        for child in self.children:
            if isinstance(child, Node):
                yield from child.nodes()

    def leaves(self) -> Iterator[Leaf]:
        """Every indicator below, in the order of the recipe."""
        for child in self.children:
            if isinstance(child, Node):
                yield from child.leaves()
            else:
                yield child


@dataclass(frozen=True, slots=True)
class Layout:
    """How the data file is laid out: column names, and what stands for a missing value."""

    form: str = "auto"
    region: str | None = None
    period: str | None = None
    indicator: str = "indicator"
    value: str = "value"
    name: str | None = None
    groups: tuple[str, ...] = ()
    columns: str | None = None
    missing: tuple[str, ...] = ()
    encoding: str | None = None


@dataclass(frozen=True, slots=True)
class Select:
    """Which regions and periods take part; empty means all. ``where`` keeps the regions of some groups.

    ``unranked`` regions (全国, EU27) are scored and may be compared with, but take no place in the ranking.
    """

    regions: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unranked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Vary:
    """What is uncertain: weights by a share of each, the alternatives of a step, the error of the data.

    ``noise`` is the standard error of each value, as a share of it (``relative``) or in its own unit; a mapping gives it by indicator.
    """

    weights: float = 0.0
    weight_levels: tuple[int, ...] = ()
    impute: tuple[tuple[Method, ...], ...] = ()
    treat: tuple[Treatment, ...] = ()
    normalise: tuple[Method, ...] = ()
    aggregate: tuple[Method, ...] = ()
    noise: Mapping[str, float] = field(default_factory=dict)
    relative_noise: bool = True
    drop_one: bool = False


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """The Monte Carlo plan: what varies, how many runs, the seed, the coverage of the intervals."""

    vary: Vary = field(default_factory=Vary)
    samples: int = 1000
    seed: int = 1
    coverage: float = 0.9
    period: str | None = None


@dataclass(frozen=True, slots=True)
class Recipe:
    """A whole recipe."""

    title: str
    root: Node
    source: str = ""
    layout: Layout = field(default_factory=Layout)
    select: Select = field(default_factory=Select)
    derive: tuple[tuple[str, Formula], ...] = ()
    order: tuple[str, ...] = STEPS
    impute: tuple[Method, ...] = ()
    screen: Screen = field(default_factory=Screen)
    treat: Treatment = field(default_factory=Treatment)
    normalise: Method = field(default_factory=lambda: Method("none", {"times": 1.0, "plus": 0.0}))
    weigh: Method = field(default_factory=lambda: Method("given", {"sum": "auto"}))
    aggregate: Method = field(default_factory=lambda: Method("arithmetic"))
    missing: Missing = field(default_factory=Missing)
    rank: Method = field(default_factory=lambda: Method("highest", {"ties": "min", "decimals": None}))
    decimals: Mapping[str, int] = field(default_factory=dict)
    uncertainty: Uncertainty | None = None

    @property
    def leaves(self) -> tuple[Leaf, ...]:
        """Every indicator, in the order of the recipe."""
        return tuple(self.root.leaves())

    def needs(self) -> tuple[str, ...]:
        """The columns the data must have."""
        made = {name for name, _ in self.derive}
        wanted = [leaf.key for leaf in self.leaves]
        wanted += [leaf.denominator for leaf in self.leaves if leaf.denominator]
        wanted += [name for _, formula in self.derive for name in formula.names]
        return tuple(dict.fromkeys(name for name in wanted if name not in made))

    def varied(self, **steps: Any) -> "Recipe":
        """The same recipe with the default method of some steps replaced."""
        return replace(self, **steps)
