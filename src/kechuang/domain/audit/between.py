"""Between documents (文件之间): every check that takes two, and which two it takes."""

from collections.abc import Iterator, Sequence

from kechuang.domain.audit.between_regions import check_regional_tables
from kechuang.domain.audit.between_years import (
    check_yearly,
    check_yearly_additions,
    check_yearly_counts,
    check_yearly_deeds,
    check_yearly_lists,
    check_yearly_rates,
)
from kechuang.domain.audit.figures import Role
from kechuang.domain.audit.labels import turnover_between
from kechuang.domain.audit.ledger import Ledger, sources_of
from kechuang.domain.audit.spans import below
from kechuang.domain.finding import Finding, Severity
from kechuang.domain.indicators.definition import MeasureKind
from kechuang.domain.plans.plan import Kind


def check_between(ledgers: Sequence[Ledger]) -> Iterator[Finding]:
    """Every check that takes two documents."""
    for first in ledgers:
        for second in ledgers:
            if first is second:
                continue
            yield from check_regional_tables(first, second)
            if _is_yearly_of(first, second):
                yield from check_yearly(first, second)
                yield from check_yearly_additions(first, second)
                yield from check_yearly_rates(first, second)
                yield from check_yearly_lists(first, second)
                yield from check_yearly_counts(first, second)
                yield from check_yearly_deeds(first, second)
                yield from turnover_between((second, first))
            if _is_below(first, second):
                yield from check_parent(first, second)


def _is_yearly_of(yearly: Ledger, plan: Ledger) -> bool:
    mine, its = yearly.plan.identity, plan.plan.identity
    if (
        mine.kind is not Kind.ANNUAL_PLAN
        or its.kind is not Kind.FIVE_YEAR_PLAN
        or mine.region is None
        or its.region is None
    ):
        return False
    inside = mine.end is not None and its.start is not None and its.end is not None and its.start <= mine.end <= its.end
    return inside and mine.region.name == its.region.name


def _is_below(child: Ledger, parent: Ledger) -> bool:
    """Whether one plan is based on the other: named among its parents, and for a wider region."""
    title = parent.plan.identity.title
    return title is not None and any(_plain(title) == _plain(name) for name in child.plan.identity.parents)


def _plain(title: str) -> str:
    return "".join(character for character in title if character.isalnum())


def check_parent(child: Ledger, parent: Ledger) -> Iterator[Finding]:
    """A share or rate below what the plan above asks of everybody."""
    for key, figures in child.by_key.items():
        target = next(
            (one for one in figures if one.role is Role.PROMISE and one.year == child.end_year and one.known), None
        )
        above = parent.best(parent.of(key, child.end_year, Role.PROMISE))
        if target is None or above is None or target.dimension != above.dimension:
            continue
        if child.catalogue[key].kind is not MeasureKind.RATIO or child.falls(target) is not False:
            continue
        if below(target.span, above.span):
            details = {
                "measure": target.measure,
                "target": target.printed,
                "above": above.printed,
                "year": str(target.year),
            }
            yield Finding(
                "between.below-parent",
                Severity.NOTE,
                sources_of((target, above)),
                details,
                f"{target.printed} < {above.printed}",
            )
