"""Writes the four formats and the truth: ``python -m tools.sample``. Only the PDF needs more than the package's own libraries."""

import json
from pathlib import Path

from tools.sample import printed, word
from tools.sample.content import load
from tools.sample.pages import text_lines, web_page
from tools.sample.truth import Truth

OUT = Path(__file__).parents[2] / "src/kechuang/samples/invented"


def main() -> None:
    plan = load()
    name = plan["document"]
    lines = text_lines(plan)
    (OUT / "truth").mkdir(parents=True, exist_ok=True)
    (OUT / f"{name}.txt").write_bytes(("\r\n".join(lines) + "\r\n").encode("gb18030"))
    (OUT / f"{name}.html").write_bytes(web_page(plan).encode("gb18030"))
    word.write(plan, OUT / f"{name}.docx")
    for kind, rows in Truth(plan, lines).files().items():
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (OUT / "truth" / f"{kind}.jsonl").write_text(text, "utf-8")
    printed.write(OUT / f"{name}.docx", OUT / f"{name}.pdf")


if __name__ == "__main__":
    main()
