"""Between documents (文件之间): a year's work points against the path of the five-year plan, one region's table against
another's own plan, a plan against its parent's targets."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from kechuang.domain.audit.figures import Figure, Place, Role, same_region
from kechuang.domain.audit.ledger import Ledger, sources_of
from kechuang.domain.audit.spans import apart, below, shown, yearly_rate
from kechuang.domain.finding import Finding, Severity
from kechuang.domain.indicators.definition import Growth, MeasureKind
from kechuang.domain.plans.plan import Basis, Kind
from kechuang.domain.quantity import Bound

_BEHIND = Decimal("0.97")  # below this part of the path a year's target is behind, above it rounding
_PARTICULAR = 3  # so many digits do not agree by chance
_FAR = Decimal("1.7")  # so many times another a year apart is another measure, or wrong


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


def check_yearly(yearly: Ledger, plan: Ledger) -> Iterator[Finding]:
    """A year's target lies on the way from the plan's baseline to its target, and not below what is already there."""
    for key, figures in yearly.by_key.items():
        target = next((one for one in figures if one.role is Role.PROMISE and one.year == yearly.end_year), None)
        base, goal = _ends(plan, key, target)
        if (
            target is None
            or base is None
            or goal is None
            or target.year is None
            or base.year is None
            or goal.year is None
        ):
            continue
        if base.amount <= 0 or goal.amount <= 0 or plan.falls(goal) is not False:
            continue
        years, whole = target.year - base.year, goal.year - base.year
        path = base.amount * (goal.amount / base.amount) ** (Decimal(years) / Decimal(whole))
        factor = target.amount / target.value if target.value else Decimal(1)
        details = {
            "measure": target.measure, "target": target.printed, "year": str(target.year), "base": base.printed,
            "from": str(base.year), "goal": goal.printed, "end": str(goal.year), "path": f"{shown(path / factor)}{target.unit.printed}",
            "needed": _needed(target, goal),
        }  # fmt: skip
        arithmetic = f"{base.printed} × ({goal.value:f} ÷ {base.amount / (goal.amount / goal.value):f})^({years}/{whole}) = {shown(path / factor)}{target.unit.printed} > {target.printed}"
        if below(target.span, base.span):
            yield Finding(
                "between.yearly-below-base",
                Severity.WARNING,
                sources_of((target, base)),
                details,
                f"{target.printed} < {base.printed}",
            )
        elif target.amount < path * _BEHIND:
            yield Finding(
                "between.yearly-behind", Severity.WARNING, sources_of((target, base, goal)), details, arithmetic
            )


def _needed(target: Figure, goal: Figure) -> str:
    years = (goal.year or 0) - (target.year or 0)
    if years <= 0 or target.amount <= 0:
        return "—"
    return f"{shown(yearly_rate(goal.amount / target.amount, years), 3)}%"


def _ends(plan: Ledger, key: str, target: Figure | None) -> tuple[Figure | None, Figure | None]:
    if target is None or (target.unit.printed == "%" and target.basis is Basis.ANNUAL_GROWTH):
        return None, None
    keys = [key, *_kin(plan, key)]
    for one in keys:
        base = plan.best(list(plan.of(one, plan.base_year, Role.PAST)))
        goal = plan.best(list(plan.of(one, plan.end_year, Role.PROMISE)))
        if base is not None and goal is not None and target.unit.base == base.unit.base == goal.unit.base:
            return base, goal
    return None, None


def _kin(plan: Ledger, key: str) -> list[str]:
    """Measures that people use for each other: contracts concluded and contracts registered."""
    pairs = [line.replace("=", " ").split() for line in plan.words("interchangeable")]
    return [other for pair in pairs if key in pair for other in pair if other != key and other in plan.by_key]


def check_yearly_additions(yearly: Ledger, plan: Ledger) -> Iterator[Finding]:
    """A year's addition is its share of what the plan still has to add."""
    for figure in yearly.figures:
        if figure.role is not Role.PROMISE or figure.basis is not Basis.INCREMENT or not figure.known:
            continue
        if yearly.catalogue[figure.key].kind is not MeasureKind.STOCK or figure.value <= 0:
            continue
        base = plan.best(plan.of(figure.key, plan.base_year, Role.PAST))
        goal = plan.best(plan.of(figure.key, plan.end_year, Role.PROMISE))
        if base is None or goal is None or base.year is None or goal.year is None or goal.amount <= base.amount:
            continue
        share = (goal.amount - base.amount) / (goal.year - base.year)
        if figure.amount < base.amount and share > 1 and _top(figure) < share * _BEHIND:
            details = {
                "measure": figure.measure, "more": figure.printed, "year": str(figure.year), "base": base.printed,
                "goal": goal.printed, "share": shown(share), "end": str(goal.year),
            }  # fmt: skip
            arithmetic = (
                f"({goal.value:f} − {base.value:f}) ÷ {goal.year - base.year} = {shown(share)} > {figure.value:f}"
            )
            yield Finding(
                "between.addition-behind", Severity.WARNING, sources_of((figure, base, goal)), details, arithmetic
            )


