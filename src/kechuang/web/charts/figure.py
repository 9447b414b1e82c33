"""A chart as a page shows it: pictures for light and dark, the table behind it, and what is signed."""

import base64
import json
import zlib
from dataclasses import dataclass
from functools import lru_cache

from django.core import signing

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
    heads: list
    rows: list
    token: str


def figure_of(chart):
    """The figure of a chart (``domain.reports.report``); its caption is a wording and plain details."""
    labels = {word: say(f"report.chart.{word}") for word in _LABELS}
    caption = say(chart.caption.key, **chart.caption.details)
    spec = _json(specify(chart, labels))
    heads, rows = table_of(chart, labels)
    kept = {"name": caption, "spec": spec, "heads": heads, "rows": rows}
    return Figure(caption, *_pictures(spec), heads, rows, signer().sign(_packed(_json(kept))))


def signer():
    """What signs charts, with the time at which they were shown."""
    return signing.TimestampSigner(salt=SALT)


def _json(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


@lru_cache(maxsize=256)
def _pictures(spec):
    picture = svg_of(json.loads(spec))
    return _address(picture), _address(darken(picture))


@lru_cache(maxsize=256)
def _packed(kept):
    return base64.urlsafe_b64encode(zlib.compress(kept.encode())).decode()


def unpacked(packed):
    """What ``figure_of`` put into a token, once the signature has been found right."""
    return json.loads(zlib.decompress(base64.urlsafe_b64decode(packed)))


def _address(picture):
    """A picture as the address of an image: images from data are within the content policy, inline style is not."""
    return "data:image/svg+xml;base64," + base64.b64encode(picture.encode()).decode()
