"""What five years brought against what is promised for the next five or one (任务量与上期完成量): deeds counted again."""

import re
from collections.abc import Iterator
from decimal import Decimal

from kechuang.domain.audit.figures import Figure, Place, Role
from kechuang.domain.audit.ledger import Ledger, sources_of
from kechuang.domain.audit.spans import shown, yearly_rate
from kechuang.domain.finding import Finding, Severity
from kechuang.domain.indicators.definition import Growth, Ratio
from kechuang.domain.plans.plan import Basis
from kechuang.domain.quantity import Bound

_YEARS = 5  # a plan's period, and the one before it
_LEAST = Decimal("0.97")  # so near is the same
_OTHER_SIZE = 10  # a zero too many
_COUNTED = {"个", "人", "人次", "次", "条"}
_HAN = re.compile(r"[\u4e00-\u9fff]+$")


def check_fewer_than_before(ledger: Ledger) -> Iterator[Finding]:
    """Fewer deeds promised for five years than the five before brought, under the same name or after the same verb."""
    promises = [one for one in ledger.figures if one.role is Role.PROMISE and _is_deed(ledger, one)]
    for done in ledger.figures:
        if done.role is not Role.PAST or done.place is not Place.TEXT or done.elsewhere or not _is_deed(ledger, done):
            continue
        again = next((one for one in promises if _same_deed(ledger, done, one)), None)
        if again is not None and _over_five_years(again) < done.amount * _LEAST:
            yield _fewer(done, again)


def _is_deed(ledger: Ledger, figure: Figure) -> bool:
    """Something done and counted (引进、培训、签订), not something that stands (a park, a centre)."""
    counted = figure.unit.base in _COUNTED and figure.basis in (Basis.LEVEL, Basis.INCREMENT, Basis.PER_YEAR)
    return counted and figure.table is None and not ledger.is_lasting(figure) and figure.region is None


def _over_five_years(figure: Figure) -> Decimal:
    top = figure.span.high if figure.bound is Bound.RANGE and figure.span.high is not None else figure.amount
    return top * _YEARS if figure.basis is Basis.PER_YEAR else top


def _same_deed(ledger: Ledger, done: Figure, again: Figure) -> bool:
    if done.unit.base != again.unit.base and {done.unit.base, again.unit.base} - {"人", "人次"}:
        return False
    if again.basis is Basis.LEVEL or again.place is Place.TABLE:
        return False
    return done.key == again.key or _same_words(ledger, done, again)


def _same_words(ledger: Ledger, done: Figure, again: Figure) -> bool:
    """One verb before both, and one noun at their end: 引进高层次人才 and 引进高层次领军人才."""
    verb, other = (_verb(ledger, one) for one in (done, again))
    head = next((word for word in ledger.words("deed_heads") if done.measure.endswith(word)), None)
    if head is None or not verb or not other or not (verb.endswith(other) or other.endswith(verb)):
        return False
    if head in ledger.words("deed_names"):
        return again.measure.endswith(head)
    core = done.measure.removesuffix(head).strip("“”")
    named = any(re.split("[、和及]", again.measure)[place].endswith(head) for place in (0, -1))
    return named and (all(character in again.measure for character in core) or core in ledger.words("own_people"))


def _verb(ledger: Ledger, figure: Figure) -> str:
    """The characters right before a measure, in its own clause."""
    sentence = ledger.sentence_of(figure.source)
    before = sentence.text[: max(0, figure.source.start - sentence.start)]
    found = _HAN.search(before)
    return "" if found is None else found[0][-4:] if found[0][-4:] in ledger.words("deed_verbs") else found[0][-2:]


def _fewer(done: Figure, again: Figure) -> Finding:
    yearly = again.basis is Basis.PER_YEAR
    details = {
        "measure": again.measure, "target": again.printed, "done": done.printed, "before": done.measure,
        "five": f"{shown(_over_five_years(again))}{again.unit.printed}",
    }  # fmt: skip
    sum_of = f"{again.value:f} × {_YEARS} = {shown(_over_five_years(again))}" if yearly else again.printed
    return Finding(
        "target.fewer-than-before", Severity.NOTE, sources_of((done, again)), details, f"{sum_of} < {done.printed}"
    )


def check_lists_of_new(ledger: Ledger) -> Iterator[Finding]:
    """In one list of new things (新品种、新技术、新产品) one number is of another size than all others."""
    lists: dict[int, list[Figure]] = {}
    for figure in ledger.figures:
        if figure.role is Role.PROMISE and figure.unit.base == "个" and figure.measure.startswith("新"):
            lists.setdefault(ledger.sentence_of(figure.source).start, []).append(figure)
    for figures in lists.values():
        for odd in figures:
            others = [one.amount for one in figures if one is not odd]
            if len(others) >= 3 and odd.amount >= _OTHER_SIZE * max(others):
                details = {"measure": odd.measure, "value": odd.printed}
                details["others"] = "; ".join(f"{one.measure}{one.printed}" for one in figures if one is not odd)
                arithmetic = f"{odd.value:f} ≥ {_OTHER_SIZE} × {max(others):f}"
                yield Finding("target.other-size", Severity.NOTE, sources_of((odd,)), details, arithmetic)


