"""What tables and measures are called (口径与名称): units and years left out, a part's table with the whole's number, changing names."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from kechuang.domain.audit.figures import Figure, Place, Role
from kechuang.domain.audit.ledger import Ledger, sources_of
from kechuang.domain.finding import Finding, Severity
from kechuang.domain.source import Source

_MOST_UNITS = 0.75  # a table in which so many rows name their unit names them all
_GROUP = re.compile(r"([\u4e00-\u9fff]{2,4}?)(?:各市|各地市|各县|城市|地区各)")
_TURNOVER = re.compile(r"([\u4e00-\u9fff]{2,10}?)(主营业务收入|营业收入|销售收入)")


def check_units_missing(ledger: Ledger) -> Iterator[Finding]:
    """In a table whose rows name their units, a count names its own too."""
    tables: defaultdict[str, list[Figure]] = defaultdict(list)
    for figure in ledger.figures:
        if figure.place is Place.TABLE and figure.role is not Role.PROMISE and figure.column is None:
            tables[figure.table or ""].append(figure)
    for table, figures in tables.items():
        rows = {figure.measure: figure for figure in reversed(figures)}
        bare = [one for one in rows.values() if not one.unit.printed and not ledger.has(one.measure, "unitless")]
        if len(rows) >= 4 and bare and len(bare) <= len(rows) * (1 - _MOST_UNITS):
            details = {"table": table, "measures": "; ".join(one.measure for one in reversed(bare))}
            yield Finding("table.unit-missing", Severity.NOTE, sources_of(bare), details, "")


def check_year_missing(ledger: Ledger) -> Iterator[Finding]:
    """A table of what was says of which year it is."""
    for table in ledger.tables:
        mine = [
            one for one in ledger.plan.series
            if one.table == table.name and table.table.start <= one.source.start < table.table.end
        ]  # fmt: skip
        printed = ledger.document.text[table.table.start : table.table.end]
        dated = any(one.year is not None for one in mine) or re.search(r"(?:19|20)\d\d", printed)
        if table.caption is None or len(mine) < 8 or dated:
            continue
        yield Finding("table.year-missing", Severity.NOTE, (table.caption,), {"table": table.name or ""}, "")


def check_region_sets(ledger: Ledger) -> Iterator[Finding]:
    """Tables on one group of regions hold the same regions."""
    groups: defaultdict[str, list[tuple[Source, str, frozenset[str]]]] = defaultdict(list)
    for table in ledger.tables:
        named = _GROUP.search((table.title or "").replace("全省及", "").replace("全国及", ""))
        regions = frozenset(
            one.region.strip() for one in ledger.plan.series
            if one.region and one.table == table.name and one.region.strip() not in ledger.words("region_totals")
        )  # fmt: skip
        if named and table.caption is not None and len(regions) >= 3:
            groups[named[1]].append((table.caption, table.name or "", regions))
    for group, tables in groups.items():
        first = tables[0]
        for caption, name, regions in tables[1:]:
            if regions != first[2]:
                odd = sorted(regions ^ first[2])
                details = {"group": group, "first": first[1], "table": name, "regions": "、".join(odd)}
                arithmetic = f"{len(first[2])} ≠ {len(regions)}" if len(first[2]) != len(regions) else ""
                yield Finding("table.other-regions", Severity.NOTE, (first[0], caption), details, arithmetic)


def check_scope(ledger: Ledger) -> Iterator[Finding]:
    """A table on a part (规模以上工业企业) does not hold what the text tells of the whole region."""
    subsets = {
        table.name: word
        for table in ledger.tables
        for word in ledger.words("subsets")
        if table.name and word in (table.title or "")
    }
    for figure in ledger.figures:
        if figure.place is not Place.TABLE or figure.table not in subsets or figure.region is not None:
            continue
        for told in ledger.of(figure.key, figure.year, Role.PAST):
            same = told.place is Place.TEXT and told.value == figure.value and told.unit.base == figure.unit.base
            if same and len(str(told.value)) >= 3 and _of_all(ledger, told, subsets[figure.table]):
                details = {
                    "measure": figure.measure,
                    "value": figure.printed,
                    "table": figure.table or "",
                    "part": subsets[figure.table],
                }
                yield Finding(
                    "table.scope",
                    Severity.WARNING,
                    sources_of((told, figure)),
                    details,
                    f"{told.printed} = {figure.printed}",
                )


def _of_all(ledger: Ledger, told: Figure, part: str) -> bool:
    """Whether the text ranks the number among regions or says 全市, and does not name the part."""
    sentence = ledger.sentence_of(told.source)
    after = sentence.text[told.source.end - sentence.start :][:12]
    own = sentence.text[: told.source.end - sentence.start]
    return part not in sentence.text and (ledger.has(after, "ranked") or ledger.has(own[-20:], "everywhere"))


def check_turnover_names(ledger: Ledger) -> Iterator[Finding]:
    """One turnover, one name: 主营业务收入 and 营业收入 of the same industry are two statistics."""
    yield from _mixed(turnover_names(ledger))


def turnover_names(ledger: Ledger) -> dict[str, dict[str, Source]]:
    """By what turns over, the names its turnover goes by and where each stands first."""
    found: defaultdict[str, dict[str, Source]] = defaultdict(dict)
    for figure in ledger.figures:
        name = _TURNOVER.search(re.sub(r"[\s“”]", "", figure.measure))
        if name and figure.region is None:
            head = next((word for word in ledger.words("industries") if name[1].endswith(word)), None)
            if head is not None:
                found[head].setdefault(name[2], figure.source)
    return found


def _mixed(names: dict[str, dict[str, Source]]) -> Iterator[Finding]:
    for head, kinds in names.items():
        if len(kinds) > 1:
            details = {"head": head, "names": "、".join(f"{head}{kind}" for kind in sorted(kinds))}
            sources = tuple(sorted(kinds.values(), key=lambda one: (one.document, one.start)))
            yield Finding("naming.turnover", Severity.NOTE, sources, details, "")


def turnover_between(ledgers: Sequence[Ledger]) -> Iterator[Finding]:
    """One turnover under one name in a plan, under another in its yearly work points."""
    first, second = (turnover_names(ledger) for ledger in ledgers)
    for head in sorted(first.keys() & second.keys()):
        if len(first[head]) == len(second[head]) == 1 and first[head].keys() != second[head].keys():
            yield from _mixed({head: {**first[head], **second[head]}})


def check_sold_over_made(ledger: Ledger) -> Iterator[Finding]:
    """More sold than made of one product in one year: stock from before, or two scopes."""
    made = [
        one
        for one in ledger.figures
        if one.place is Place.TABLE and one.measure.endswith("产值") and one.role is Role.PAST
    ]
    for output in made:
        head = output.measure.removesuffix("产值")
        sold = next(
            (
                one for one in ledger.figures
                if one.table == output.table and one.year == output.year and one.region == output.region
                and one.measure == f"{head}销售收入"
            ),
            None,
        )  # fmt: skip
        if sold is not None and sold.unit == output.unit and sold.value > output.value:
            details = {"made": output.measure, "sold": sold.measure, "year": str(output.year)}
            yield Finding(
                "table.sold-over-made",
                Severity.NOTE,
                sources_of((output, sold)),
                details,
                f"{sold.printed} > {output.printed}",
            )
