"""The judging half of the demo: what does not add up, what is least likely, who is ahead; and the files it writes."""

import argparse
import csv
import io
from collections import Counter
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from types import ModuleType

from rich.console import Console
from rich.text import Text

from kechuang.cli import index, report
from kechuang.cli.audit import audit_documents, wording
from kechuang.cli.outlook import judge_plans
from kechuang.cli.output import write_bytes
from kechuang.cli.reading import read_file
from kechuang.domain.document import Document
from kechuang.domain.finding import Finding, Severity
from kechuang.domain.indicators.outlook import Outlook
from kechuang.domain.plans.plan import Plan
from kechuang.readers.words import Words
from kechuang.writers.outlook_table import outlook_tables
from kechuang.writers.word_comments import comment_word

Read = tuple[Document, Plan]
# Families that need the words of the document, which the figures of the real plans do not carry.
_NEED_WORDS = ("structure.", "marks.", "tasks.", "contents.", "numbering.", "task.", "table.unit")
_FINDINGS_SHOWN = 4
_TARGETS_SHOWN = 8
_CITIES = "cities"


def print_findings(plans: Sequence[Read], console: Console, words: Words) -> None:
    """The contradictions in the figures of each plan, with the arithmetic."""
    say = wording(words)
    for read in plans:
        found = [finding for finding in audit_documents([read]).findings if _is_reckoned(finding)]
        console.print(Text(read[1].identity.title or read[0].name, style="bold"), f"{len(found)}")
        for finding in found[:_FINDINGS_SHOWN]:
            lines = ", ".join(sorted({str(source.line) for source in finding.sources}, key=int))
            console.print(f"  • {say(finding.rule + '.says', finding.details)} [{lines}]", markup=False)
            console.print(f"    {finding.arithmetic}", markup=False)


def _is_reckoned(finding: Finding) -> bool:
    return (
        finding.severity is not Severity.NOTE and bool(finding.arithmetic) and not finding.rule.startswith(_NEED_WORDS)
    )


def print_least_likely(plans: Sequence[Plan], console: Console, words: Words) -> None:
    """The targets with the smallest chance of being reached, from what the plans themselves tell."""
    judged = [one for one in judge_plans(plans) if one.probability is not None and _is_open(one)]
    judged.sort(key=lambda one: (one.probability or 0.0, one.question.region, one.question.indicator))
    for part in outlook_tables(judged[:_TARGETS_SHOWN], words.say):
        console.print(part)


def _is_open(one: Outlook) -> bool:
    """Whether the target's year is still to come, seen from the latest figure."""
    return one.latest is None or one.question.target.year > one.latest.year


def rank_cities(plan: Plan, folder: Path, words: Words) -> None:
    """The small ranking of the cities whose figures the plan's own table gives, with rank intervals."""
    data = folder / "cities.csv"
    write_bytes(_cities_csv(plan).encode("utf-8"), data)
    _run(index, [_CITIES, "--data", str(data)], words)


def _run(command: ModuleType, arguments: Sequence[str], words: Words) -> None:
    """A command of the house, as a user would call it."""
    parser = argparse.ArgumentParser()
    command.add(parser, words)
    command.run(parser.parse_args(arguments), words)


def _cities_csv(plan: Plan) -> str:
    """The plan's largest table of regions by years, as the recipe takes it."""
    cells = [cell for cell in plan.series if cell.region and cell.year and cell.value is not None]
    largest, _ = Counter(cell.table for cell in cells).most_common(1)[0]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("region", "year", "measure", "value"))
    writer.writerows((cell.region, cell.year, cell.measure, cell.value) for cell in cells if cell.table == largest)
    return out.getvalue()


def write_files(sample: Path, folder: Path, words: Words) -> None:
    """The report as Word and PDF, and the same Word file with a comment at each finding."""
    out, pdf, commented = (folder / name for name in ("report.docx", "report.pdf", "commented.docx"))
    _run(report, [str(sample), "--out", str(out), "--pdf", str(pdf)], words)
    read = read_file(sample)
    findings = audit_documents([read]).findings
    write_bytes(comment_word(sample.read_bytes(), read[0], findings, wording(words)), commented)


def sample_file(format: str) -> Path:
    """The invented plan in one of its formats."""
    folder = Path(str(files("kechuang.samples").joinpath("invented")))
    return next(path for path in sorted(folder.iterdir()) if path.suffix == f".{format}")
