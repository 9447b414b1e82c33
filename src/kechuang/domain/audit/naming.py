"""Names that do not fit each other (名称与对照): one number under two names, unlike benchmarks, listed things miscounted."""

import re
from collections.abc import Iterator
from decimal import Decimal

from kechuang.domain.audit.figures import Figure, Place, Role
from kechuang.domain.audit.ledger import Ledger, sources_of
from kechuang.domain.audit.spans import Span, apart, shown
from kechuang.domain.finding import Finding, Severity
from kechuang.domain.folding import fold
from kechuang.domain.numerals import scan_quantities
from kechuang.domain.source import Source

_UNLIKE = Decimal(5)  # a benchmark so many times another is another measure
_LONGEST_KIND = 16  # what is counted, between 等 and the number
_SHARED = 4  # how many characters two names share at least


def check_kinds(ledger: Ledger) -> Iterator[Finding]:
    """The same numbers under two names that are measured differently: 产值 in the table, 营业收入 in the text."""
    kinds = sorted(ledger.words("output_kinds"), key=len, reverse=True)
    tabled = [one for one in ledger.levels if one.place is Place.TABLE and one.role is Role.PROMISE]
    for target in tabled:
        stem, kind = _parted(target.measure, kinds)
        base = next(
            (
                o
                for o in ledger.levels
                if o.place is Place.TABLE
                and o.role is Role.PAST
                and o.measure == target.measure
                and o.year == ledger.base_year
            ),
            None,
        )
        if kind is None or len(stem) < _SHARED or base is None:
            continue
        others = [
            one
            for one in ledger.levels
            if one.place is not Place.TABLE and one.key != target.key and _same_stem(one, stem, kinds)
        ]
        told = [one for one in others if one.role is Role.PAST and _same_number(one, base)]
        promised = [
            one for one in others if one.role is Role.PROMISE and one.year == target.year and _same_number(one, target)
        ]
        if told and promised and told[0].key == promised[0].key:
            details = {
                "table": target.measure,
                "text": promised[0].measure,
                "values": f"{base.printed}, {target.printed}",
            }
            arithmetic = f"{told[0].printed} ≈ {base.printed}; {promised[0].printed} ≈ {target.printed}"
            figures = (base, target, told[0], promised[0])
            yield Finding("naming.two-kinds", Severity.WARNING, sources_of(figures), details, arithmetic)


def _parted(name: str, kinds: list[str]) -> tuple[str, str | None]:
    plain = fold(name).replace(" ", "")
    kind = next((kind for kind in kinds if plain.endswith(kind)), None)
    return (plain.removesuffix(kind), kind) if kind else (plain, None)


def _same_stem(figure: Figure, stem: str, kinds: list[str]) -> bool:
    other, kind = _parted(figure.measure, kinds)
    return kind is not None and (other.endswith(stem) or stem.endswith(other))


def _same_number(first: Figure, second: Figure) -> bool:
    return first.unit.base == second.unit.base and not apart(_base(first), _base(second))


def _base(figure: Figure) -> Span:
    return figure.span.times(figure.unit.factor * figure.value / figure.amount) if figure.amount else figure.span


def check_benchmarks(ledger: Ledger) -> Iterator[Finding]:
    """Own share against those of the province and the country: one many times another is not the same measure."""
    words = "|".join(ledger.words("below_words"))
    for sentence in ledger.sentences:
        found = re.search(rf"(?:{words})", sentence.text)
        if found is None:
            continue
        after = sentence.text[found.end() :]
        clause = re.split(r"[，；]", after)[0]
        shares = [one for one in scan_quantities(clause, ledger.vocabulary) if one.unit == "%" and one.value]
        if len(shares) < 2:
            continue
        values = [one.value for one in shares if one.value is not None and one.value > 0]
        if len(values) > 1 and max(values) / min(values) >= _UNLIKE:
            start = sentence.start + found.start()
            source = ledger.document.source(start, start + len(found[0]) + len(clause))
            details = {
                "values": ", ".join(f"{value:f}%" for value in values),
                "ratio": shown(max(values) / min(values), 2),
            }
            arithmetic = f"{max(values):f} ÷ {min(values):f} = {shown(max(values) / min(values), 3)}"
            yield Finding(
                "naming.unlike-benchmarks", Severity.WARNING, (_sentence(ledger, source),), details, arithmetic
            )


def _sentence(ledger: Ledger, source: Source) -> Source:
    sentence = ledger.sentence_of(source)
    return ledger.document.source(sentence.start, sentence.end)


def check_lists(ledger: Ledger) -> Iterator[Finding]:
    """A list in words and the number behind it: more named than counted, or fewer where nothing says 等."""
    for figure in ledger.figures:
        if figure.place is Place.TABLE or figure.unit.base not in {"个", "人"} or figure.value > 15 or figure.value < 3:
            continue
        named = _named(fold(figure.source.text), figure)
        if named is not None and named > figure.value:
            details = {"named": str(named), "stated": figure.printed, "measure": figure.measure}
            yield Finding(
                "naming.list-count", Severity.WARNING, (figure.source,), details, f"{named} > {figure.value:f}"
            )


def _named(text: str, figure: Figure) -> int | None:
    """How many names stand before 等 and the number; None where joined words make it uncertain."""
    before, found, _ = text.partition(f"{figure.value:f}")
    names, among, kind = before.rpartition("等")
    if (
        not found
        or not among
        or len(kind) > _LONGEST_KIND
        or any(word in names for word in ("和", "及", "与", "，", "(", "（"))
    ):
        return None
    listed = [name for name in names.split("、") if len(name) >= 2]
    return len(listed) if len(listed) >= 3 else None
