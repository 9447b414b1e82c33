"""What a report says of an average growth that is asked (年均增长): the average so far, how it was judged, what the years left need."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from kechuang.domain.indicators.growth import says_its_unit
from kechuang.domain.indicators.outlook import AverageGrowth, Verdict
from kechuang.domain.plans.plan import Indicator
from kechuang.domain.reports.facts import Followed, Observed
from kechuang.domain.reports.figures import cite, cite_computed, cite_value, percent, with_unit
from kechuang.domain.reports.progress import Pace, cite_observed
from kechuang.domain.reports.report import Cited, Detail, Sentence
from kechuang.domain.source import Source


def cite_asked(indicator: Indicator) -> Cited:
    """The growth that is asked as the plan prints it, in percent whatever the indicator's own unit is."""
    text = indicator.change.text.strip() if indicator.change is not None else ""
    return cite(text if says_its_unit(text) else with_unit(text, "%"), indicator.source)


def growth_sentences(followed: Followed) -> Iterator[Sentence]:
    """The average so far beside the one that is asked, the years nobody reported, and what the years left need."""
    growth = _Growth.of(followed)
    if growth is None:
        return
    yield Sentence("report.indicator.growth", growth.told())
    if growth.average.unknown:
        yield Sentence("report.indicator.growth-unknown", {"years": growth.unknown()})
    pace = needed_growth(followed)
    if pace is not None:
        yield Sentence("report.indicator.pace-left", {"pace": Sentence(pace.key, {"figure": pace.figure})})


def needed_growth(followed: Followed) -> Pace | None:
    """What the years left have to grow each on average; None where none is left, or nothing was observed."""
    growth = _Growth.of(followed)
    needed = None if growth is None else growth.average.needed
    if growth is None or needed is None:
        return None
    inputs = {"asked": cite_asked(followed.indicator), "mean": growth.mean(), **growth.years()}
    figure = cite_computed(_percent(abs(needed)), "report.rule.growth-left", **inputs)
    return Pace(f"report.pace.growth.{'rise' if needed >= 0 else 'fall'}", figure)


@dataclass(frozen=True)
class _Growth:
    """An average growth that was judged, with the values in its years."""

    followed: Followed
    average: AverageGrowth
    verdict: Verdict
    is_rate: bool
    within: tuple[Observed, ...]

    @classmethod
    def of(cls, followed: Followed) -> Self | None:
        grown = followed.grown
        if grown is None or grown.average is None:
            return None
        since, last = grown.average.since, grown.average.last
        within = tuple(one for one in followed.observed if since < one.year <= last)
        return cls(followed, grown.average, grown.verdict, grown.is_rate, within) if within else None

    def told(self) -> dict[str, Detail]:
        over = self.average.needed is None and self.verdict is Verdict.OFF_COURSE
        word = Sentence(f"outlook.verdict.{'missed' if over else self.verdict}")
        return {**self.years(), "mean": self.mean(), "asked": cite_asked(self.followed.indicator), "verdict": word}

    def years(self) -> dict[str, Cited]:
        last = self.within[-1]
        return {"since": cite(self.average.since, self._first[1]), "last": cite(last.year, last.source)}

    def unknown(self) -> Cited:
        known = tuple(cite(one.year, one.source) for one in self.within)
        return cite_computed(str(self.average.unknown), "report.rule.unknown", **self.years(), known=known)

    def mean(self) -> Cited:
        figure = _percent(self.average.mean)
        if self.is_rate:
            rates = tuple(cite_observed(self.followed, one) for one in self.within)
            return cite_computed(figure, "report.rule.mean-rate", rates=rates)
        last = cite_observed(self.followed, self.within[-1])
        return cite_computed(figure, "report.rule.mean-growth", first=self._first[0], value=last, **self.years())

    @property
    def _first(self) -> tuple[Cited, Source]:
        """The value growth is counted from and where it stands: as reported, else the plan's baseline, else the row itself."""
        indicator = self.followed.indicator
        first = next((one for one in self.followed.observed if one.year == self.average.since), None)
        if first is not None:
            return cite_observed(self.followed, first), first.source
        base = indicator.baseline
        if base is None:
            return cite(self.average.since, indicator.source), indicator.source
        return cite_value(base, indicator.unit), base.source


def _percent(growth: float) -> str:
    return percent(Decimal(repr(growth)) / 100)
