"""Kechuang's Word reader beside docling's, on the same file in one run: seconds of CPU, and what each finds.

    python benchmarks/docx_against_docling.py [PLAN.docx] [--peer PYTHON] [--times N]

docling is no dependency of this project. Install it into an environment of its own and name that Python:

    python -m venv peer && peer/bin/pip install "docling-slim[format-docx]"
    python benchmarks/docx_against_docling.py --peer peer/bin/python

Without PLAN.docx a made-up plan of 400 paragraphs with numbered headings and 20 tables is written and read.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from io import BytesIO
from pathlib import Path

from docx import Document as NewDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from kechuang.readers.word.docx import read_docx

PEER = """
import json, sys, time
from pathlib import Path
from docling.backend.msword_backend import MsWordDocumentBackend
from docling.datamodel.base_models import InputFormat
from docling.datamodel.document import InputDocument

def read(path):
    source = InputDocument(path_or_stream=path, format=InputFormat.DOCX, backend=MsWordDocumentBackend)
    return MsWordDocumentBackend(in_doc=source, path_or_stream=path).convert().export_to_markdown()

path, times = Path(sys.argv[1]), int(sys.argv[2])
text = read(path)
start = time.process_time()
for _ in range(times):
    read(path)
print(json.dumps({"seconds": (time.process_time() - start) / times, "text": text}))
"""
LABELS = ("一、", "二、", "（一）", "（二）", "（三）")


def run() -> int:
    """Read the file with both and print the table."""
    options = _options()
    with tempfile.TemporaryDirectory() as folder:
        path = options.plan or Path(folder, "plan.docx")
        if options.plan is None:
            path.write_bytes(made_up_plan())
        seconds, text = _ours(path, options.times)
        print(f"kechuang  {seconds:8.4f} s CPU   heading lines with their number: {_labelled(text)}")
        try:
            peer = _peer(options.peer, path, options.times)
        except (OSError, subprocess.CalledProcessError):
            print(f"docling is not installed for {options.peer}; see the top of {Path(__file__).name}")
            return 2
    print(f"docling   {peer['seconds']:8.4f} s CPU   heading lines with their number: {_labelled(peer['text'])}")
    print(f"ratio     {peer['seconds'] / seconds:8.1f} x")
    return 0


def made_up_plan() -> bytes:
    """A plan of a county that does not exist: numbered headings, prose, tables of indicators."""
    document = NewDocument()
    document.part.numbering_part.element.append(parse_xml(_ABSTRACT))
    document.part.numbering_part.element.append(parse_xml(_NUMBER))
    for chapter in range(20):
        _heading(document, f"第{chapter}项工作", level=1)
        for section in range(4):
            _heading(document, f"推进第{section}类平台", level=2)
            for item in range(4):
                document.add_paragraph(f"到2025年，建成创新平台{chapter + section + item}个，投入{item}.5亿元。" * 6)
        table = document.add_table(rows=10, cols=5)
        for number, row in enumerate(table.rows):
            for column, cell in enumerate(row.cells):
                cell.text = f"{number}.{column}"
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def _heading(document: object, text: str, *, level: int) -> None:
    paragraph = document.add_heading(text, level=level)  # type: ignore[attr-defined]
    paragraph._p.get_or_add_pPr().append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level - 1}"/><w:numId w:val="90"/></w:numPr>')
    )


def _level(depth: int, pattern: str) -> str:
    form = '<w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:suff w:val="nothing"/>'
    return f'<w:lvl w:ilvl="{depth}">{form}<w:lvlText w:val="{pattern}"/></w:lvl>'


_ABSTRACT = (
    f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90">{_level(0, "%1、")}{_level(1, "（%2）")}</w:abstractNum>'
)
_NUMBER = f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'


def _ours(path: Path, times: int) -> tuple[float, str]:
    text = read_docx(path.read_bytes(), name=path.name).text
    start = time.process_time()
    for _ in range(times):
        read_docx(path.read_bytes(), name=path.name)
    return (time.process_time() - start) / times, text


def _peer(python: str, path: Path, times: int) -> dict[str, object]:
    command = [python, "-c", PEER, str(path), str(times)]
    answer = subprocess.run(command, check=True, capture_output=True, text=True, timeout=600)
    return dict(json.loads(answer.stdout.splitlines()[-1]))


def _labelled(text: object) -> int:
    """Short lines that begin with a printed heading number."""
    lines = (line.lstrip("# *-").strip() for line in str(text).splitlines())
    return sum(line.startswith(LABELS) and len(line) < 40 for line in lines)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("plan", nargs="?", type=Path)
    parser.add_argument("--peer", default=sys.executable, help="the Python that has docling")
    parser.add_argument("--times", type=int, default=5)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(run())
