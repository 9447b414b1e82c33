"""What the docs claim holds."""

import json
import re
from pathlib import Path

import pytest

from kechuang.cli.main import build_parser, main
from kechuang.readers.words import read_words

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "src/kechuang/samples/invented/yunling_county_plan_2026_2030.txt"
LINKING = [
    "README.md",
    "README.zh-CN.md",
    "CONTRIBUTING.md",
    *(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md")),
]


@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md"])
def test_every_command_of_the_readme_is_understood(page):
    commands = re.findall(r"^    \.venv/bin/kechuang (.*?)(?:\s{2,}#.*)?$", (ROOT / page).read_text("utf-8"), re.M)
    assert len(commands) >= 4
    for command in commands:
        build_parser(read_words("en"), command.split()).parse_args(command.split())


@pytest.mark.parametrize("page", LINKING)
def test_every_link_leads_to_a_file(page):
    links = re.findall(r"\]\((?!http)([^)#]+)", (ROOT / page).read_text("utf-8"))
    assert [link for link in links if not (ROOT / page).parent.joinpath(link).exists()] == []


def test_the_page_on_the_json_names_every_key(capsys):
    main(["read", str(SAMPLE), "--json", "-"])
    answer = json.loads(capsys.readouterr().out)
    page = (ROOT / "docs" / "json.md").read_text("utf-8")
    keys = set(answer) | {
        key
        for kind in answer.values()
        if isinstance(kind, list)
        for item in kind
        if isinstance(item, dict)
        for key in item
    }
    assert [key for key in sorted(keys) if f"`{key}`" not in page] == []
