"""The section on indicators (主要指标完成情况): one table of all, then each with its course, pace and odds."""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby

from kechuang.domain.indicators.outlook import AgainstPath
from kechuang.domain.plans.plan import Binding, Indicator, YearValue
from kechuang.domain.reports.charts import completion_chart, course_chart
from kechuang.domain.reports.facts import Followed, Observed, ReportFacts
from kechuang.domain.reports.figures import chance, cite, cite_computed, cite_value, plain, printed, with_unit
from kechuang.domain.reports.growth import cite_asked, growth_sentences
from kechuang.domain.reports.parts import parts_sentence
from kechuang.domain.reports.progress import (
    Ends,
    Standing,
    cite_completion,
    cite_gap,
    cite_observed,
    cite_time_share,
    completion,
    is_cumulative,
    is_reached,
    latest_of,
    pace_from,
    standing_of,
    telling_forecast,
    time_share,
)
from kechuang.domain.reports.report import Block, Column, Detail, Heading, Paragraph, Sentence, Table

NOTHING = "—"
_WORDS = re.compile(r"\w")


def indicator_section(facts: ReportFacts) -> Iterator[Block]:
    """The section; nothing where the plan has no indicator that looks forward."""
    if not facts.followed:
        return
    yield Heading(1, Sentence("report.section.indicators"))
    yield Heading(2, Sentence("report.section.overview"))
    yield Paragraph(_overview(facts))
    yield _table(facts)
    chart = completion_chart(facts)
    if chart is not None:
        yield chart
    yield Heading(2, Sentence("report.section.each"))
    for category, members in groupby(facts.followed, key=lambda one: one.indicator.category):
        if category:
            yield Paragraph((Sentence("report.indicator.category", {"category": category}),))
        for followed in members:
            yield from _one(facts, followed)


def _overview(facts: ReportFacts) -> tuple[Sentence, ...]:
    said = (Sentence("report.indicator.table-below"),)
    observed = any(latest_of(one) is not None for one in facts.followed)
    return said if observed else (*said, Sentence("report.indicator.none-observed"))


def _table(facts: ReportFacts) -> Table:
    observed = any(latest_of(one) is not None for one in facts.followed)
    columns = [
        Column(Sentence("report.column.name"), 23),
        Column(Sentence("report.column.unit"), 9),
        Column(Sentence("report.column.binding"), 11),
        Column(_headed("baseline", [one.indicator.baseline for one in facts.followed]), 14, numeric=True),
        Column(_headed("target", [one.indicator.target for one in facts.followed]), 14, numeric=True),
    ]
    if observed:
        columns += [
            Column(_headed("latest", [latest_of(one) for one in facts.followed]), 14, numeric=True),
            Column(Sentence("report.column.completion"), 14, numeric=True),
            Column(Sentence("report.column.standing"), 14),
        ]
    rows = tuple(_row(facts, one, observed=observed) for one in facts.followed)
    return Table(Sentence("report.table.indicators"), tuple(columns), rows)


def _headed(name: str, values: list[YearValue | None] | list[Observed | None]) -> Sentence:
    """The heading of a column of values, with their year where they share one."""
    dated = [value for value in values if value is not None and value.year is not None]
    if len({value.year for value in dated}) != 1:
        return Sentence(f"report.column.{name}")
    return Sentence(f"report.column.{name}-of", {"year": cite(dated[0].year, dated[0].source)})


def _row(facts: ReportFacts, followed: Followed, *, observed: bool) -> tuple[Detail, ...]:
    indicator = followed.indicator
    first: tuple[Detail, ...] = (
        facts.name_of(indicator),
        indicator.unit or NOTHING,
        _binding(indicator.binding),
        _cell(indicator.baseline),
        _cell(indicator.target)
        if followed.grown is None
        else Sentence("report.cell.each-year", {"change": cite_asked(indicator)}),
    )
    if not observed:
        return first
    ends, latest = Ends.of(followed), latest_of(followed)
    reached: Detail = cite(latest.text, latest.source) if latest is not None else NOTHING
    done: Detail = NOTHING
    if ends is not None and latest is not None and not is_cumulative(followed):
        done = cite_completion(followed, ends, latest)
    return (*first, reached, done, Sentence(f"report.standing.{standing_of(followed)}"))


def _cell(value: YearValue | None) -> Detail:
    return NOTHING if value is None else cite_value(value, None)


def _binding(binding: Binding | None) -> Detail:
    return NOTHING if binding is None else Sentence(f"report.binding.{binding}")


def _one(facts: ReportFacts, followed: Followed) -> Iterator[Block]:
    yield Heading(3, Sentence("report.name", {"name": facts.name_of(followed.indicator)}))
    yield Paragraph(tuple(_course(followed)))
    chart = course_chart(facts, followed)
    if chart is not None:
        yield chart


