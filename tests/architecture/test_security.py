"""The page on security names tests that exist, and each requirement once."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text("utf-8")


def test_every_test_it_names_exists():
    named = set(re.findall(r"`([\w/]+\.py)::(test_\w+)`", PAGE))
    assert len(named) > 80
    missing = [
        f"{path}::{name}"
        for path, name in sorted(named)
        if not (ROOT / "tests" / path).is_file() or f"def {name}(" not in (ROOT / "tests" / path).read_text("utf-8")
    ]
    assert missing == []


def test_every_requirement_stands_once_and_has_an_answer():
    rows = re.findall(r"^\| (\d+\.\d+\.\d+) \| (.+) \| (.+) \|$", PAGE, re.M)
    numbers = [number for number, _, _ in rows]
    assert len(numbers) == len(set(numbers))
    assert f"{len(rows)} requirements apply" in PAGE
    answers = {
        "shown by a test": lambda how: how.startswith("`") and "::" in how,
        "are not met": lambda how: how.startswith("**not**: "),
        "are the operator's": lambda how: how.startswith("**operator**"),
    }
    for words, fits in answers.items():
        assert f"{sum(fits(how) for _, _, how in rows)} {words}" in PAGE
