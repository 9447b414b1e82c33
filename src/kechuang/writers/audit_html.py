"""One self-contained web page (体检网页): the document on the left, its findings on the right.

Click a finding and the sentences it rests on light up and come into view; click a marked sentence and its findings do.
No other file, no network, no inline handlers: the page's policy names its one style and its one script by their hashes.
"""

import base64
import hashlib
import itertools
from collections import defaultdict
from collections.abc import Mapping, Sequence
from html import escape

from kechuang.domain.audit.audit import Report
from kechuang.domain.document import Document
from kechuang.domain.finding import Finding, Severity
from kechuang.writers.audit_json import Say

_LONGEST_QUOTE = 160
_STYLE = """
:root{--error:#b3261e;--warning:#8a5a00;--note:#1f5f8b}
*{box-sizing:border-box}
body{margin:0;font:16px/1.75 "Noto Serif SC","Source Han Serif SC",SimSun,serif;color:#222;background:#fff}
header{padding:.6rem 1.2rem;border-bottom:1px solid #ccc;font-family:sans-serif}
h1{font-size:1.15rem;margin:0}
main{display:grid;grid-template-columns:minmax(0,3fr) minmax(20rem,2fr);height:calc(100vh - 4.2rem)}
section{overflow:auto;padding:0 1.2rem 4rem}
#findings{border-left:1px solid #ccc;background:#fafafa;font-family:sans-serif;font-size:.92rem;line-height:1.55}
h2{font-size:1rem;position:sticky;top:0;z-index:1;background:inherit;margin:0;padding:.6rem 0}
#document{background:#fff}
.line{margin:0;padding-left:3.4rem;position:relative;white-space:pre-wrap;tab-size:6;overflow-wrap:anywhere;min-height:1.2em}
.line::before{content:attr(data-line);position:absolute;left:0;width:2.8rem;text-align:right;color:#999;font:12px/2.3 monospace}
mark{background:#fff3c4;color:inherit;cursor:pointer;border-bottom:2px solid #d9a400}
mark.lit{background:#ffd54d;outline:2px solid #8a5a00}
article{border:1px solid #ddd;border-left:.35rem solid var(--note);background:#fff;margin:.6rem 0;padding:.5rem .8rem;border-radius:.3rem}
article.error{border-left-color:var(--error)}
article.warning{border-left-color:var(--warning)}
article.lit{box-shadow:0 0 0 2px #8a5a00}
button.head{all:unset;display:block;cursor:pointer;width:100%;font-weight:600}
button.head:focus-visible,button.place:focus-visible{outline:2px solid #1f5f8b}
.level{font-size:.8rem;margin-right:.4rem}
.error .level{color:var(--error)}.warning .level{color:var(--warning)}.note .level{color:var(--note)}
.sum{font-family:monospace;background:#f3f3f3;padding:.15rem .4rem;overflow-wrap:anywhere}
ul{margin:.3rem 0;padding-left:1.1rem}
button.place{all:unset;vertical-align:top;cursor:pointer;color:#1f5f8b;text-decoration:underline}
h3{font:600 .95rem sans-serif;margin:1rem 0 .4rem}
small{color:#777}
@media print{main{display:block;height:auto}section{overflow:visible}}
@media (max-width:60rem){main{display:block;height:auto}}
"""
_SCRIPT = """
"use strict";
const all=(selector)=>Array.from(document.querySelectorAll(selector));
const names=(mark)=>mark.dataset.findings.split(" ");
function light(id,place){
  all(".lit").forEach((one)=>one.classList.remove("lit"));
  const article=document.getElementById("f"+id);
  article.classList.add("lit");
  const marks=all("mark").filter((mark)=>names(mark).includes(id));
  marks.forEach((mark)=>mark.classList.add("lit"));
  const first=place?marks.find((mark)=>mark.dataset.start===place)||marks[0]:marks[0];
  if(first){first.scrollIntoView({block:"center"});}
}
all("button.head").forEach((button)=>button.addEventListener("click",()=>light(button.dataset.finding,null)));
all("button.place").forEach((button)=>button.addEventListener("click",()=>light(button.dataset.finding,button.dataset.start)));
all("mark").forEach((mark)=>mark.addEventListener("click",()=>{
  const id=names(mark)[0];
  light(id,mark.dataset.start);
  document.getElementById("f"+id).scrollIntoView({block:"center"});
}));
"""


