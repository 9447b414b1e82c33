"""The scores of an index as CSV, one row a region and period, a column a part: for spreadsheets and further work."""

import csv
import io

from kechuang.domain.indices.build import Built
from kechuang.domain.indices.rounding import round_half_up


def index_to_csv(built: Built) -> bytes:
    """UTF-8 with a byte order mark, so that spreadsheets show Chinese; missing scores are empty."""
    frame, decimals = built.frame, built.recipe.decimals.get("scores")
    names = built.prepared.panel.names or frame.regions
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(("region", "name", "period", *(f"{key}{end}" for key in built.parts for end in ("", " rank"))))
    for when, period in enumerate(frame.periods):
        for where, region in enumerate(frame.regions):
            row: list[object] = [_inert(region), _inert(names[where]), _inert(period)]
            for key, part in built.parts.items():
                score, rank = part.scores[0, when, where], built.ranks[key][when, where]
                shown = score if decimals is None else round_half_up(score, decimals)
                row += ["", ""] if score != score else [f"{float(shown):.12g}", f"{float(rank):g}"]
            writer.writerow(row)
    return stream.getvalue().encode("utf-8-sig")


def _inert(text: str) -> str:
    """No spreadsheet may take a name for a formula."""
    return f"'{text}" if text[:1] in "=+-@\t\r" and not text[1:2].isdigit() else text
