"""``kechuang audit FILE…``: does the plan add up? (规划体检)"""

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from kechuang.cli.output import write_json
from kechuang.cli.reading import read_file
from kechuang.domain.audit.audit import Report, audit_together
from kechuang.domain.document import Document
from kechuang.domain.finding import Finding, Severity
from kechuang.domain.plans.plan import Plan
from kechuang.readers.catalogue import read_catalogue
from kechuang.readers.read import OcrMode
from kechuang.readers.rulebooks import read_vocabulary
from kechuang.readers.words import Words
from kechuang.writers.audit_json import Say, report_to_json

NAME = "audit"
_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}
_SOURCES_SHOWN = 6
_LONGEST_QUOTE = 70


def add(parser: argparse.ArgumentParser, words: Words) -> None:
    """The arguments of the command."""
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE", help=words.say("argument.file"))
    parser.add_argument("--ocr", type=OcrMode, choices=tuple(OcrMode), default=OcrMode.AUTO, help=words.say("read.ocr"))
    parser.add_argument("--json", metavar="OUT", help=words.say("audit.json"))
    parser.add_argument("--strict", action="store_true", help=words.say("audit.strict"))


def run(args: argparse.Namespace, words: Words) -> int:
    """Audit the files, each by itself and against each other, and write what was asked for."""
    documents = [read_file(path, ocr=args.ocr) for path in args.files]
    report = audit_documents(documents)
    say = wording(words)
    if args.json:
        write_json(report_to_json(report, say), args.json)
    print_report(report, words)
    errors = any(finding.severity is Severity.ERROR for finding in report.findings)
    return 1 if args.strict and errors else 0


def audit_documents(documents: list[tuple[Document, Plan]]) -> Report:
    """The report on documents that have been read."""
    return audit_together(documents, read_catalogue(), read_vocabulary())


def wording(words: Words) -> Say:
    """How findings are worded in a language."""

    def say(key: str, details: Mapping[str, str]) -> str:
        return words.say(key, **details)

    return say


def print_report(report: Report, words: Words) -> None:
    """The report for people, the gravest first."""
    console = Console(file=sys.stderr, highlight=False, soft_wrap=True)
    for severity in Severity:
        found = [finding for finding in report.findings if finding.severity is severity]
        if found:
            heading = words.say("audit.heading", severity=words.say(f"audit.{severity.value}"), count=len(found))
            console.print(f"[{_STYLES[severity]}]{escape(heading)}[/]")
        for finding in found:
            _print_finding(console, finding, words)
    if not report.findings:
        console.print(words.say("audit.none"))
    else:
        counts = [sum(finding.severity is severity for finding in report.findings) for severity in Severity]
        console.print(words.say("audit.total", errors=counts[0], warnings=counts[1], notes=counts[2]))
    if report.abstained:
        console.print(words.say("audit.abstained", count=len(report.abstained)))


def _print_finding(console: Console, finding: Finding, words: Words) -> None:
    say = wording(words)
    console.print(f"• {escape(say(f'{finding.rule}.says', finding.details))}  [dim]{finding.rule} {finding.id}[/]")
    if finding.arithmetic:
        console.print("    " + escape(words.say("audit.arithmetic", text=finding.arithmetic)))
    console.print("    " + escape(words.say("audit.remedy", text=say(f"{finding.rule}.remedy", finding.details))))
    for source in finding.sources[:_SOURCES_SHOWN]:
        quote = " ".join(source.text.split())[:_LONGEST_QUOTE]
        line = words.say("audit.source", document=source.document, line=source.line, text=quote)
        console.print(f"    [dim]{escape(line)}[/]")