def report_to_html(documents: Sequence[Document], report: Report, say: Say, language: str) -> str:
    """The page; ``say`` words the keys of the rulebooks."""
    title = say("audit.page-title", {"names": ", ".join(document.name for document in documents)})
    policy = f"default-src 'none'; style-src '{_hash(_STYLE)}'; script-src '{_hash(_SCRIPT)}'; base-uri 'none'; form-action 'none'"
    body = "".join(_named(document, documents) + _document(document, report.findings) for document in documents)
    findings = "".join(_finding(finding, number, say) for number, finding in enumerate(report.findings))
    left_open = _abstained(report, say)
    none = "" if report.findings else f"<p>{escape(say('audit.none', {}))}</p>"
    return (
        f'<!DOCTYPE html>\n<html lang="{"zh-CN" if language == "zh" else "en"}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{escape(title)}</title>'
        f"<style>{_STYLE}</style></head><body><header><h1>{escape(title)}</h1></header><main>"
        f'<section id="document" lang="zh-CN"><h2>{escape(say("audit.page-document", {}))}</h2>{body}</section>'
        f'<section id="findings"><h2>{escape(say("audit.page-findings", {}))} · {escape(_counts(report, say))}</h2>'
        f"{none}{findings}{left_open}</section></main><script>{_SCRIPT}</script></body></html>\n"
    )


def _hash(content: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode("utf-8")).digest()).decode("ascii")


def _counts(report: Report, say: Say) -> str:
    counted = {severity: sum(one.severity is severity for one in report.findings) for severity in Severity}
    details = {
        "errors": counted[Severity.ERROR],
        "warnings": counted[Severity.WARNING],
        "notes": counted[Severity.NOTE],
    }
    return say("audit.total", {name: str(count) for name, count in details.items()})


def _finding(finding: Finding, number: int, say: Say) -> str:
    places = "".join(
        f'<li><button class="place" data-finding="{number}" data-start="{_place(source.document, source.start)}">'
        f"{escape(say('audit.source', {'document': source.document, 'line': str(source.line), 'text': _quote(source.text)}))}</button></li>"
        for source in finding.sources
    )
    level = say(f"audit.{finding.severity.value}", {})
    arithmetic = f'<div class="sum">{escape(finding.arithmetic)}</div>' if finding.arithmetic else ""
    remedy = say("audit.remedy", {"text": say(f"{finding.rule}.remedy", finding.details)})
    return (
        f'<article id="f{number}" class="{finding.severity.value}"><button class="head" data-finding="{number}">'
        f'<span class="level">{escape(level)}</span>{escape(say(f"{finding.rule}.says", finding.details))}</button>'
        f"{arithmetic}<div>{escape(remedy)}</div><div>{escape(say('audit.page-sources', {}))}</div><ul>{places}</ul>"
        f"<small>{escape(finding.rule)} · {escape(finding.id)}</small></article>"
    )


def _quote(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _LONGEST_QUOTE else plain[:_LONGEST_QUOTE] + "…"


def _place(document: str, start: int) -> str:
    return escape(f"{document}:{start}", quote=True)


def _abstained(report: Report, say: Say) -> str:
    if not report.abstained:
        return ""
    items = "".join(f"<li>{escape(say(one.reason, one.details))}</li>" for one in report.abstained)
    return f"<h2>{escape(say('audit.page-abstained', {}))}</h2><ul>{items}</ul>"


def _named(document: Document, documents: Sequence[Document]) -> str:
    """A heading for each document where there are several."""
    return f"<h3>{escape(document.name)}</h3>" if len(documents) > 1 else ""


def _document(document: Document, findings: Sequence[Finding]) -> str:
    """The text line by line, every stretch that a finding rests on marked with the numbers of its findings."""
    marked = _marked(document, findings)
    lines = []
    start = 0
    for number, line in enumerate(document.text.split("\n"), 1):
        if line.strip():
            lines.append(f'<p class="line" data-line="{number}">{_line(document, line, start, marked)}</p>')
        start += len(line) + 1
    return "".join(lines)


def _marked(document: Document, findings: Sequence[Finding]) -> Mapping[int, list[tuple[int, int, int]]]:
    """For each line the stretches in it: start, end, number of the finding."""
    found: defaultdict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for number, finding in enumerate(findings):
        for source in finding.sources:
            if source.document == document.name:
                for line in range(
                    document.line_at(source.start), document.line_at(max(source.start, source.end - 1)) + 1
                ):
                    found[line].append((source.start, source.end, number))
    return found


def _line(document: Document, line: str, start: int, marked: Mapping[int, list[tuple[int, int, int]]]) -> str:
    stretches = marked.get(document.line_at(start), [])
    cuts = sorted({0, len(line), *(min(max(place - start, 0), len(line)) for one in stretches for place in one[:2])})
    parts = []
    for begin, end in itertools.pairwise(cuts):
        text = escape(line[begin:end])
        numbers = sorted({number for low, high, number in stretches if low <= start + begin and start + end <= high})
        first = min((low for low, high, _ in stretches if low <= start + begin and start + end <= high), default=0)
        if numbers and text.strip():
            names = " ".join(str(number) for number in numbers)
            parts.append(f'<mark data-findings="{names}" data-start="{_place(document.name, first)}">{text}</mark>')
        else:
            parts.append(text)
    return "".join(parts)
