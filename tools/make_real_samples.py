"""Writes samples/real from the published plans: facts and figures only, no sentence (development only).

Usage: python tools/make_real_samples.py FOLDER_OF_PLANS
"""

import json
import sys
from pathlib import Path
from typing import Any

from kechuang.cli.reading import read_to_json
from kechuang.readers.read import OcrMode

PLANS = (
    "bazhong_city_plan_2021_2025",
    "dazhou_city_plan_2021_2025",
    "guangyuan_city_plan_2021_2025",
    "chengkou_county_plan_2021_2025",
    "bazhong_bureau_work_points_2022",
)
# Headings, boxes, tasks, project contents and problems quote sentences; the figures do not need them.
QUOTING = ("outline", "boxes", "tasks", "problems", "unsure", "parents")
OUT = Path(__file__).parents[1] / "src" / "kechuang" / "samples" / "real"
_LONGEST_NAME = 40


def main(folder: Path) -> None:
    """One JSON a plan."""
    for name in PLANS:
        plan = read_to_json(folder / f"{name}.txt", ocr=OcrMode.NEVER, language="en")
        facts = {**plan, **{key: [] for key in QUOTING}}
        for kind in ("indicators", "series", "commitments", "statements", "projects"):
            facts[kind] = [_fact(item) for item in plan[kind]]
        text = json.dumps(facts, ensure_ascii=False, separators=(",", ":"))
        (OUT / f"{name}.json").write_text(text + "\n", "utf-8")


def _fact(item: dict[str, Any]) -> dict[str, Any]:
    kept = {key: _without_words(value) for key, value in item.items() if key != "content"}
    for key in ("measure", "name"):
        if kept.get(key):
            kept[key] = kept[key][:_LONGEST_NAME]
    return kept


def _without_words(value: Any) -> Any:
    """A source keeps its place and loses its words."""
    if isinstance(value, dict):
        return {
            key: "" if key == "text" and "start" in value else _without_words(inner) for key, inner in value.items()
        }
    return value


if __name__ == "__main__":
    main(Path(sys.argv[1]))