def check_yearly_lists(yearly: Ledger, plan: Ledger) -> Iterator[Finding]:
    """Two groups promised together (科技特派员、“三区”科技人才 140人) that are fewer than one of them already is."""
    for figure in yearly.figures:
        names = [name.strip("“”") for name in figure.measure.split("、")]
        if figure.role is not Role.PROMISE or len(names) < 2 or figure.unit.base not in {"人", "个"}:
            continue
        for name in names:
            match = plan.catalogue.match(name)
            key = match.key if match else next(plan.catalogue.rules.forms(name))
            base = plan.best(plan.of(key, plan.base_year, Role.PAST))
            if base is not None and base.unit.base == figure.unit.base and len(name) >= 4 and figure.value < base.value:
                details = {
                    "measure": figure.measure, "target": figure.printed, "year": str(figure.year), "part": base.measure,
                    "base": base.printed, "from": str(base.year),
                }  # fmt: skip
                yield Finding(
                    "between.list-below-base",
                    Severity.WARNING,
                    sources_of((figure, base)),
                    details,
                    f"{figure.printed} < {base.printed}",
                )


def _top(figure: Figure) -> Decimal:
    return figure.span.high if figure.bound is Bound.RANGE and figure.span.high is not None else figure.amount


def check_yearly_rates(yearly: Ledger, plan: Ledger) -> Iterator[Finding]:
    """A year's rate of growth against the plan's, and against the year's own target and the plan's baseline."""
    rates = _rates(yearly)
    for key, rate in rates.items():
        longer = _rates(plan).get(key)
        if (
            longer is not None
            and rate.value < longer.value
            and longer.bound in {Bound.AT_LEAST, Bound.ABOVE, Bound.EQUAL}
        ):
            details = {"measure": rate.measure, "rate": rate.printed, "year": str(rate.year), "longer": longer.printed}
            yield Finding(
                "between.rate-behind",
                Severity.WARNING,
                sources_of((rate, longer)),
                details,
                f"{rate.printed} < {longer.printed}",
            )
        target = yearly.best(yearly.of(key, yearly.end_year, Role.PROMISE))
        base = plan.best(plan.of(key, plan.base_year, Role.PAST))
        if target is None or base is None or target.year is None or base.year is None or rate.value <= 0:
            continue
        before = target.amount / (1 + rate.value / 100)
        if (
            target.year - base.year == 2
            and before < base.amount * _BEHIND
            and rate.bound in {Bound.AT_LEAST, Bound.ABOVE, Bound.EQUAL}
        ):
            details = {
                "measure": target.measure, "rate": rate.printed, "target": target.printed, "year": str(target.year),
                "before": str(target.year - 1), "implied": shown(before), "base": base.printed, "from": str(base.year),
            }  # fmt: skip
            arithmetic = f"{target.value:f} ÷ (1 + {rate.value:f}%) = {shown(before)} < {base.value:f}"
            yield Finding(
                "between.rate-against-base", Severity.WARNING, sources_of((rate, target, base)), details, arithmetic
            )


def _rates(ledger: Ledger) -> dict[str, Figure]:
    found: dict[str, Figure] = {}
    for figure in ledger.figures:
        if figure.role is not Role.PROMISE or figure.unit.printed != "%":
            continue
        if figure.basis is Basis.ANNUAL_GROWTH:
            match = ledger.catalogue.match(figure.measure)
            found.setdefault(match.key if match else figure.key, figure)
        elif figure.known:
            growth = [
                one
                for one in ledger.catalogue.relations_of(figure.key)
                if isinstance(one, Growth) and one.growth == figure.key
            ]
            for relation in growth:
                found.setdefault(relation.of, replace(figure))
    return found


