"""``kechuang report FILE…``: a draft evaluation report as Word, and as PDF on request."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial
from pathlib import Path

from kechuang.cli.outlook import judge_plans
from kechuang.cli.output import Failure, write_bytes
from kechuang.cli.reading import read_file
from kechuang.domain.audit.audit import audit_together
from kechuang.domain.document import Document
from kechuang.domain.indicators.catalogue import Catalogue
from kechuang.domain.indicators.observation import Observation, TableRow
from kechuang.domain.indicators.outlook import Outlook, Question
from kechuang.domain.plans.plan import Indicator, Plan
from kechuang.domain.reports.build import build_report
from kechuang.domain.reports.compose import compose
from kechuang.domain.reports.facts import (
    Contradiction,
    Expected,
    Followed,
    Forecast,
    Grown,
    Observed,
    ReportFacts,
    grown_of,
)
from kechuang.domain.reports.figures import plain
from kechuang.domain.reports.gather import Reported, follow, is_same_place, told_by
from kechuang.domain.reports.layout import LaidOut
from kechuang.domain.reports.progress import latest_of
from kechuang.domain.reports.report import Stage
from kechuang.domain.source import Source
from kechuang.readers.catalogue import read_catalogue
from kechuang.readers.observations import read_observations
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
    language = args.language or words.language
    read = [read_file(path, ocr=args.ocr) for path in args.files]
    observations = read_observations(args.observations) if args.observations is not None else ()
    facts, left = gather_facts(read, observations, language=language)
    for one in left:
        place = one.observed.source
        print(
            words.say("report.unmatched", file=place.document, row=place.line, indicator=one.indicator), file=sys.stderr
        )
    laid_out = lay_out(facts, args.kind, language=language)
    made = [(write_report_docx(laid_out), args.out)]
    if args.pdf is not None:
        made.append((_pdf(laid_out), args.pdf))
    for data, path in made:
        write_bytes(data, path)
        print(words.say("report.written", file=str(path)), file=sys.stderr)
    return 0


def _as_reported(one: Observation) -> Reported:
    value = Decimal(repr(one.value))
    source = one.place if isinstance(one.place, Source) else _row_source(one, one.place, plain(value))
    return Reported(one.region, one.indicator, one.unit, Observed(one.year, value, plain(value), source))


def _row_source(one: Observation, place: TableRow, value: str) -> Source:
    words = (one.region, one.indicator, str(one.year), value, one.unit, place.named)
    return Source(place.file, place.row, None, 0, 0, ",".join(word for word in words if word))


def gather_facts(
    read: Sequence[tuple[Document, Plan]], observations: Sequence[Observation], *, language: str
) -> tuple[ReportFacts, tuple[Reported, ...]]:
    """What the report on the first document rests on, the others telling what came since; and what fitted nowhere."""
    catalogue = read_catalogue()
    document, plan = read[0]
    reported = [_as_reported(one) for one in observations]
    told = [one for _, other in read[1:] if is_same_place(other, plan) for one in told_by(other)]
    followed, unfit = follow(plan, (*reported, *told), catalogue)
    outlooks = judge_plans([plan for _, plan in read], observations)
    followed = tuple(
        replace(one, forecast=_forecast(one.indicator, outlooks), grown=_grown(one.indicator, outlooks))
        for one in followed
    )
    left = tuple(one for one in unfit if one in reported)
    facts = ReportFacts(
        document=document,
        plan=plan,
        followed=followed,
        as_of=_last_year(followed),
        contradictions=tuple(_contradictions(read, read_words(language))),
        totals=frozenset(read_vocabulary().words("statistics.whole_areas")),
        name_of=partial(_name_of, catalogue=catalogue, language=language),
        documents={one.name: one for one, _ in read},
    )
    return facts, left


def _forecast(indicator: Indicator, outlooks: Sequence[Outlook]) -> Forecast | None:
    """The outlook on an indicator, where it is told in the indicator's own unit and there is enough to tell."""
    for one in outlooks:
        if one.probability is not None and _is_about(one.question, indicator):
            years = tuple(Expected(year.year, year.expected, year.low, year.high) for year in one.path)
            return Forecast(one.probability, years)
    return None


def _grown(indicator: Indicator, outlooks: Sequence[Outlook]) -> Grown | None:
    """How the average growth that the row asks was judged."""
    asked = (one for one in outlooks if one.question.growing is not None and one.question.place == indicator.source)
    return grown_of(next(asked, None))


def _is_about(question: Question, indicator: Indicator) -> bool:
    base, target = indicator.baseline, indicator.target
    if base is None or base.value is None or target is None or target.value is None or question.base is None:
        return False
    same = question.base.place == base.source and question.target.year == target.year
    return same and question.base.value == float(base.value) and question.target.value == float(target.value)


def _contradictions(read: Sequence[tuple[Document, Plan]], words: Words) -> Iterator[Contradiction]:
    """What the audit found in the documents and between them, in words."""
    for finding in audit_together(read, read_catalogue(), read_vocabulary()).findings:
        message, remedy = (words.say(f"{finding.rule}.{part}", **finding.details) for part in ("says", "remedy"))
        message, arithmetic, remedy = (text.strip().rstrip("。.；;") for text in (message, finding.arithmetic, remedy))
        yield Contradiction(finding.rule, finding.severity.value, message, arithmetic, remedy, finding.sources)


def lay_out(facts: ReportFacts, kind: Stage | None, *, language: str) -> LaidOut:
    """The report in words."""
    wordings = read_words(language).wordings
    report = build_report(facts, kind)
    return compose(report, facts.documents, say=wordings.__getitem__, language=language)


def _last_year(followed: Sequence[Followed]) -> int | None:
    return max((latest.year for one in followed if (latest := latest_of(one)) is not None), default=None)


def _name_of(indicator: Indicator, *, catalogue: Catalogue, language: str) -> str:
    definition = catalogue.match(indicator.name, indicator.unit) if language == "en" else None
    return indicator.name if definition is None else definition.english


def _pdf(laid_out: LaidOut) -> bytes:
    try:
        return write_report_pdf(laid_out)
    except NotSet as error:
        raise Failure("report.pdf-failed", reason=str(error)) from error


def _require_own_names(args: argparse.Namespace) -> None:
    """An output is named for what it is, stands in a folder that exists, and overwrites no input nor the other output."""
    taken = {path.resolve() for path in (*args.files, args.observations) if path is not None}
    for path, suffix in ((args.out, ".docx"), (args.pdf, ".pdf")):
        if path is not None and path.suffix.lower() != suffix:
            raise Failure("report.suffix", file=str(path), suffix=suffix)
        if path is not None and path.resolve() in taken:
            raise Failure("report.same-file", file=str(path))
        if path is not None and not path.parent.is_dir():
            raise Failure("report.no-folder", file=str(path))
        if path is not None:
            taken.add(path.resolve())
