"""Shares against the counts beside them (比例与个数): coverage of research institutions, 其中, parts of one sentence."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from kechuang.domain.audit.figures import Figure, Place, Role
from kechuang.domain.audit.ledger import Ledger, listed, sources_of
from kechuang.domain.audit.spans import apart, below, over, shown
from kechuang.domain.finding import Finding, Severity
from kechuang.domain.plans.plan import Basis
from kechuang.domain.quantity import Bound

_INSTITUTIONS = "enterprises_with_rd_institution"
_SHARE = "enterprises_with_rd_institution_share"
_INDUSTRY = "industrial_enterprises"
_HUNDRED = Decimal(100)
_REACH = 120  # how far apart in a sentence the numbers of one comparison stand


@dataclass(frozen=True)
class _Institutions:
    """What a plan says of enterprises with a research institution: how many, out of how many, what share."""

    counts: list[Figure]
    wholes: list[Figure]
    shares: list[Figure]


def check_institutions(ledger: Ledger) -> Iterator[Finding]:
    """How many large firms have a research institution, out of how many, and the share printed elsewhere."""
    told = _institutions(ledger)
    clash = [pair for pair in pairwise(told.counts) if apart(pair[0].span, pair[1].span) and not _both_tables(*pair)]
    for pair in clash:
        details = {"values": listed(pair), "year": str(pair[0].year)}
        yield Finding(
            "share.institutions-differ",
            Severity.WARNING,
            sources_of(pair),
            details,
            f"{pair[0].printed} ≠ {pair[1].printed}",
        )
    for share in told.shares:
        rights = [
            (count, whole) for count in told.counts for whole in told.wholes if share.year == count.year == whole.year
        ]
        wrong = [pair for pair in rights if _contradicts(share, *pair)]
        if wrong:
            count, whole = next((pair for pair in wrong if _close(*pair)), wrong[0])
            right = shown(count.value / whole.value * 100)
            details = {
                "share": share.measure, "stated": share.printed, "count": count.printed, "whole": whole.printed,
                "right": right, "year": str(share.year),
            }  # fmt: skip
            severity = Severity.ERROR if len(wrong) == len(rights) and share.known else Severity.WARNING
            arithmetic = f"{count.value:f} ÷ {whole.value:f} = {right}% ≠ {share.printed}"
            yield Finding("share.institutions", severity, sources_of((share, count, whole)), details, arithmetic)


def _both_tables(first: Figure, second: Figure) -> bool:
    return first.place is Place.TABLE and second.place is Place.TABLE


def _close(count: Figure, whole: Figure) -> bool:
    return count.source.line == whole.source.line


def _contradicts(share: Figure, count: Figure, whole: Figure) -> bool:
    right = over(count.span, whole.span)
    return right is not None and apart(right.times(_HUNDRED), share.span)


def _institutions(ledger: Ledger) -> _Institutions:
    past = [one for one in ledger.amounts if one.role is Role.PAST and one.year == ledger.base_year]
    found = _Institutions([], [], [])
    for figure in past:
        text = _clause(ledger, figure)
        if figure.key == _SHARE or (
            figure.unit.printed == "%" and _about_institutions(ledger, text) and _is_share(ledger, text)
        ):
            found.shares.append(figure)
        elif figure.key == _INSTITUTIONS or (figure.unit.base == "个" and _counts_institutions(ledger, figure, text)):
            found.counts.append(figure)
        elif figure.key == _INDUSTRY or (figure.key in ledger.words("large_industry") and figure.unit.base == "个"):
            found.wholes.append(figure)
    return found


def _clause(ledger: Ledger, figure: Figure) -> str:
    if figure.place is Place.TABLE:
        return figure.measure
    sentence = ledger.sentence_of(figure.source)
    before = sentence.text[: figure.source.start - sentence.start]
    begin = max(before.rfind(mark) for mark in "，；：")
    return sentence.text[begin + 1 : figure.source.end - sentence.start]


def _about_institutions(ledger: Ledger, text: str) -> bool:
    return ledger.has(text, "institution_words")


def _is_share(ledger: Ledger, text: str) -> bool:
    return ledger.has(text, "share_words")


def _counts_institutions(ledger: Ledger, figure: Figure, text: str) -> bool:
    """全县仅有2户企业设有科研机构, 建立研发机构的只有1家: firms that have one, not institutions of a level."""
    if figure.place is Place.TABLE or not _about_institutions(ledger, text):
        return False
    have = "|".join(ledger.words("institution_have"))
    nouns = "|".join(ledger.words("institution_words"))
    return (
        figure.unit.printed in {"家", "户"}
        and re.search(rf"(?:企业)?(?:{have}).{{0,6}}(?:{nouns})", text) is not None
        and "级" not in text
    )


def check_shares_in_sentence(ledger: Ledger) -> Iterator[Finding]:
    """A 13家, of them B 1家, 占比不足10%: three numbers of one sentence."""
    for first, second, share in zip(ledger.levels, ledger.levels[1:], ledger.levels[2:], strict=False):
        if {first.place, second.place, share.place} != {Place.TEXT} or share.unit.printed != "%":
            continue
        if first.unit.base != second.unit.base or first.unit.printed == "%" or not _one_sentence(ledger, first, share):
            continue
        if not share.source.text.strip().startswith(ledger.words("share_words")) or any(
            one.role is not first.role for one in (second, share)
        ):
            continue
        right = over(second.span, first.span)
        if right is not None and apart(right.times(_HUNDRED), share.span):
            value = shown(second.value / first.value * 100)
            details = {"part": second.printed, "whole": first.printed, "stated": share.printed, "right": value}
            arithmetic = f"{second.value:f} ÷ {first.value:f} = {value}% ≠ {share.printed}"
            yield Finding("share.sentence", Severity.ERROR, sources_of((first, second, share)), details, arithmetic)


def _one_sentence(ledger: Ledger, first: Figure, last: Figure) -> bool:
    between = ledger.document.text[first.source.end : last.source.start]
    return 0 <= last.source.start - first.source.end < _REACH and not re.search(r"[。；\n]", between)


def check_among_them(ledger: Ledger) -> Iterator[Finding]:
    """What follows 其中 is a part: never more than the number before, and of the same kind."""
    running = sorted((one for one in ledger.figures if one.place is not Place.TABLE), key=lambda one: one.source.start)
    for whole, part in pairwise(running):
        between = ledger.document.text[whole.source.end : part.source.start]
        if not re.fullmatch(r"[^。；\n]{0,12}", between) and not re.search(r"[，、]\s*其中[^。；\n]{0,8}$", between):
            continue
        if "其中" not in between + part.source.text[:4] or not _one_sentence(ledger, whole, part):
            continue
        if (
            whole.unit.base == part.unit.base
            and whole.unit.printed != "%"
            and whole.unit.base
            and below(whole.span, part.span)
        ):
            details = {"part": part.measure, "whole": whole.measure, "values": listed((whole, part))}
            yield Finding(
                "share.among-over-whole",
                Severity.ERROR,
                sources_of((whole, part)),
                details,
                f"{part.printed} > {whole.printed}",
            )
        elif whole.unit.printed == part.unit.printed == "%" and _other_whole(whole, part):
            details = {"part": part.measure, "whole": whole.measure}
            yield Finding("share.among-other-base", Severity.NOTE, sources_of((whole, part)), details, "")


def _other_whole(whole: Figure, part: Figure) -> bool:
    """Two shares of two wholes: 占财政支出比重 is no part of 占地区生产总值比重."""
    return "占" in part.measure and whole.key != part.key and Basis.SHARE in (whole.basis, part.basis)


def check_part_growth(ledger: Ledger) -> Iterator[Finding]:
    """More of a kind promised on top than the whole kind is to grow by."""
    wholes = [
        one
        for one in ledger.levels
        if one.role is Role.PROMISE and one.place is Place.TABLE and one.year == ledger.end_year
    ]
    for figure in ledger.figures:
        if figure.role is not Role.PROMISE or figure.basis is not Basis.INCREMENT or figure.unit.base != "个":
            continue
        if figure.bound is Bound.AT_MOST or not ledger.says_additional(figure):
            continue
        for promise in (one for one in wholes if _is_kind_of(ledger, figure, one)):
            fact = ledger.best(ledger.of(promise.key, ledger.base_year, Role.PAST))
            growth = (
                promise.amount - fact.amount if fact is not None and fact.dimension == promise.dimension else Decimal(0)
            )
            if fact is not None and promise.unit.base == "个" and 0 < growth < figure.value:
                details = {
                    "part": figure.measure, "more": figure.printed, "whole": promise.measure, "growth": shown(growth),
                    "from": fact.printed, "to": promise.printed, "year": str(figure.year),
                }  # fmt: skip
                arithmetic = f"{promise.value:f} − {fact.value:f} = {shown(growth)} < {figure.value:f}"
                yield Finding(
                    "share.part-outgrows", Severity.WARNING, sources_of((figure, promise, fact)), details, arithmetic
                )


def _is_kind_of(ledger: Ledger, part: Figure, whole: Figure) -> bool:
    """Whether the whole's name is the end of the part's: 绿色技术创新平台 is a kind of 创新平台."""
    if part.known and part.key == whole.key:
        return True
    special, general = _form(ledger, part), _form(ledger, whole)
    if special.replace("发明", "") == general.replace("发明", "") and not whole.unit.per:
        return True
    return special != general and len(general) >= 4 and special.endswith(general)


def _form(ledger: Ledger, figure: Figure) -> str:
    return next(ledger.catalogue.rules.forms(figure.measure))


def check_unsaid_levels(ledger: Ledger) -> Iterator[Finding]:
    """More added without saying of which level than the table lets the provincial ones grow by."""
    wholes = [
        one
        for one in ledger.levels
        if one.role is Role.PROMISE and one.place is Place.TABLE and one.year == ledger.end_year
    ]
    for figure in ledger.figures:
        if figure.role is not Role.PROMISE or figure.basis is not Basis.INCREMENT or not ledger.is_lasting(figure):
            continue
        if not ledger.says_additional(figure) or ledger.is_vague(figure):
            continue
        for promise in wholes:
            special, general = _form(ledger, promise), _form(ledger, figure)
            level = special.removesuffix(general)
            fact = ledger.best(ledger.of(promise.key, ledger.base_year, Role.PAST))
            if special == level or level not in ledger.words("levels") or fact is None:
                continue
            growth = promise.amount - fact.amount
            if 0 < growth < figure.value:
                details = {
                    "part": figure.measure, "more": figure.printed, "whole": promise.measure, "growth": shown(growth),
                    "from": fact.printed, "to": promise.printed, "year": str(figure.year),
                }  # fmt: skip
                arithmetic = f"{promise.value:f} − {fact.value:f} = {shown(growth)} < {figure.value:f}"
                yield Finding(
                    "share.level-unsaid", Severity.WARNING, sources_of((figure, promise, fact)), details, arithmetic
                )