def check_regional_tables(table: Ledger, own: Ledger) -> Iterator[Finding]:
    """What one plan's table says of another region, against that region's own plan."""
    region = own.plan.identity.region
    if region is None:
        return
    theirs: defaultdict[str, list[tuple[Figure, Figure]]] = defaultdict(list)
    for figure in table.figures:
        if (
            figure.region is None
            or figure.place is not Place.TABLE
            or not same_region(figure.region, region.name, own.vocabulary)
        ):
            continue
        for other in _comparable(own, figure):
            theirs[figure.table or ""].append((figure, other))
    for name, pairs in theirs.items():
        yield from _wrong_year(name, pairs, region.name)
        for figure, other in pairs:
            yield from _differs(figure, other, region.name, own)


def _comparable(own: Ledger, figure: Figure) -> list[Figure]:
    """What a region's own plan tells of the measure a table gives for it, in the same year or the next to it."""
    for key in (figure.key, *_kin(own, figure.key)):
        told = [one for one in own.by_key.get(key, ()) if one.role is Role.PAST and one.sure and _like(one, figure)]
        near = [one for one in told if abs((one.year or 0) - (figure.year or 0)) <= 1]
        best: dict[Decimal, Figure] = {}
        for one in sorted(near, key=lambda one: abs((one.year or 0) - (figure.year or 0))):
            best.setdefault(one.amount, one)
        if best:
            return list(best.values())[:2]
    return []


def _like(one: Figure, figure: Figure) -> bool:
    return one.dimension == figure.dimension or (one.key != figure.key and one.unit.base == figure.unit.base)


def _differs(figure: Figure, other: Figure, region: str, own: Ledger) -> Iterator[Finding]:
    details = {
        "region": region, "measure": figure.measure, "table": figure.printed, "year": str(figure.year), "own": other.printed,
        "other": str(other.year), "document": other.source.document,
    }  # fmt: skip
    if figure.year == other.year:
        if apart(figure.span, other.span):
            difference = f"{figure.printed} ≠ {other.printed}"
            yield Finding("between.region-differs", Severity.WARNING, sources_of((figure, other)), details, difference)
        return
    low, high = sorted((figure.amount, other.amount))
    if low > 0 and high / low >= _FAR and low >= 1:
        yield Finding(
            "between.region-far",
            Severity.WARNING,
            sources_of((figure, other)),
            details,
            f"{shown(high)} ÷ {shown(low)} = {shown(high / low, 3)}",
        )
    later_less = (
        figure.year is not None
        and other.year is not None
        and (figure.year < other.year) == (figure.amount > other.amount)
    )
    counts = figure.unit.base == "个" and figure.amount != other.amount
    if counts and later_less and high < low * 2 and own.falls(other) is False:
        sign = f"{figure.printed} ({figure.year}) vs {other.printed} ({other.year})"
        yield Finding("between.region-shrinks", Severity.WARNING, sources_of((figure, other)), details, sign)


def _wrong_year(name: str, pairs: list[tuple[Figure, Figure]], region: str) -> Iterator[Finding]:
    """Values that equal the region's own of another year, several of them: the table's year is off."""
    same = [
        (figure, other) for figure, other in pairs if figure.year != other.year and not apart(figure.span, other.span)
    ]
    right = [
        (figure, other) for figure, other in pairs if figure.year == other.year and not apart(figure.span, other.span)
    ]
    if len(same) >= 1 and not right and any(_telling(figure) for figure, _ in same):
        figures = [figure for pair in same for figure in pair]
        first, other = same[0]
        details = {
            "region": region, "table": name, "year": str(first.year), "other": str(other.year), "count": str(len(same)),
            "measures": "; ".join(figure.measure for figure, _ in same),
        }  # fmt: skip
        arithmetic = "; ".join(f"{a.printed} ({a.year}) = {b.printed} ({b.year})" for a, b in same)
        yield Finding("between.region-year", Severity.WARNING, sources_of(figures), details, arithmetic)


def _telling(figure: Figure) -> bool:
    """Whether a number is too particular to agree by chance: three figures or more, or an exact count."""
    return figure.span.width == 0 or len(figure.value.as_tuple().digits) >= _PARTICULAR


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
