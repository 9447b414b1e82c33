"""Who leads a task, who supports it, by when (牵头单位、配合单位、完成时限), as the plan prints it.

Three ways of saying it are read: labels (责任单位：市科技局、市财政局), brackets (（市科技局牵头，各县区配合）) and prose
(由市科技局牵头). Offsets count from the beginning of the text that is read; names are as printed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from kechuang.domain.vocabulary import Vocabulary

_BRACKET = re.compile(r"\((?P<inside>(?:[^()]|\([^()]{0,40}\)){2,600})\)")
_DEADLINE = re.compile(
    r"(?:20\d\d\s{0,3}年\s{0,3})?(?:\d{1,2}\s{0,3}月\s{0,3}|第?[一二三四1-4]季度|上半年|下半年|年)?\s{0,3}(?:\d{1,2}\s{0,3}日\s{0,3})?(?:底|末)?\s{0,3}(?:之)?前(?=[^\d期后沿言述瞻端移列往景])"
)
_BY = re.compile(r"\s*(?:20\d\d年|\d{1,2}月)")  # 2026年12月底前完成 says by when, not who
_SPLIT = re.compile(r"、|,|;|(?<=[部局委区门会县市])及(?=[各有相其])")


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of text that names organisations: where it stands, who leads, who supports, by when."""

    start: int
    end: int
    lead: str | None
    support: tuple[str, ...]
    deadline: str | None
    prose: bool = False


def find_clauses(folded: str, printed: str, vocabulary: Vocabulary) -> Iterator[Clause]:
    """Every clause of a text that names organisations, in order, adjacent ones made one."""
    found = [*_in_brackets(folded, printed, vocabulary), *_labelled_lines(folded, printed, vocabulary)]
    found += _in_prose(folded, printed, vocabulary)
    merged: list[Clause] = []
    for clause in sorted(found, key=lambda clause: clause.start):
        if merged and clause.start < merged[-1].end:
            continue
        if merged and not folded[merged[-1].end : clause.start].strip(" \n\t。;,"):
            merged[-1] = _both(merged[-1], clause)
        else:
            merged.append(clause)
    return iter(merged)


def find_deadline(folded: str, printed: str) -> str | None:
    """The last 底前 of a text: the day on which all of it is done."""
    found = [match for match in _DEADLINE.finditer(folded) if re.search(r"\d|年底|季度|半年", match.group())]
    return printed[found[-1].start() : found[-1].end()].strip() if found else None


def _both(first: Clause, second: Clause) -> Clause:
    lead = first.lead or second.lead
    others = [*first.support, *second.support] + ([second.lead] if second.lead and second.lead != lead else [])
    return Clause(first.start, second.end, lead, tuple(dict.fromkeys(others)), first.deadline or second.deadline)


def _in_brackets(folded: str, printed: str, vocabulary: Vocabulary) -> Iterator[Clause]:
    for found in _BRACKET.finditer(folded):
        start, end = found.span("inside")
        clause = _read(folded, printed, start, end, vocabulary)
        if clause is not None:
            yield Clause(found.start(), found.end(), clause.lead, clause.support, clause.deadline)


def _labelled_lines(folded: str, printed: str, vocabulary: Vocabulary) -> Iterator[Clause]:
    for found in _label_line(vocabulary).finditer(folded):
        clause = _labelled(folded, printed, found.start("clause"), found.end("clause"), vocabulary)
        if clause is not None:
            yield clause


def _in_prose(folded: str, printed: str, vocabulary: Vocabulary) -> Iterator[Clause]:
    """由市科技局牵头，市财政局配合."""
    leads = vocabulary.alternatives("organisations.leads")
    supports = vocabulary.alternatives("organisations.supports")
    prose = re.compile(
        rf"由(?P<lead>[^,。;:()由\n]{{2,40}}?)(?:{leads})(?:,(?P<support>[^。;()\n]{{2,120}}?)(?:{supports}))?(?=[,。;)\n]|会同|$)"
    )
    for found in prose.finditer(folded):
        if not _names_organisation((found.group("lead"),), vocabulary):
            continue
        support = _names(folded, printed, *found.span("support"), vocabulary) if found.group("support") else ()
        yield Clause(
            found.start(),
            found.end(),
            printed[found.start("lead") : found.end("lead")].strip(),
            support,
            None,
            prose=True,
        )


def _read(folded: str, printed: str, start: int, end: int, vocabulary: Vocabulary) -> Clause | None:
    if _label(vocabulary).search(folded, start, end):
        return _labelled(folded, printed, start, end, vocabulary)
    return _unlabelled(folded, printed, start, end, vocabulary)


@cache
def _label(vocabulary: Vocabulary) -> re.Pattern[str]:
    kinds = ("lead", "responsible", "support", "deadline", "person")
    groups = (f"(?P<{kind}>{vocabulary.alternatives(f'organisations.{kind}_labels')})" for kind in kinds)
    return re.compile(rf"(?:^|(?<=[;,。(\s\n【\[]))\s{{0,3}}(?:{'|'.join(groups)})[】\]]?\s{{0,3}}:\s{{0,3}}")


