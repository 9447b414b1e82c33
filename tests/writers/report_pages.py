"""A page full of characters, to count lines and characters on paper."""

from kechuang.domain.reports.layout import LaidOut, Lines, Piece

BODY = "字" * 28 * 60


def full_page(text: str = BODY) -> LaidOut:
    return LaidOut(
        language="zh",
        title="规划实施情况评估报告",
        subtitle="（初稿）",
        body=(Lines((Piece(text),)), Lines((Piece("完"),))),
        closing=("（单位名称）", "（成文日期）"),
        annex_title="附件",
        annex=(),
    )


def lines_of(text: str) -> list[str]:
    """The lines of one page that hold nothing but the body's character."""
    return [line for line in (line.strip() for line in text.splitlines()) if line and set(line) == {"字"}]
