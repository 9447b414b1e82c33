"""What the text claims of a table (文字与表格): that something grew, that one is behind all others, that an average is so high."""

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from kechuang.domain.audit.figures import Figure, Place, Role
from kechuang.domain.audit.grids import Grid, Row, label_place, read_grids
from kechuang.domain.audit.ledger import Ledger, Sentence, sources_of
from kechuang.domain.audit.spans import shown
from kechuang.domain.finding import Finding, Severity
from kechuang.domain.indicators.definition import Ratio

_FALLS = Decimal("0.9")  # what ends below this part of where it began fell
_SHORTEST = 4
_FEWEST_REGIONS = 8  # a table of so many regions may stand for all
_GROWN = re.compile(r"(?:有所|稳步|持续|不断|明显|显著|大幅|逐年|稳定)(?:增长|增加|提高|提升|上升|壮大|扩大)")
_BEHIND = re.compile(r"(?:普遍|均|都|总体)?(?:低于|落后于|不及|不如)(?:其他|其它|周边|兄弟)")
_AVERAGE = re.compile(r"(?:低于|高于)全(?:省|国|市)(?:的)?\s*(\d{1,3}(?:\.\d+)?)\s*%")
_NAMES = re.compile(r"[、，,：:；;]|以及|和(?=[^、，]{2,12}数量)|与|等指标")


def check_grown(ledger: Ledger) -> Iterator[Finding]:
    """What the text says grew did not fall in the plan's own table of the years."""
    series = _series(ledger)
    for sentence in ledger.sentences:
        for claim in _GROWN.finditer(sentence.text):
            clause = re.split(r"[。；，]", sentence.text[: claim.start()])[-1]
            for name in _NAMES.split(clause):
                row = _row_called(name.strip(), series)
                if row is not None and row[-1].amount < row[0].amount * _FALLS and row[0].amount > 0:
                    yield _fell(ledger, sentence, claim, row)


def _series(ledger: Ledger) -> dict[tuple[str, str], list[Figure]]:
    """The rows of the plan's own tables that run over at least three years."""
    rows: defaultdict[tuple[str, str], list[Figure]] = defaultdict(list)
    for figure in ledger.figures:
        if figure.place is Place.TABLE and figure.role is Role.PAST and figure.region is None and figure.year:
            rows[figure.table or "", figure.measure].append(figure)
    for row in rows.values():
        row.sort(key=lambda one: one.year or 0)
    return {key: row for key, row in rows.items() if len({one.year for one in row}) >= 3}


def _plain(name: str) -> str:
    return re.sub(r"[\s#＃]|的|总量|总数|数量|人数|数$|（.*?）|\(.*?\)", "", name)


def _row_called(name: str, series: dict[tuple[str, str], list[Figure]]) -> list[Figure] | None:
    """The row of that name; where several tables have one, the claim is left alone."""
    plain = _plain(name)
    if len(plain) < _SHORTEST:
        return None
    found = [row for (_, measure), row in series.items() if _plain(measure) == plain]
    return found[0] if len(found) == 1 else None


def _fell(ledger: Ledger, sentence: Sentence, claim: re.Match[str], row: list[Figure]) -> Finding:
    source = ledger.document.source(sentence.start, sentence.start + claim.end())
    details = {
        "measure": row[0].measure, "from": row[0].printed, "first": str(row[0].year), "to": row[-1].printed,
        "last": str(row[-1].year),
    }  # fmt: skip
    return Finding(
        "history.claimed-growth",
        Severity.WARNING,
        (source, *sources_of((row[0], row[-1]))),
        details,
        f"{row[0].printed} → {row[-1].printed}",
    )


def check_parts_against_whole(ledger: Ledger) -> Iterator[Finding]:
    """Rows marked as parts of one above: where all of them rise over the years, the whole does not fall."""
    for grid in read_grids(ledger.document, ledger.words("part_marks")):
        whole: Row | None = None
        parts: list[Row] = []
        for row in (*grid.rows, None):
            if row is not None and row.part:
                parts.append(row)
                continue
            if whole is not None and parts:
                yield from _moves_apart(ledger, grid, whole, parts)
            whole, parts = row, []


def _moves_apart(ledger: Ledger, grid: Grid, whole: Row, parts: list[Row]) -> Iterator[Finding]:
    columns = sorted(column for column in whole.values if all(column in part.values for part in parts))
    years = [column for column in columns if re.search(r"(?:19|20)\d\d", grid.head(column))]
    if len(years) < 3 or any(part.unit != whole.unit for part in parts):
        return
    first, last = years[0], years[-1]
    fell = whole.values[last] < whole.values[first] * _FALLS
    if fell and all(part.values[last] * _FALLS > part.values[first] > 0 for part in parts):
        details = {
            "whole": whole.label, "from": f"{whole.values[first]:f}", "to": f"{whole.values[last]:f}",
            "parts": "; ".join(part.label for part in parts), "first": grid.head(first), "last": grid.head(last),
        }  # fmt: skip
        arithmetic = "; ".join(f"{row.label}: {row.values[first]:f} → {row.values[last]:f}" for row in (whole, *parts))
        sources = tuple(label_place(ledger.document, row) for row in (whole, *parts))
        yield Finding("part.whole-falls", Severity.NOTE, sources, details, arithmetic)


