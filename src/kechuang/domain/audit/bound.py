"""Which numbers of a plan some check holds to another number (受约束的数): the rest nobody can audit from the plan alone."""

from collections.abc import Iterator
from itertools import combinations

from kechuang.domain.audit.figures import Figure
from kechuang.domain.audit.grids import place, read_grids
from kechuang.domain.audit.ledger import Ledger
from kechuang.domain.audit.restated import find_groups, one_sentence, same_thing
from kechuang.domain.audit.totals import find_totals
from kechuang.domain.numerals import scan_quantities
from kechuang.domain.quantity import Bound
from kechuang.domain.source import Source


def bound_numbers(ledger: Ledger) -> dict[Source, str]:
    """The digits of every bound number, and the check that binds it: ``restated``, ``total`` or ``growth``."""
    found: dict[Source, str] = {}
    for source, check in (*_restated(ledger), *_totals(ledger), *_growth(ledger)):
        found.setdefault(source, check)
    return found


def _restated(ledger: Ledger) -> Iterator[tuple[Source, str]]:
    """Numbers told twice, both exactly: a bound such as 以上 holds from one side only."""
    for group in find_groups(ledger):
        for first, second in combinations(group, 2):
            exact = first.bound is second.bound is Bound.EQUAL and first.value == second.value
            if exact and same_thing(first, second) and not one_sentence(ledger, first, second):
                for figure in (first, second):
                    digits = _digits(ledger, figure)
                    if digits is not None:
                        yield digits, "restated"


def _digits(ledger: Ledger, figure: Figure) -> Source | None:
    source = figure.source
    for quantity in scan_quantities(source.text, ledger.vocabulary):
        if quantity.value == figure.value:
            return ledger.document.source(source.start + quantity.number_start, source.start + quantity.number_end)
    return None


def _totals(ledger: Ledger) -> Iterator[tuple[Source, str]]:
    for grid in read_grids(ledger.document, ledger.words("part_marks")):
        for total, parts in find_totals(ledger, grid):
            for column in total.values:
                if "%" not in grid.head(column) and all(column in row.values for row in parts):
                    for row in (total, *parts):
                        source = place(ledger.document, row, column)
                        yield source, "total"


def _growth(ledger: Ledger) -> Iterator[tuple[Source, str]]:
    """The ends of a change and, where it stands in the same words, the change itself."""
    for one in ledger.plan.statements:
        if one.change is None or one.to_value is None or one.from_value is None:
            continue
        for quantity in scan_quantities(one.source.text, ledger.vocabulary):
            if quantity.value in (one.from_value, one.to_value):
                start = one.source.start
                yield ledger.document.source(start + quantity.number_start, start + quantity.number_end), "growth"
