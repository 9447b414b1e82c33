"""Formulas of a recipe: ``10 / mmr``, ``ln(x + 1)``, ``gerd / gdp * 100``; arithmetic on named series and nothing else.

Besides the functions of one or two numbers there are lag(x, n), which is x n periods before, and total(x), the sum over all
regions of the period.
"""

import ast
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from kechuang.domain.indices.panel import Values
from kechuang.domain.indices.unfit import Unfit

_LONGEST = 500
_DEEPEST = 40
_LARGEST = 1e300
_QUOTED = re.compile(r"`([^`]+)`")
_BINARY: dict[type[ast.operator], Callable[[Values, Values], Values]] = {
    ast.Add: np.add,
    ast.Sub: np.subtract,
    ast.Mult: np.multiply,
    ast.Div: np.divide,
    ast.Pow: np.power,
}
_PLAIN: dict[str, Callable[[Values], Values]] = {
    "ln": np.log,
    "log10": np.log10,
    "exp": np.exp,
    "sqrt": np.sqrt,
    "abs": np.abs,
}
_MANY: dict[str, Callable[[Values, Values], Values]] = {"min": np.minimum, "max": np.maximum}


@dataclass(frozen=True)
class Formula:
    """A formula, and the names it needs in the order they first stand there. A name that is no word stands in backquotes."""

    text: str
    names: tuple[str, ...]
    tree: ast.expr = field(compare=False, repr=False)
    quoted: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)


def read_formula(text: str, place: str) -> Formula:
    """Raises Unfit when the text is no formula, saying what it stumbled on."""
    quoted: dict[str, str] = {}

    def stand_in(found: re.Match[str]) -> str:
        quoted[f"quoted_{len(quoted)}_"] = found[1]
        return f" quoted_{len(quoted) - 1}_ "

    plain = _QUOTED.sub(stand_in, text[: _LONGEST + 1])
    if len(text) > _LONGEST:
        raise Unfit("index.bad-formula", formula=text[:40], reason=f"> {_LONGEST}", place=place)
    try:
        tree = ast.parse(plain.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise Unfit("index.bad-formula", formula=text, reason="syntax", place=place) from None
    names: dict[str, None] = {}
    _check(tree, text, place, names, depth=0)
    return Formula(text, tuple(quoted.get(name, name) for name in names), tree, quoted)


def compute(formula: Formula, series: Mapping[str, Values], place: str) -> Values:
    """The formula for every batch, period and region; missing where any part is.

    Series are (batch, period, region). Raises Unfit where it divides by zero or takes the logarithm of nothing.
    """
    with np.errstate(all="ignore"):
        computed = np.asarray(_value(formula.tree, formula, series), dtype=np.float64)
    shape = np.broadcast_shapes(computed.shape, *(series[name].shape for name in formula.names))
    computed = np.broadcast_to(computed, shape).copy()
    bad = np.isinf(computed)
    if not _has_lag(formula):
        bad |= np.isnan(computed) & ~_any_missing(formula, series, shape)
    if bad.any():
        raise Undefined(formula, tuple(int(axis) for axis in np.argwhere(bad)[0]), place)
    return computed


class Undefined(Exception):
    """A formula has no value at ``at`` = (batch, period, region); whoever knows their names words it."""

    def __init__(self, formula: Formula, at: tuple[int, ...], place: str) -> None:
        super().__init__(formula.text, at, place)
        self.formula = formula
        self.at = at
        self.place = place


def _check(node: ast.expr, text: str, place: str, names: dict[str, None], depth: int) -> None:
    if depth > _DEEPEST:
        raise Unfit("index.bad-formula", formula=text, reason="too deep", place=place)
    for part in _parts(node, text, place, names):
        _check(part, text, place, names, depth + 1)


def _parts(node: ast.expr, text: str, place: str, names: dict[str, None]) -> list[ast.expr]:
    match node:
        case ast.Constant(value=bool()):
            pass
        case ast.Constant(value=int() | float() as number) if abs(number) < _LARGEST:
            return []
        case ast.Name(id=name):
            names.setdefault(name)
            return []
        case ast.UnaryOp(op=ast.USub() | ast.UAdd(), operand=operand):
            return [operand]
        case ast.BinOp(left=left, op=operator, right=right) if type(operator) in _BINARY:
            return [left, right]
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]) if _arity_fits(name, arguments):
            return arguments[:1] if name == "lag" else arguments
        case _:
            pass
    raise Unfit("index.bad-formula", formula=text, reason=ast.unparse(node)[:60], place=place)


def _arity_fits(name: str, arguments: list[ast.expr]) -> bool:
    if name in _PLAIN or name == "total":
        return len(arguments) == 1
    if name == "lag":
        return len(arguments) == 2 and isinstance(arguments[1], ast.Constant) and _is_step(arguments[1].value)
    return name in _MANY and len(arguments) > 1


def _is_step(value: object) -> bool:
    return type(value) is int and 0 < value < 1000


def _value(node: ast.expr, formula: Formula, series: Mapping[str, Values]) -> Values:
    match node:
        case ast.Constant(value=int() | float() as number):
            return np.asarray(float(number))
        case ast.Name(id=name):
            return series[formula.quoted.get(name, name)]
        case ast.UnaryOp(op=sign, operand=operand):
            value = _value(operand, formula, series)
            return -value if isinstance(sign, ast.USub) else value
        case ast.BinOp(left=left, op=operator, right=right):
            return _BINARY[type(operator)](_value(left, formula, series), _value(right, formula, series))
        case ast.Call(func=ast.Name(id=name), args=[first, *rest]):
            return _call(name, _value(first, formula, series), rest, formula, series)
    raise AssertionError(ast.dump(node))


def _call(name: str, first: Values, rest: list[ast.expr], formula: Formula, series: Mapping[str, Values]) -> Values:
    if name in _PLAIN:
        return _PLAIN[name](first)
    if name == "total":
        return np.broadcast_to(np.nansum(first, axis=-1, keepdims=True), first.shape)
    if name == "lag":
        assert isinstance(rest[0], ast.Constant)
        return lagged(first, int(str(rest[0].value)))
    for other in rest:
        first = _MANY[name](first, _value(other, formula, series))
    return first


def lagged(values: Values, steps: int) -> Values:
    """The values of ``steps`` periods before, missing at the start; the period axis is the second."""
    before = np.full_like(values, np.nan)
    if steps < values.shape[1]:
        before[:, steps:] = values[:, :-steps]
    return before


def _has_lag(formula: Formula) -> bool:
    return any(isinstance(node, ast.Name) and node.id == "lag" for node in ast.walk(formula.tree))


def _any_missing(formula: Formula, series: Mapping[str, Values], shape: tuple[int, ...]) -> NDArray[np.bool_]:
    missing = np.zeros(shape, dtype=bool)
    for name in formula.names:
        missing |= np.isnan(series[name])
    return missing
