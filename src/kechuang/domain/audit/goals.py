"""Goals in words (文字目标): one goal for two years, full coverage beside a smaller share, totals of projects."""

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from kechuang.domain.audit.figures import Figure, Role
from kechuang.domain.audit.ledger import Ledger, Sentence, sources_of
from kechuang.domain.audit.spans import Span, apart, exactly, shown
from kechuang.domain.finding import Finding, Severity
from kechuang.domain.folding import fold
from kechuang.domain.numerals import scan_quantities
from kechuang.domain.source import Source
from kechuang.domain.units import UnitOfMeasure, read_unit

_YEAR = re.compile(r"(?:到|至)\s*(20[2-5]\d)\s*年")
_SHORTEST = 10


def check_goals_twice(ledger: Ledger) -> Iterator[Finding]:
    """The same goal, word for word, is set for two different years."""
    places: defaultdict[str, dict[int, Source]] = defaultdict(dict)
    verbs = ledger.words("goal_verbs")
    for sentence in ledger.sentences:
        year: int | None = None
        start = sentence.start
        for clause in re.split(r"(?<=[，；、])", sentence.text):
            named = _YEAR.search(fold(clause))
            year = int(named[1]) if named else year
            plain = re.sub(r"\s", "", clause.strip("，；、 "))
            if year is not None and len(plain) >= _SHORTEST and plain.startswith(verbs) and not re.search(r"\d", plain):
                places[plain].setdefault(year, ledger.document.source(start, start + len(clause.rstrip("，；、"))))
            start += len(clause)
    for goal, years in places.items():
        if len(years) > 1:
            details = {"goal": goal, "years": ", ".join(str(year) for year in sorted(years))}
            yield Finding(
                "milestone.repeated", Severity.WARNING, tuple(years[year] for year in sorted(years)), details, ""
            )


def check_full_coverage(ledger: Ledger) -> Iterator[Finding]:
    """全覆盖 promised where a share below everybody is the target: sooner or later, but not both."""
    shares = [one for one in ledger.levels if one.role is Role.PROMISE and one.unit.printed == "%" and one.value < 100]
    seen: set[tuple[str, int]] = set()
    for sentence in ledger.sentences:
        for found in re.finditer(r"([^，。；、]{4,30}?)(?:实现)?全覆盖", sentence.text):
            subject = ledger.document.source(sentence.start + found.start(), sentence.start + found.end())
            about = [share for share in shares if _same_subject(ledger, found[1], share)]
            stated = _YEAR.search(fold(sentence.text[: found.end()]))
            about = [share for share in about if stated is None or share.year == int(stated[1])]
            if not about or (about[0].key, subject.line) in seen:
                continue
            seen.add((about[0].key, subject.line))
            details = {
                "text": found[0].strip(),
                "share": about[0].measure,
                "target": about[0].printed,
                "year": str(about[0].year),
            }
            yield Finding(
                "milestone.full-coverage",
                Severity.WARNING,
                (subject, *sources_of(about)),
                details,
                f"{about[0].printed} < 100%",
            )


def _same_subject(ledger: Ledger, words: str, share: Figure) -> bool:
    """Whether 规上工业企业研发机构 and 规模以上工业企业内部研发机构覆盖率 speak of one thing: all its words are in the name."""
    forms = ledger.catalogue.rules.forms
    subject = re.sub(r"^(?:推动|推进|实现|促进|确保)?(?:全县|全市|全省|全区)?", "", words)
    matched = ledger.catalogue.match(subject + "覆盖率", "%")
    if matched is not None:
        return matched.key == share.key
    plain, name = next(forms(subject)), next(forms(share.measure))
    return len(plain) >= 6 and plain in name and ledger.has(name, "coverage")


def check_project_totals(ledger: Ledger) -> Iterator[Finding]:
    """The number of projects and their investment in the text against the rows of the table."""
    projects = ledger.plan.projects
    if len(projects) < 2:
        return
    costs = [(one.investment, one.investment_unit or "", one.source) for one in projects if one.investment is not None]
    for sentence in ledger.sentences:
        if not ledger.has(sentence.text, "tender_of_sum"):
            continue
        if len(costs) == len(projects) and "项目" in sentence.text:
            yield from _investment(ledger, sentence, costs)
        yield from _number(ledger, sentence)


def _states(ledger: Ledger, sentence: Sentence, total: Decimal, unit: UnitOfMeasure) -> bool:
    """Whether the sentence itself gives the sum of the rows: it knows of the difference, as a report on a plan does."""
    found = [(one, read_unit(one.unit, ledger.vocabulary)) for one in scan_quantities(sentence.text, ledger.vocabulary)]
    return any(
        one.value is not None and printed.base == unit.base and one.value * printed.factor == total
        for one, printed in found
    )


def _investment(ledger: Ledger, sentence: Sentence, costs: list[tuple[Decimal, str, Source]]) -> Iterator[Finding]:
    units = {unit for _, unit, _ in costs}
    if len(units) != 1:
        return
    unit = read_unit(next(iter(units)), ledger.vocabulary)
    total = sum((cost for cost, _, _ in costs), Decimal(0))
    if _states(ledger, sentence, total * unit.factor, unit):
        return
    for quantity in scan_quantities(sentence.text, ledger.vocabulary):
        printed = read_unit(quantity.unit, ledger.vocabulary)
        before = sentence.text[max(0, quantity.number_start - 8) : quantity.number_start]
        if printed.base != unit.base or quantity.value is None or not ledger.has(before, "tender_of_sum"):
            continue
        interval = quantity.interval()
        stated = Span(interval.low, interval.high, interval.low_open, interval.high_open).times(printed.factor)
        if apart(stated, exactly(total * unit.factor)):
            right = total * unit.factor / printed.factor
            source = ledger.document.source(sentence.start, sentence.end)
            details = {
                "stated": f"{quantity.value:f}{quantity.unit}",
                "sum": f"{shown(right, 6)}{quantity.unit}",
                "count": str(len(costs)),
            }
            parts = " + ".join(f"{cost:f}" for cost, _, _ in costs[:30])
            arithmetic = f"{parts} = {total:f}{unit.printed} = {shown(right, 6)}{quantity.unit} ≠ {quantity.value:f}{quantity.unit}"
            yield Finding(
                "total.projects", Severity.ERROR, (source, *(place for _, _, place in costs)), details, arithmetic
            )


def _number(ledger: Ledger, sentence: Sentence) -> Iterator[Finding]:
    found = re.search(
        r"项目\s*(?:共|共计)?\s*(\d{1,3})\s*[个项]|(\d{1,3})\s*[个项](?:重点|重大)?项目", fold(sentence.text)
    )
    if found is None:
        return
    stated, actual = int(found[1] or found[2]), len(ledger.plan.projects)
    if stated != actual:
        details = {"stated": str(stated), "count": str(actual)}
        source = ledger.document.source(sentence.start, sentence.end)
        places = (source, ledger.plan.projects[0].source, ledger.plan.projects[-1].source)
        yield Finding("total.project-count", Severity.WARNING, places, details, f"{actual} ≠ {stated}")
