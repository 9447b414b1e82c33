"""A chart as a page shows it: pictures for light and dark, specifications for the interactive view, table, and what is signed."""

import base64
import json
from dataclasses import dataclass
from functools import lru_cache

from django.core import signing
from django.utils.text import get_valid_filename

from kechuang.web.words import say
from kechuang.writers.charts.charts import specify, svg_of
from kechuang.writers.charts.table import table_of
from kechuang.writers.charts.theme import darken

SALT = "kechuang.charts"
_LABELS = (
    "observed",
    "expected",
    "interval",
    "target",
    "planned",
    "year",
    "value",
    "completion",
    "time",
    "name",
    "low",
    "high",
    "score",
    "rank",
    "rank-low",
    "rank-high",
)


@dataclass(frozen=True)
class Figure:
    """What the template of a chart needs; ``token`` holds specification and table, signed, so that only what was shown is drawn."""

    caption: str
    light: str
    dark: str
    light_spec: str
    dark_spec: str
    heads: list
    rows: list
    token: str


def figure_of(chart):
    """The figure of a chart (``domain.reports.report``); its caption is a wording and plain details."""
    labels = {word: say(f"report.chart.{word}") for word in _LABELS}
    caption = say(chart.caption.key, **chart.caption.details)
    spec = _json(specify(chart, labels))
    picture = _picture(spec)
    heads, rows = table_of(chart, labels)
    kept = {"name": get_valid_filename(caption)[:80], "spec": spec, "heads": heads, "rows": rows}
    token = signing.dumps(kept, salt=SALT, compress=True)
    return Figure(caption, _address(picture), _address(darken(picture)), spec, darken(spec), heads, rows, token)


def _json(spec):
    return json.dumps(spec, ensure_ascii=False, separators=(",", ":"))


@lru_cache(maxsize=256)
def _picture(spec):
    return svg_of(json.loads(spec))


def _address(picture):
    """A picture as the address of an image: images from data are within the content policy, inline style is not."""
    return "data:image/svg+xml;base64," + base64.b64encode(picture.encode()).decode()
