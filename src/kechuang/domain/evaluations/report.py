"""What an evaluation report is written from, taken from a snapshot: each figure cites the sentence or the approved value."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from kechuang.domain.evaluations.forecast import Judged
from kechuang.domain.evaluations.implied import Implied
from kechuang.domain.evaluations.snapshot import Followed, Snapshot, Tell
from kechuang.domain.indicators.outlook import Outlook
from kechuang.domain.plans.plan import Indicator
from kechuang.domain.reports.facts import Contradiction, Expected, Forecast, Observed, Parts, ReportFacts, grown_of
from kechuang.domain.reports.facts import Followed as Reported
from kechuang.domain.reports.figures import plain


def report_facts(
    snapshot: Snapshot,
    judged: Sequence[Judged],
    implied: Sequence[Implied],
    contradictions: Sequence[Contradiction],
    *,
    tell: Tell,
    name_of: Callable[[Indicator], str],
    totals: frozenset[str],
) -> ReportFacts:
    """The facts of the report on the plan's own organisation."""
    outlooks = {one.indicator: one.outlook for one in judged if one.organisation == snapshot.home}
    parts = {one.indicator: _parts(snapshot, one, tell) for one in implied}
    return ReportFacts(
        document=snapshot.document,
        plan=snapshot.plan,
        followed=tuple(_followed(snapshot, one, outlooks, parts, tell) for one in snapshot.indicators),
        as_of=snapshot.as_of,
        contradictions=tuple(contradictions),
        totals=totals,
        name_of=name_of,
        documents={snapshot.document.name: snapshot.document},
    )


def _followed(
    snapshot: Snapshot, one: Followed, outlooks: Mapping[int, Outlook], parts: Mapping[int, Parts], tell: Tell
) -> Reported:
    observed = tuple(_observed(snapshot, one.id, snapshot.home, tell))
    row, outlook = snapshot.plan.indicators[one.row], outlooks.get(one.id)
    against = None if outlook is None else outlook.against
    return Reported(row, observed, _forecast(outlook), one.rising, grown_of(outlook), parts.get(one.id), against)


def _observed(snapshot: Snapshot, indicator: int, organisation: int, tell: Tell) -> Iterator[Observed]:
    for value in snapshot.yearly.get((organisation, indicator), ()):
        if value.value is not None:
            yield Observed(value.year, value.value, plain(value.value), snapshot.source_of(value, tell))


def _parts(snapshot: Snapshot, one: Implied, tell: Tell) -> Parts:
    """What the parts imply, with the latest value of each."""
    latest = (tuple(_observed(snapshot, one.indicator, part.organisation, tell))[-1] for part in one.members)
    return Parts(one.together.probability, one.together.expected, tuple(latest))


def _forecast(outlook: Outlook | None) -> Forecast | None:
    """The outlook where there is enough to tell."""
    if outlook is None or outlook.probability is None:
        return None
    years = tuple(Expected(year.year, year.expected, year.low, year.high) for year in outlook.path)
    return Forecast(outlook.probability, years)