@cache
def _label_line(vocabulary: Vocabulary) -> re.Pattern[str]:
    labels = vocabulary.alternatives(
        "organisations.lead_labels",
        "organisations.responsible_labels",
        "organisations.support_labels",
        "organisations.deadline_labels",
    )
    return re.compile(rf"(?:^|(?<=[\n。;]))[ \t\[【]*(?P<clause>(?:{labels})[】\]]?\s*:[^\n。]{{2,400}})")


def _labelled(folded: str, printed: str, start: int, end: int, vocabulary: Vocabulary) -> Clause | None:
    """牵头单位：…；责任单位：…；完成时限：…"""
    found = list(_label(vocabulary).finditer(folded, start, end))
    parts: dict[str, tuple[str, ...]] = {}
    deadline = None
    leads = re.compile(vocabulary.alternatives("organisations.leads"))
    for position, label in enumerate(found):
        stop = found[position + 1].start() if position + 1 < len(found) else end
        kind = label.lastgroup or ""
        if kind == "deadline":
            deadline = printed[label.end() : stop].strip(" ;；。,，\t】]］") or None
        elif (
            kind == "responsible"
            and leads.search(folded, label.end(), stop)
            and not _marked(vocabulary).search(folded, label.end(), stop)
        ):
            told = _unlabelled(folded, printed, label.end(), stop, vocabulary)
            parts |= {"lead": (told.lead,) if told and told.lead else (), "support": told.support if told else ()}
        elif kind != "person":
            parts[kind] = _names(folded, printed, label.end(), stop, vocabulary)
    if not parts and deadline is None:
        return None
    leading = parts.get("lead", ())
    responsible, support = parts.get("responsible", ()), parts.get("support", ())
    if not leading:
        leading, responsible = part_leading(responsible, vocabulary)
    return Clause(start, end, "、".join(leading) or None, (*responsible, *support), deadline)


@cache
def _marked(vocabulary: Vocabulary) -> re.Pattern[str]:
    return re.compile(rf"[(（](?:{vocabulary.alternatives('organisations.leads')})[)）]")


def part_leading(names: tuple[str, ...], vocabulary: Vocabulary) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who leads of those responsible, and the others: those marked so (县科技局（牵头）), else the first."""
    marked = _marked(vocabulary)
    leading = tuple(marked.sub("", name) for name in names if marked.search(name))
    if not leading:
        return names[:1], names[1:]
    return leading, tuple(name for name in names if not marked.search(name))


def _unlabelled(folded: str, printed: str, start: int, end: int, vocabulary: Vocabulary) -> Clause | None:
    """市科技局牵头，市财政局配合 · 市科技局、市财政局按职责分工负责 · 市科技局负责"""
    leads = re.compile(vocabulary.alternatives("organisations.leads")).search(folded, start, end)
    if leads:
        lead = "、".join(_names(folded, printed, start, leads.start(), vocabulary)) or None
        stop = _without(folded, leads.end(), end, vocabulary, "organisations.supports")
        named = lead is not None and _names_organisation((lead,), vocabulary)
        return Clause(start, end, lead, _names(folded, printed, leads.end(), stop, vocabulary), None) if named else None
    shared = _without(folded, start, end, vocabulary, "organisations.shares")
    if shared < end:
        return Clause(start, end, None, _names(folded, printed, start, shared, vocabulary), None)
    answered = _without(folded, start, end, vocabulary, "organisations.answers")
    names = _names(folded, printed, start, answered, vocabulary) if answered < end else ()
    if not _names_organisation(names, vocabulary):
        return None
    if names[0].startswith(vocabulary.words("organisations.everybody")):
        return Clause(start, end, None, names, None)
    return Clause(start, end, names[0], names[1:], None)


def _names_organisation(names: tuple[str, ...], vocabulary: Vocabulary) -> bool:
    endings = vocabulary.words("organisations.endings")
    return any(name.split("（")[0].split("(")[0].endswith(endings) for name in names)


def _without(folded: str, start: int, end: int, vocabulary: Vocabulary, words: str) -> int:
    """The end of the names before one of the words that close a clause; ``end`` itself where none does."""
    found = re.compile(rf"(?:{vocabulary.alternatives(words)})[\s。;]*$").search(folded[start:end])
    return start + found.start() if found else end


def _names(folded: str, printed: str, start: int, end: int, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The organisations of a list, as printed; 等 leaves the list open and is no name."""
    names = []
    for begin, stop in _parts(folded, start, end):
        name = printed[begin:stop].strip(" \t\n。；;，,、：:等由【】[]［］")
        if (
            2 <= len(name) <= 40
            and not _BY.match(folded, begin, stop)
            and name not in vocabulary.words("organisations.nobody")
        ):
            names.append(name)
    return tuple(dict.fromkeys(names))


def _parts(folded: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    depth, begin = 0, start
    for position in range(start, end):
        depth += (folded[position] == "(") - (folded[position] == ")")
        open_list = folded[position] == "等" and folded[position + 1 : position + 3] not in ("级", "院校")
        if depth == 0 and (_SPLIT.match(folded, position, end) or open_list):
            yield begin, position
            begin = position + 1
    yield begin, end