def _course(followed: Followed) -> Iterator[Sentence]:
    yield _ends(followed)
    ends, latest = Ends.of(followed), latest_of(followed)
    if latest is not None:
        year, value = cite(latest.year, latest.source), cite_observed(followed, latest)
        yield Sentence("report.indicator.latest", {"year": year, "value": value})
    if followed.grown is not None:
        yield from growth_sentences(followed)
        return
    if ends is None:
        return
    if is_cumulative(followed):
        yield Sentence("report.indicator.cumulative")
        return
    if latest is not None:
        yield from _progress(followed, ends)
    if latest is None or not is_reached(followed, latest):
        pace = pace_from(followed, ends, latest)
        if pace is not None:
            whole = "whole" if latest is None else "left"
            yield Sentence(f"report.indicator.pace-{whole}", {"pace": Sentence(pace.key, {"figure": pace.figure})})
    yield from _odds(followed, ends)
    yield from parts_sentence(followed, ends)


def _ends(followed: Followed) -> Sentence:
    base, target, unit = followed.indicator.baseline, followed.indicator.target, followed.indicator.unit
    if target is None or (target.value is None and not _WORDS.search(target.text)):
        return _change(followed.indicator)
    details: dict[str, Detail] = {"target": cite_value(target, unit if target.value is not None else None)}
    details["target_year"] = cite(target.year, target.source) if target.year is not None else NOTHING
    kind = "ends" if target.value is not None else "words"
    if base is None or base.value is None:
        return Sentence(f"report.indicator.{kind}-without-baseline", details)
    details["baseline"] = cite_value(base, unit)
    details["baseline_year"] = cite(base.year, base.source) if base.year is not None else NOTHING
    return Sentence(f"report.indicator.{kind}", details)


def _change(indicator: Indicator) -> Sentence:
    """The target of a row that promises a change alone (年均增长、累计)."""
    if indicator.change is None or not _WORDS.search(indicator.change.text):
        return Sentence("report.indicator.no-target")
    if indicator.change.kind == "annual_growth":
        return Sentence("report.indicator.change.annual_growth", {"change": cite_asked(indicator)})
    figure = cite(with_unit(indicator.change.text.strip(), indicator.unit), indicator.source)
    return Sentence(f"report.indicator.change.{indicator.change.kind}", {"change": figure})


def _progress(followed: Followed, ends: Ends) -> Iterator[Sentence]:
    latest = latest_of(followed)
    if latest is None:
        return
    if is_reached(followed, latest):
        yield Sentence("report.indicator.reached", {"completion": cite_completion(followed, ends, latest)})
        return
    if followed.against is not None:
        yield _against(followed, followed.against, ends, latest)
        return
    difference = completion(ends, latest) - time_share(ends, latest)
    way = "ahead" if difference > 0 else "behind" if difference < 0 else "level"
    details: dict[str, Detail] = {
        "completion": cite_completion(followed, ends, latest),
        "time": cite_time_share(ends, latest),
    }
    if way != "level":
        details["gap"] = cite_gap(followed, ends, latest)
    yield Sentence(f"report.indicator.{way}", details)


def _against(followed: Followed, path: AgainstPath, ends: Ends, latest: Observed) -> Sentence:
    """The latest value beside what a path typed year by year asks for in its year."""
    unit = followed.indicator.unit
    planned = with_unit(plain(Decimal(repr(path.planned))), unit)
    details = {
        "completion": cite_completion(followed, ends, latest),
        "year": cite(path.year, latest.source),
        "planned": cite_computed(planned, "report.rule.path", target=cite_value(ends.target, unit)),
    }
    return Sentence(f"report.indicator.path-{'kept' if path.kept else 'behind'}", details)


def _odds(followed: Followed, ends: Ends) -> Iterator[Sentence]:
    if followed.forecast is None or standing_of(followed) is Standing.REACHED:
        return
    forecast = telling_forecast(followed)
    if forecast is None:
        yield Sentence("report.indicator.too-little")
        return
    inputs = tuple(cite(one.text, one.source) for one in followed.observed) or (cite_value(ends.base, None),)
    unit = followed.indicator.unit

    def estimate(figure: str) -> Detail:
        return cite_computed(figure, "report.rule.forecast", values=inputs, target=cite_value(ends.target, unit))

    yield Sentence("report.indicator.odds", {"probability": estimate(chance(forecast.probability))})
    last = next((one for one in forecast.path if one.year == ends.target_year), None)
    if last is not None:
        numbers = (printed(number, ends.target.text, ends.base.text) for number in (last.value, last.low, last.high))
        value, low, high = (estimate(with_unit(number, unit)) for number in numbers)
        year = cite(ends.target_year, ends.target.source)
        yield Sentence("report.indicator.expected", {"year": year, "value": value, "low": low, "high": high})
