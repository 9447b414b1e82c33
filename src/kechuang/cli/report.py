"""``kechuang report FILE…``: the draft of an evaluation report as Word, and as PDF where asked."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from kechuang.cli.output import Failure, write_bytes
from kechuang.cli.reading import read_file
from kechuang.domain.audit.audit import audit
from kechuang.domain.document import Document
from kechuang.domain.indicators.catalogue import Catalogue
from kechuang.domain.plans.plan import Indicator, Plan
from kechuang.domain.reports.build import build_report
from kechuang.domain.reports.compose import compose
from kechuang.domain.reports.facts import Contradiction, Followed, ReportFacts
from kechuang.domain.reports.gather import Reported, follow
from kechuang.domain.reports.layout import LaidOut
from kechuang.domain.reports.progress import latest_of
from kechuang.domain.reports.report import Stage
from kechuang.readers.catalogue import read_catalogue
from kechuang.readers.read import OcrMode
from kechuang.readers.rulebooks import read_vocabulary
from kechuang.readers.words import LANGUAGES, Words, read_words
from kechuang.writers.report_docx import write_report_docx
from kechuang.writers.report_pdf import NotSet, write_report_pdf

NAME = "report"


def add(parser: argparse.ArgumentParser, words: Words) -> None:
    """The arguments of the command."""
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE", help=words.say("argument.files"))
    parser.add_argument("--out", type=Path, required=True, metavar="OUT.docx", help=words.say("report.out"))
    parser.add_argument("--pdf", type=Path, metavar="OUT.pdf", help=words.say("report.pdf"))
    parser.add_argument("--language", choices=LANGUAGES, help=words.say("report.language"))
    parser.add_argument("--observations", type=Path, metavar="DATA.csv", help=words.say("report.observations"))
    parser.add_argument("--kind", type=Stage, choices=tuple(Stage), help=words.say("report.kind"))
    parser.add_argument("--ocr", type=OcrMode, choices=tuple(OcrMode), default=OcrMode.AUTO, help=words.say("read.ocr"))


def run(args: argparse.Namespace, words: Words) -> int:
    """Read, judge, compose, then write every file asked for, or none."""
    _require_own_names(args)
    document, plan = read_file(args.files[0], ocr=args.ocr)
    facts = gather_facts(document, plan, (), language=args.language or words.language)
    laid_out = lay_out(facts, args.kind, language=args.language or words.language)
    made = [(write_report_docx(laid_out), args.out)]
    if args.pdf is not None:
        made.append((_pdf(laid_out), args.pdf))
    for data, path in made:
        write_bytes(data, path)
        print(words.say("report.written", file=str(path)), file=sys.stderr)
    return 0


def gather_facts(document: Document, plan: Plan, reported: Sequence[Reported], *, language: str) -> ReportFacts:
    """What the report on a plan rests on."""
    catalogue = read_catalogue()
    followed, _ = follow(plan, reported, catalogue)
    return ReportFacts(
        document=document,
        plan=plan,
        followed=followed,
        as_of=_last_year(followed),
        contradictions=tuple(_contradictions(document, plan, read_words(language))),
        totals=frozenset(read_vocabulary().words("statistics.whole_areas")),
        name_of=partial(_name_of, catalogue=catalogue, language=language),
    )


def _contradictions(document: Document, plan: Plan, words: Words) -> Iterator[Contradiction]:
    """What the audit found in the plan, in words."""
    for finding in audit(document, plan, read_catalogue(), read_vocabulary()).findings:
        message, remedy = (words.say(f"{finding.rule}.{part}", **finding.details) for part in ("says", "remedy"))
        stripped = (text.strip().rstrip("。.；;") for text in (message, finding.arithmetic, remedy))
        yield Contradiction(finding.rule, finding.severity.value, *stripped, finding.sources)


def lay_out(facts: ReportFacts, kind: Stage | None, *, language: str) -> LaidOut:
    """The report in words."""
    wordings = read_words(language).wordings
    report = build_report(facts, kind)
    return compose(report, {facts.document.name: facts.document}, say=wordings.__getitem__, language=language)


def _last_year(followed: Sequence[Followed]) -> int | None:
    return max((latest.year for one in followed if (latest := latest_of(one)) is not None), default=None)


def _name_of(indicator: Indicator, *, catalogue: Catalogue, language: str) -> str:
    definition = catalogue.match(indicator.name, indicator.unit) if language == "en" else None
    return indicator.name if definition is None else f"{definition.english} ({indicator.name})"


def _pdf(laid_out: LaidOut) -> bytes:
    try:
        return write_report_pdf(laid_out)
    except NotSet as error:
        raise Failure("report.pdf-failed", reason=str(error)) from error


def _require_own_names(args: argparse.Namespace) -> None:
    """An output never overwrites an input, nor the other output."""
    taken = {path.resolve() for path in (*args.files, args.observations) if path is not None}
    for path in (args.out, args.pdf):
        if path is not None and path.resolve() in taken:
            raise Failure("report.same-file", file=str(path))
        if path is not None:
            taken.add(path.resolve())