def check_slower(ledger: Ledger) -> Iterator[Finding]:
    """A rate of growth promised, or needed by a target, that is below the one told of the years before."""
    for key, past in _growth(ledger, Role.PAST).items():
        promised = _growth(ledger, Role.PROMISE).get(key)
        needed = _needed(ledger, key)
        if promised is not None and promised.value < past.value * _LEAST:
            yield _slower(past, (promised,), promised.printed)
        elif needed is not None and needed[0] < past.value * _LEAST:
            yield _slower(past, needed[1], f"{shown(needed[0], 3)}%")


def _slower(past: Figure, wanted: tuple[Figure, ...], rate: str) -> Finding:
    details = {"measure": wanted[-1].measure, "rate": rate, "past": past.printed}
    return Finding("growth.slower", Severity.NOTE, sources_of((past, *wanted)), details, f"{rate} < {past.printed}")


def _growth(ledger: Ledger, role: Role) -> dict[str, Figure]:
    """Yearly rates of growth by what grows."""
    found: dict[str, Figure] = {}
    for figure in ledger.figures:
        if figure.role is not role or figure.unit.printed != "%" or figure.elsewhere or figure.region is not None:
            continue
        if figure.basis is Basis.ANNUAL_GROWTH and ledger.has(figure.source.text, "yearly_growth"):
            match = ledger.catalogue.match(figure.measure)
            found.setdefault(match.key if match else figure.key, figure)
        for relation in ledger.catalogue.relations_of(figure.key) if figure.known else ():
            if isinstance(relation, Growth) and relation.growth == figure.key:
                found.setdefault(relation.of, figure)
    return found


def _needed(ledger: Ledger, key: str) -> tuple[Decimal, tuple[Figure, ...]] | None:
    now = ledger.best(ledger.of(key, ledger.base_year, Role.PAST))
    goal = ledger.best(ledger.of(key, ledger.end_year, Role.PROMISE))
    if now is None or goal is None or not 0 < now.amount < goal.amount or now.dimension != goal.dimension:
        return None
    if goal.year is None or now.year is None or goal.bound not in (Bound.EQUAL, Bound.ABOUT):
        return None
    return yearly_rate(goal.amount / now.amount, goal.year - now.year), (now, goal)


def check_share_and_growth(ledger: Ledger) -> Iterator[Finding]:
    """A share that multiplies while its part grows only so fast: the whole would have to shrink."""
    for relation in ledger.catalogue.relations:
        if not isinstance(relation, Ratio):
            continue
        for role, start in ((Role.PAST, _before(ledger, _YEARS)), (Role.PROMISE, ledger.base_year)):
            rate = _growth(ledger, role).get(relation.part)
            first = ledger.best(ledger.of(relation.ratio, start, Role.PAST))
            last = _last(ledger, relation.ratio, role)
            if rate is not None and first is not None and last is not None:
                yield from _shrinks(ledger, relation, rate, first, last)


def _before(ledger: Ledger, years: int) -> int | None:
    return None if ledger.base_year is None else ledger.base_year - years


def _last(ledger: Ledger, key: str, role: Role) -> Figure | None:
    return ledger.best(ledger.of(key, ledger.base_year if role is Role.PAST else ledger.end_year, role))


def _shrinks(ledger: Ledger, relation: Ratio, rate: Figure, first: Figure, last: Figure) -> Iterator[Finding]:
    if first.amount <= 0 or last.year is None or first.year is None or last.year <= first.year:
        return
    years = last.year - first.year
    part, share = (1 + rate.value / 100) ** years, last.amount / first.amount
    whole = part / share
    if whole < Decimal("0.9"):
        details = {
            "part": rate.measure, "rate": rate.printed, "share": last.measure, "first": first.printed, "last": last.printed,
            "from": str(first.year), "to": str(last.year), "whole": ledger.catalogue[relation.whole].name,
            "change": shown((1 - whole) * 100, 3), "needed": f"{shown(yearly_rate(share, years), 3)}%",
        }  # fmt: skip
        arithmetic = (
            f"(1 + {rate.value:f}%)^{years} = {shown(part)}; {last.printed} ÷ {first.printed} = {shown(share)}; "
            f"{shown(part)} ÷ {shown(share)} = {shown(whole)}; 1 − {shown(whole)} = {shown((1 - whole) * 100, 3)}%"
        )
        yield Finding("growth.whole-shrinks", Severity.WARNING, sources_of((rate, first, last)), details, arithmetic)
