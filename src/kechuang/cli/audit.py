"""``kechuang audit FILE…``: does the plan add up? (规划体检)"""

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from kechuang.cli.output import Failure, write_bytes, write_json, write_text
from kechuang.cli.reading import read_file
from kechuang.domain.audit.audit import Report, audit_together
from kechuang.domain.document import Document
from kechuang.domain.finding import Finding, Severity
from kechuang.domain.plans.plan import Plan
from kechuang.readers.catalogue import read_catalogue
from kechuang.readers.read import OcrMode
from kechuang.readers.rulebooks import read_vocabulary
from kechuang.readers.words import Words
from kechuang.writers.audit_html import report_to_html
from kechuang.writers.audit_json import Say, report_to_json
from kechuang.writers.sarif import report_to_sarif
from kechuang.writers.word_comments import comment_word

NAME = "audit"
_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}
_SOURCES_SHOWN = 6
_LONGEST_QUOTE = 70


def add(parser: argparse.ArgumentParser, words: Words) -> None:
    """The arguments of the command."""
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE", help=words.say("argument.file"))
    parser.add_argument("--ocr", type=OcrMode, choices=tuple(OcrMode), default=OcrMode.AUTO, help=words.say("read.ocr"))
    parser.add_argument("--json", metavar="OUT", help=words.say("audit.json"))
    parser.add_argument("--sarif", metavar="OUT", help=words.say("audit.sarif"))
    parser.add_argument("--word", type=Path, metavar="OUT.docx", help=words.say("audit.word"))
    parser.add_argument("--html", metavar="OUT.html", help=words.say("audit.html"))
    parser.add_argument("--strict", action="store_true", help=words.say("audit.strict"))


def run(args: argparse.Namespace, words: Words) -> int:
    """Audit the files, each by itself and against each other, and write what was asked for."""
    _check_word(args)
    documents = [read_file(path, ocr=args.ocr) for path in args.files]
    report = audit_documents(documents)
    say = wording(words)
    if args.json:
        write_json(report_to_json(report, say), args.json)
    if args.sarif:
        write_json(
            report_to_sarif(report, [document.name for document, _ in documents], say, words.language), args.sarif
        )
    if args.html:
        write_text(report_to_html([document for document, _ in documents], report, say, words.language), args.html)
    if args.word:
        write_bytes(comment_word(args.files[0].read_bytes(), documents[0][0], report.findings, say), args.word)
    print_report(report, words)
    errors = any(finding.severity is Severity.ERROR for finding in report.findings)
    return 1 if args.strict and errors else 0


def _check_word(args: argparse.Namespace) -> None:
    """Comments go into one Word file; say so before anything is read."""
    if args.word and len(args.files) != 1:
        raise Failure("audit.word-one-file", count=str(len(args.files)))
    if args.word and args.files[0].suffix.lower() != ".docx":
        raise Failure("audit.word-needs-docx", file=str(args.files[0]))


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
