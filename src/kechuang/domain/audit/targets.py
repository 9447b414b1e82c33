"""Targets against what is (目标与现状): direction, already reached, below what the text says exists, backwards milestones."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from kechuang.domain.audit.figures import Figure, Place, Role
from kechuang.domain.audit.ledger import Ledger, sources_of
from kechuang.domain.audit.spans import below, shown, yearly_rate
from kechuang.domain.finding import Finding, Severity
from kechuang.domain.plans.plan import Basis

_STEEP = Decimal(30)  # percent a year for five years: nearly fourfold


def check_targets(ledger: Ledger) -> Iterator[Finding]:
    """A target lies on the better side of what is already there."""
    for key, figures in ledger.by_key.items():
        promises = [one for one in figures if one.role is Role.PROMISE]
        told = [one for one in figures if one.role is Role.PAST and one.year == ledger.base_year]
        if not promises or not told or ledger.is_vague(told[0]):
            continue
        nearest = min(one.year or 9999 for one in promises)
        for promise in _one_a_place(one for one in promises if one.year == nearest):
            yield from _against(ledger, promise, [one for one in told if one.dimension == promise.dimension], key)


def _one_a_place(promises: Iterator[Figure]) -> list[Figure]:
    """The table's target speaks for all that say the same; another value speaks for itself."""
    kept: dict[tuple[object, ...], Figure] = {}
    for promise in sorted(promises, key=lambda one: one.place is not Place.TABLE):
        kept.setdefault((promise.span.low, promise.span.high), promise)
    return list(kept.values())


def _against(ledger: Ledger, promise: Figure, told: list[Figure], key: str) -> Iterator[Finding]:
    falls = ledger.falls(promise)
    for fact in _one_a_place(iter(told)):
        worse = below(fact.span, promise.span) if falls else below(promise.span, fact.span)
        if worse and falls is not None:
            yield _finding("target.worse", Severity.WARNING, promise, fact)
        elif not worse and falls is False and _reached(promise, fact):
            same_row = fact.place is Place.TABLE and fact.source.line == promise.source.line
            yield _finding("target.reached", Severity.NOTE if same_row else Severity.WARNING, promise, fact)


def _reached(promise: Figure, fact: Figure) -> bool:
    return (
        promise.span.low is not None and fact.span.low is not None
        and fact.amount >= promise.amount > 0
        and fact.bound.value in {"=", ">", ">="}
        and (promise.unit.printed != "%" or promise.value < 100)
    )  # fmt: skip


def _finding(rule: str, severity: Severity, promise: Figure, fact: Figure) -> Finding:
    sign = "=" if promise.amount == fact.amount else "<" if promise.amount < fact.amount else ">"
    return Finding(
        rule,
        severity,
        sources_of((promise, fact)),
        {
            "measure": promise.measure,
            "target": promise.printed,
            "year": str(promise.year),
            "now": fact.printed,
            "base": str(fact.year),
        },
        f"{promise.printed} {sign} {fact.printed}",
    )


def check_additions(ledger: Ledger) -> Iterator[Finding]:
    """Fewer of something lasting promised than exist: on top of them, or a slip?"""
    for figure in ledger.figures:
        if figure.role is not Role.PROMISE or figure.basis is not Basis.INCREMENT or not ledger.is_lasting(figure):
            continue
        if ledger.is_vague(figure) or ledger.says_additional(figure):
            continue
        facts = [one for one in ledger.of(figure.key, ledger.base_year, Role.PAST) if one.dimension == figure.dimension]
        fact = ledger.best(facts)
        if fact is not None and below(figure.span, fact.span):
            yield _finding("target.addition-unclear", Severity.WARNING, figure, fact)


def check_made_of(ledger: Ledger) -> Iterator[Finding]:
    """A total promised that its parts, told one by one, already reach."""
    for line in ledger.words("made_of"):
        name, _, keys = line.partition("=")
        words = name.split()
        parts = [ledger.best(ledger.of(key, ledger.base_year, Role.PAST)) for key in keys.split()]
        known = [one for one in parts if one is not None]
        promises = [
            one for one in ledger.levels
            if one.role is Role.PROMISE and one.year == ledger.end_year and all(word in one.measure for word in words)
        ]  # fmt: skip
        total = sum((one.amount for one in known), Decimal(0))
        for promise in promises[:1] if len(known) > 1 else []:
            if promise.unit.base == known[0].unit.base and total >= promise.value > 0:
                summed = " + ".join(f"{one.value:f}" for one in known)
                details = {
                    "measure": promise.measure, "target": promise.printed, "year": str(promise.year),
                    "now": f"{shown(total)}{promise.unit.printed}", "base": str(ledger.base_year),
                }  # fmt: skip
                arithmetic = f"{summed} = {shown(total)} ≥ {promise.printed}"
                yield Finding("target.reached", Severity.WARNING, sources_of((promise, *known)), details, arithmetic)


