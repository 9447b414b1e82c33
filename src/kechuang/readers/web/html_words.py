"""Words of a page as a browser shows them."""

import re

_BLANK = re.compile(r"[ \t\r\n]+")
_WIDE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60\U00020000-\U0003ffff“”…—]")


def collapse(raw: str) -> str:
    """Blanks as a browser shows them, but none where a source line merely wrapped beside a Chinese character."""
    return _BLANK.sub(_blank, raw).replace("\xa0", " ").strip()


def _blank(run: re.Match[str]) -> str:
    if "\n" not in run[0]:
        return " "
    before, after = run.string[: run.start()][-1:], run.string[run.end() : run.end() + 1]
    return "" if _WIDE.match(before) or _WIDE.match(after) else " "