def check_behind_all(ledger: Ledger) -> Iterator[Finding]:
    """Who says that it is behind the others is not ahead of them in its own table."""
    for sentence in ledger.sentences:
        claim = _BEHIND.search(_joined(ledger, sentence))
        if claim is None:
            continue
        named = [name.strip() for name in _NAMES.split(_joined(ledger, sentence)[: claim.start()])]
        for own, others in _compared(ledger):
            hit = next((name for name in named if _names(name, own.measure)), None)
            values = sorted(one.amount for one in others)
            if hit is None or ledger.falls(own) or len(values) < 3 or own.amount < values[-1]:
                continue
            details = {"measure": hit, "own": own.printed, "table": own.table or "", "row": own.measure}
            details["others"] = "; ".join(f"{one.region} {one.printed}" for one in others)
            source = ledger.document.source(sentence.start, sentence.end)
            arithmetic = f"{own.printed} ≥ {max(values):f}"
            yield Finding(
                "history.not-behind", Severity.WARNING, (source, *sources_of((own, *others))), details, arithmetic
            )


def _joined(ledger: Ledger, sentence: Sentence) -> str:
    """A sentence with what a page broke off before it."""
    before = ledger.document.text[max(0, sentence.start - 160) : sentence.start]
    broken = before.rstrip(" \n\t")
    if broken.endswith(("、", "，")):
        return re.split(r"[。；！？]", broken)[-1] + sentence.text
    return sentence.text


def _names(name: str, measure: str) -> bool:
    plain = _plain(name)
    return len(plain) >= _SHORTEST and (plain in _plain(measure) or plain == _plain(measure))


def _compared(ledger: Ledger) -> Iterator[tuple[Figure, list[Figure]]]:
    """The plan's own value in a table of regions, and those of the others."""
    rows: defaultdict[tuple[str, str, int | None], list[Figure]] = defaultdict(list)
    for figure in ledger.figures:
        if figure.place is Place.TABLE and figure.role is Role.PAST:
            rows[figure.table or "", figure.measure, figure.year].append(figure)
    for row in rows.values():
        own = [one for one in row if one.region is None]
        others = [one for one in row if one.region is not None and one.region not in ledger.words("region_totals")]
        if len(own) == 1 and others:
            yield own[0], others


def check_averages(ledger: Ledger) -> Iterator[Finding]:
    """An average of all regions that the text names is that of the year it is set beside."""
    for relation in ledger.catalogue.relations:
        averages = _averages(ledger, relation) if isinstance(relation, Ratio) else {}
        now = averages.get(ledger.base_year or 0)
        if now is None:
            continue
        for sentence in ledger.sentences:
            told = _AVERAGE.search(sentence.text)
            match = ledger.catalogue.match(re.sub(r"\s|远$", "", _subject(sentence, told))) if told else None
            if told is None or match is None or match.key != getattr(relation, "ratio", ""):
                continue
            value = Decimal(told[1])
            half = Decimal(1).scaleb(int(value.as_tuple().exponent)) * Decimal("0.6")
            fits = [year for year, average in averages.items() if abs(average - value) <= half]
            if abs(now - value) > half * 2:
                yield _other_years_average(ledger, sentence, told, averages, fits)


def _subject(sentence: Sentence, told: re.Match[str]) -> str:
    return re.split(r"[，；。：]", sentence.text[: told.start()])[-1]


def _averages(ledger: Ledger, relation: Ratio) -> dict[int, Decimal]:
    """By year, the share that all regions of a table have together."""
    parts: dict[tuple[int, str], Figure] = {}
    shares: dict[tuple[int, str], Figure] = {}
    for figure in ledger.figures:
        if figure.place is Place.TABLE and figure.role is Role.PAST and figure.year and figure.column:
            where = (figure.year, figure.region or "")
            if figure.key == relation.part:
                parts[where] = figure
            elif figure.key == relation.ratio:
                shares[where] = figure
    found = {}
    for year in {year for year, _ in parts}:
        both = [where for where in parts if where[0] == year and where in shares and shares[where].amount > 0]
        if len(both) >= _FEWEST_REGIONS:
            part = sum((parts[where].amount for where in both), Decimal(0))
            whole = sum((parts[where].amount / shares[where].amount for where in both), Decimal(0))
            found[year] = part / whole
    return found


def _other_years_average(
    ledger: Ledger, sentence: Sentence, told: re.Match[str], averages: dict[int, Decimal], fits: list[int]
) -> Finding:
    now = ledger.base_year or 0
    details = {
        "stated": f"{told[1]}%", "year": str(now), "right": f"{shown(averages[now], 3)}%",
        "fits": ", ".join(str(year) for year in fits) or "—",
    }  # fmt: skip
    arithmetic = "; ".join(f"{year}: {shown(averages[year], 3)}% ≈ {told[1]}%" for year in sorted(fits))
    source = ledger.document.source(sentence.start, sentence.start + told.end())
    return Finding("history.average-of-another-year", Severity.WARNING, (source,), details, arithmetic)
