"""The house stands as docs/architecture.md says."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "kechuang"


def test_every_import_points_down_and_none_goes_in_a_circle():
    linted = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"], cwd=ROOT, capture_output=True, text=True
    )
    assert linted.returncode == 0, linted.stdout


def test_every_file_the_architecture_page_names_exists():
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    named = set(re.findall(r"`((?:domain|readers|writers|rulebooks|samples|cli|tests)/[\w/.]*)`", page))
    missing = {
        name
        for name in named
        if not ((SOURCE / name).exists() or (SOURCE / f"{name}.py").exists() or (ROOT / name).exists())
    }
    assert named, "the page names no file"
    assert missing == set()


def test_every_room_of_the_site_stands_on_the_architecture_page():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    floors = next(one["layers"] for one in contracts if one.get("containers") == ["kechuang.web"])
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    drawn = set(re.findall(r"\w+", page[page.index("## The site") : page.index("## One text")]))
    assert [room for floor in floors for room in re.findall(r"\w+", floor) if room not in drawn] == []


def test_every_name_of_the_glossary_exists_in_the_code():
    code = "\n".join(path.read_text("utf-8") for path in SOURCE.rglob("*.py"))
    glossary = (ROOT / "docs" / "glossary.md").read_text("utf-8")
    names = re.findall(r"\| `(\w+)` \|", glossary)
    assert len(names) > 15
    assert [name for name in names if not re.search(rf"\b{name}\b", code)] == []
