"""A year's work points against the five-year plan (年度要点与五年规划): the path, the rates, the additions."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from kechuang.domain.audit.figures import Figure, Place, Role
from kechuang.domain.audit.ledger import Ledger, sources_of
from kechuang.domain.audit.spans import below, shown, yearly_rate
from kechuang.domain.finding import Finding, Severity
from kechuang.domain.indicators.definition import Growth, MeasureKind
from kechuang.domain.plans.plan import Basis
from kechuang.domain.quantity import Bound

_YEARS = 5
_BEHIND = Decimal("0.97")  # below this part of the path a year's target is behind, above it rounding


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
    keys = [key, *plan.kin(key)]
    for one in keys:
        base = plan.best(list(plan.of(one, plan.base_year, Role.PAST)))
        goal = plan.best(list(plan.of(one, plan.end_year, Role.PROMISE)))
        if base is not None and goal is not None and target.unit.base == base.unit.base == goal.unit.base:
            return base, goal
    return None, None


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


def check_yearly_counts(yearly: Ledger, plan: Ledger) -> Iterator[Finding]:
    """A year's number that is too large to be an addition is a level (备案150家): it lies on the way to the target."""
    for figure in yearly.figures:
        if figure.role is not Role.PROMISE or figure.basis is not Basis.INCREMENT or not figure.known:
            continue
        base = plan.best(plan.of(figure.key, plan.base_year, Role.PAST))
        goal = plan.best(plan.of(figure.key, plan.end_year, Role.PROMISE))
        if base is None or goal is None or figure.year is None or base.year is None or goal.year is None:
            continue
        way = base.amount + (goal.amount - base.amount) * (figure.year - base.year) / (goal.year - base.year)
        if base.amount < figure.amount < way * _BEHIND and goal.amount > base.amount:
            details = {
                "measure": figure.measure, "target": figure.printed, "year": str(figure.year), "base": base.printed,
                "from": str(base.year), "goal": goal.printed, "end": str(goal.year), "path": shown(way),
            }  # fmt: skip
            arithmetic = (
                f"{base.value:f} + ({goal.value:f} − {base.value:f}) × {figure.year - base.year}/{goal.year - base.year}"
                f" = {shown(way)} > {figure.printed}"
            )
            yield Finding("between.count-behind", Severity.NOTE, sources_of((figure, base, goal)), details, arithmetic)


def check_yearly_deeds(yearly: Ledger, plan: Ledger) -> Iterator[Finding]:
    """Fewer deeds for a year than a year of the last five brought (受理咨询, 转化成果)."""
    told = [one for one in plan.figures if one.role is Role.PAST and one.place is Place.TEXT and not one.elsewhere]
    for figure in yearly.figures:
        if figure.role is not Role.PROMISE or figure.basis is not Basis.INCREMENT or yearly.is_lasting(figure):
            continue
        for past in told:
            a_year = _a_year(plan, past) if _one_deed(yearly, figure, past) else None
            if a_year is not None and _top(figure) < a_year * _BEHIND and not plan.is_lasting(past):
                details = {
                    "measure": figure.measure, "target": figure.printed, "year": str(figure.year), "before": past.measure,
                    "done": past.printed, "share": f"{shown(a_year / past.unit.factor)}{past.unit.printed}",
                }  # fmt: skip
                arithmetic = (
                    f"{past.printed} → {shown(a_year / past.unit.factor)}{past.unit.printed} > {figure.printed}"
                )
                yield Finding(
                    "between.fewer-than-before", Severity.WARNING, sources_of((figure, past)), details, arithmetic
                )
                break


def _one_deed(yearly: Ledger, figure: Figure, past: Figure) -> bool:
    return figure.unit.base == past.unit.base and (
        figure.key == past.key or _bare(yearly, figure.key) == _bare(yearly, past.key)
    )


def _bare(ledger: Ledger, key: str) -> str:
    """A name without what it is counted in: 在线咨询信息 → 在线咨询."""
    return next((key.removesuffix(word) for word in ledger.words("counted_in") if key.endswith(word)), key)


def _a_year(plan: Ledger, past: Figure) -> Decimal | None:
    """What a year brought: a yearly average, or a fifth of what a sentence tells of five years."""
    if past.basis is Basis.ANNUAL_GROWTH:
        return past.amount if past.unit.printed != "%" and "年均" in past.source.text else None
    if past.basis is not Basis.LEVEL or (past.known and plan.catalogue[past.key].kind is MeasureKind.STOCK):
        return None
    told = plan.sentence_of(past.source).text
    deed = plan.has(told[: past.source.start - plan.sentence_of(past.source).start][-8:], "deed_verbs")
    return past.amount / _YEARS if deed and past.year in (None, plan.base_year) else None


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
