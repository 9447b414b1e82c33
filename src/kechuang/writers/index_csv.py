"""The scores of an index as CSV, a row per region and period, a column per part: for spreadsheets and further work."""

import csv
import io

from kechuang.domain.indices.build import Built
from kechuang.domain.indices.panel import Values
from kechuang.domain.indices.rounding import round_half_up
from kechuang.writers.cells import safe_text


def index_to_csv(built: Built) -> bytes:
    """UTF-8 with a byte order mark, so that spreadsheets show Chinese; missing scores are empty."""
    frame, decimals = built.frame, built.recipe.decimals.get("scores")
    names = built.prepared.panel.names or frame.regions
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(("region", "name", "period", *(f"{key}{end}" for key in built.parts for end in ("", " rank"))))
    columns = [column for key in built.parts for column in _columns(built, key, decimals)]
    for when, period in enumerate(frame.periods):
        rows = zip(*(column[when] for column in columns), strict=True)
        for region, name, cells in zip(frame.regions, names, rows, strict=True):
            writer.writerow((safe_text(region), safe_text(name), safe_text(period), *cells))
    return stream.getvalue().encode("utf-8-sig")


def _columns(built: Built, key: str, decimals: int | None) -> tuple[list[list[str]], list[list[str]]]:
    """Scores and ranks of a part by period, as text."""
    scores = built.parts[key].scores[0]
    scores = scores if decimals is None else round_half_up(scores, decimals)
    return _texts(scores, ".12g"), _texts(built.ranks[key], "g")


def _texts(values: Values, form: str) -> list[list[str]]:
    return [["" if one != one else format(one, form) for one in row] for row in values.tolist()]
