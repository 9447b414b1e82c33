"""What all charts share: colours for light paper and for dark screens, type, and how layers and labels are put down.

Blue, orange and grey are told apart by all usual kinds of colour blindness and in grey print; shape and word tell the rest.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Spec = dict[str, Any]
Labels = Mapping[str, str]

FONT = "Noto Sans SC"
TYPE_SIZE = 13


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours by what they are for; ``levels`` run from the best to the worst, each with the ink that reads on it."""

    ground: str
    ink: str
    grey: str
    blue: str
    orange: str
    band: str
    grid: str
    levels: tuple[tuple[str, str], ...]


PAPER = Palette(
    ground="#ffffff",
    ink="#1a1a1a",
    grey="#767676",
    blue="#0b57a4",
    orange="#a84b00",
    band="#c9d8e8",
    grid="#e6e6e6",
    levels=(
        ("#0b57a4", "#ffffff"),
        ("#7fb2e0", "#1a1a1a"),
        ("#f6d58a", "#1a1a1a"),
        ("#b8500c", "#ffffff"),
        ("#eceff2", "#1a1a1a"),
    ),
)
_ON_DARK = {
    "#ffffff": "#15181c",
    "#1a1a1a": "#e6e9ed",
    "#767676": "#8f99a5",
    "#0b57a4": "#8ab8f0",
    "#a84b00": "#f0a860",
    "#c9d8e8": "#2b405a",
    "#e6e6e6": "#2c333b",
    "#7fb2e0": "#2f5f93",
    "#f6d58a": "#7a5b12",
    "#b8500c": "#e08a4a",
    "#eceff2": "#343c45",
}
_COLOUR = re.compile("|".join(_ON_DARK))


def darken(drawn: str) -> str:
    """A picture or a specification with the colours of dark screens in place of those of paper."""
    return _COLOUR.sub(lambda found: _ON_DARK[found[0]], drawn)


def frame() -> Spec:
    """The head every specification begins with."""
    axis = {
        "labelFontSize": TYPE_SIZE,
        "titleFontSize": TYPE_SIZE,
        "titleFontWeight": "normal",
        "labelColor": PAPER.ink,
        "titleColor": PAPER.ink,
        "gridColor": PAPER.grid,
        "domainColor": PAPER.grey,
        "tickColor": PAPER.grey,
        "labelLimit": 300,
    }
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "background": PAPER.ground,
        "padding": 4,
        "config": {"font": FONT, "axis": axis, "view": {"stroke": None}},
    }


def heading(text: str, *, anchor: str = "end") -> Spec:
    """One line above a chart."""
    return {
        "text": text,
        "anchor": anchor,
        "fontSize": TYPE_SIZE,
        "fontWeight": "normal",
        "color": PAPER.ink,
        "offset": 6,
    }


def layer(rows: Sequence[Spec], mark: Spec, encoding: Spec) -> Spec:
    """One layer with its own rows."""
    return {"data": {"values": list(rows)}, "mark": mark, "encoding": encoding}


def words(rows: Sequence[Spec], mark: Spec, place: Spec) -> list[Spec]:
    """Labels on a ground of their own, so that a line behind them does not cross them."""
    encoding = {**place, "text": {"field": "label"}}
    text = {"type": "text", "fontSize": TYPE_SIZE, **mark}
    halo = {**text, "stroke": PAPER.ground, "strokeWidth": 4, "strokeJoin": "round"}
    return [layer(rows, halo, encoding), layer(rows, text, encoding)]


def short(value: float) -> str:
    """A number as a label has it."""
    return f"{value:.4f}".rstrip("0").rstrip(".")