def check_slack(ledger: Ledger) -> Iterator[Finding]:
    """A target that asks for far less a year than the years before brought."""
    for figures in ledger.by_key.values():
        promise = next((one for one in figures if one.role is Role.PROMISE and one.place is Place.TABLE), None)
        if promise is None or ledger.base_year is None or promise.year is None or promise.unit.printed == "%":
            continue
        now = ledger.best(ledger.of(promise.key, ledger.base_year, Role.PAST))
        before = ledger.best(ledger.of(promise.key, ledger.base_year - 5, Role.PAST))
        if (
            now is None
            or before is None
            or not 0 < before.amount < now.amount < promise.amount
            or before.dimension != promise.dimension
        ):
            continue
        past, wanted = (
            yearly_rate(now.amount / before.amount, 5),
            yearly_rate(promise.amount / now.amount, promise.year - ledger.base_year),
        )
        if wanted * 5 < past and wanted < 3:
            details = {
                "measure": promise.measure, "target": promise.printed, "year": str(promise.year), "now": now.printed,
                "wanted": shown(wanted, 3), "past": shown(past, 3),
            }  # fmt: skip
            yield Finding(
                "target.slack",
                Severity.NOTE,
                sources_of((promise, now, before)),
                details,
                f"{shown(wanted, 3)}% ≪ {shown(past, 3)}%",
            )


def check_milestones(ledger: Ledger) -> Iterator[Finding]:
    """Later targets lie beyond earlier ones."""
    for figures in ledger.by_key.values():
        promises = {one.year: one for one in sorted(figures, key=_vaguest) if one.role is Role.PROMISE and one.year}
        for early, late in pairwise(promises[year] for year in sorted(promises)):
            if early.dimension != late.dimension or ledger.is_vague(early):
                continue
            falls = ledger.falls(late)
            back = below(early.span, late.span) if falls else below(late.span, early.span)
            if back and falls is not None:
                yield _milestone("milestone.backwards", Severity.WARNING, early, late)
            elif early.value == late.value and early.bound == late.bound and early.unit == late.unit and falls is False:
                yield _milestone("milestone.same-value", Severity.NOTE, early, late)


def _vaguest(figure: Figure) -> tuple[bool, int]:
    return figure.place is Place.TABLE, -figure.source.start


def _milestone(rule: str, severity: Severity, early: Figure, late: Figure) -> Finding:
    details = {
        "measure": late.measure,
        "early": early.printed,
        "first": str(early.year),
        "late": late.printed,
        "second": str(late.year),
    }
    return Finding(
        rule,
        severity,
        sources_of((early, late)),
        details,
        f"{late.printed} ({late.year}) vs {early.printed} ({early.year})",
    )


def check_steep(ledger: Ledger) -> Iterator[Finding]:
    """A target that asks for growth seldom seen, and one that hardly asks for any, deserve a look."""
    for figures in ledger.by_key.values():
        promise = next((one for one in figures if one.role is Role.PROMISE and one.place is Place.TABLE), None)
        fact = next(
            (
                one
                for one in figures
                if one.role is Role.PAST and one.place is Place.TABLE and one.year == ledger.base_year
            ),
            None,
        )
        if promise is None or fact is None or promise.year is None or fact.year is None or promise.unit != fact.unit:
            continue
        if fact.value < 10 or promise.year <= fact.year or promise.unit.printed == "%":
            continue
        rate = yearly_rate(promise.value / fact.value, promise.year - fact.year) if promise.value > 0 else Decimal(0)
        if rate > _STEEP:
            arithmetic = f"{promise.value:f} ÷ {fact.value:f} = {shown(promise.value / fact.value)}"
            details = {
                "measure": promise.measure, "target": promise.printed, "year": str(promise.year), "now": fact.printed,
                "base": str(fact.year), "rate": shown(rate, 3),
            }  # fmt: skip
            yield Finding("target.steep", Severity.NOTE, sources_of((promise, fact)), details, arithmetic)


def check_missed(ledger: Ledger) -> Iterator[Finding]:
    """A new target below the old one that was missed: an ambition lowered without saying so."""
    for figures in ledger.by_key.values():
        old = next((one for one in figures if one.role is Role.OLD_PROMISE), None)
        new = next((one for one in figures if one.role is Role.PROMISE and one.year == ledger.end_year), None)
        if old is None or new is None or old.dimension != new.dimension or ledger.falls(new) is not False:
            continue
        if below(new.span, old.span):
            details = {
                "measure": new.measure, "target": new.printed, "year": str(new.year), "old": old.printed,
                "before": str(old.year),
            }  # fmt: skip
            yield Finding(
                "target.below-missed", Severity.NOTE, sources_of((new, old)), details, f"{new.printed} < {old.printed}"
            )
