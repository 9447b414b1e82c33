"""The sections that judge: the summary (总体情况), contradictions (规划文本核验) and suggested adjustments (调整建议)."""

from collections.abc import Iterator

from kechuang.domain.plans.plan import Binding
from kechuang.domain.reports.facts import Contradiction, Followed, ReportFacts
from kechuang.domain.reports.figures import cite, cite_computed, count_of
from kechuang.domain.reports.growth import needed_growth
from kechuang.domain.reports.progress import Ends, Standing, latest_of, pace_from, standing_of, telling_forecast
from kechuang.domain.reports.report import Block, Cited, Detail, Heading, Paragraph, Sentence, Stage
from kechuang.domain.reports.tasks import investments
from kechuang.domain.source import Source

_UNLIKELY = 0.5
_STANDING_KEYS = {Standing.UNOBSERVED: "unobserved-count"}


def summary_section(facts: ReportFacts, stage: Stage) -> Iterator[Block]:
    """What the plan promises, how it stands, and what was found, each in a paragraph."""
    yield Heading(1, Sentence("report.section.summary"))
    yield Heading(2, Sentence("report.section.plan"))
    yield Paragraph(tuple(_about_plan(facts)))
    if facts.followed:
        yield Heading(2, Sentence("report.section.standing"))
        yield Paragraph(tuple(_about_standing(facts)))
    if facts.contradictions:
        yield Heading(2, Sentence("report.section.found"))
        yield Paragraph((_about_contradictions(facts.contradictions),))


def title_source(facts: ReportFacts) -> Source:
    """Where the plan says what it is: its first heading, or else its first line."""
    document = facts.document
    return facts.plan.outline[0].source if facts.plan.outline else document.source(0, max(document.text.find("\n"), 0))


def _about_plan(facts: ReportFacts) -> Iterator[Sentence]:
    plan, title = facts.plan, title_source(facts)
    if plan.identity.start is not None and plan.identity.end is not None:
        period: dict[str, Detail] = {"start": cite(plan.identity.start, title), "end": cite(plan.identity.end, title)}
        yield Sentence("report.summary.period", period)
    if facts.followed:
        details: dict[str, Detail] = {"count": _count(facts.followed)}
        kinds = tuple(_kinds(facts.followed))
        yield Sentence(
            "report.summary.indicators" if not kinds else "report.summary.indicators-by-kind",
            details | {"kinds": kinds},
        )
    if plan.tasks:
        yield Sentence("report.summary.tasks", {"count": count_of([task.source for task in plan.tasks])})
    if plan.projects:
        count = count_of([project.source for project in plan.projects])
        yield Sentence("report.summary.projects", {"count": count})
        for total in investments(plan.projects):
            yield Sentence("report.projects.investment", {"sum": total})


def _count(followed: tuple[Followed, ...] | list[Followed]) -> Cited:
    return count_of([one.indicator.source for one in followed])


def _kinds(followed: tuple[Followed, ...]) -> Iterator[Sentence]:
    for binding in Binding:
        members = [one for one in followed if one.indicator.binding is binding]
        if members:
            yield Sentence(f"report.summary.{binding}", {"count": _count(members)})


def _about_standing(facts: ReportFacts) -> Iterator[Sentence]:
    by_standing = {standing: [one for one in facts.followed if standing_of(one) is standing] for standing in Standing}
    latest = [seen for one in facts.followed if (seen := latest_of(one)) is not None]
    if not latest:
        yield Sentence("report.summary.unobserved")
        return
    last = max(latest, key=lambda one: one.year)
    yield Sentence("report.summary.as-of", {"year": cite(last.year, last.source)})
    parts = [
        Sentence(f"report.summary.{_STANDING_KEYS.get(standing, standing)}", {"count": _count(members)})
        for standing, members in by_standing.items()
        if members
    ]
    yield Sentence("report.summary.standings", {"parts": tuple(parts)})
    unlikely = [one for one in facts.followed if _is_unlikely(one)]
    if unlikely:
        names = tuple(facts.name_of(one.indicator) for one in unlikely)
        yield Sentence("report.summary.unlikely", {"names": names})


def _is_unlikely(followed: Followed) -> bool:
    forecast = telling_forecast(followed)
    return forecast is not None and forecast.probability < _UNLIKELY and standing_of(followed) is not Standing.REACHED


def _about_contradictions(contradictions: tuple[Contradiction, ...]) -> Sentence:
    parts = []
    for severity in dict.fromkeys(one.severity for one in contradictions):
        members = tuple(cite_contradiction(one, "") for one in contradictions if one.severity == severity)
        count = cite_computed(str(len(members)), "report.rule.count", items=members)
        parts.append(Sentence(f"report.severity.{severity}", {"count": count}))
    return Sentence("report.summary.found", {"parts": tuple(parts)})


def contradiction_section(facts: ReportFacts) -> Iterator[Block]:
    """What cannot all be true in the plan, or is implausible; nothing where nobody audited it."""
    if facts.contradictions is None:
        return
    yield Heading(1, Sentence("report.section.contradictions"))
    if not facts.contradictions:
        yield Paragraph((Sentence("report.contradictions.none"),))
        return
    yield Paragraph((Sentence("report.contradictions.about"),))
    for severity in dict.fromkeys(one.severity for one in facts.contradictions):
        yield Heading(2, Sentence(f"report.section.{severity}"))
        for one in facts.contradictions:
            if one.severity == severity:
                yield Paragraph(tuple(_contradiction(one)))


def cite_contradiction(contradiction: Contradiction, figure: str) -> Cited:
    """Words of the audit, citing the rule and the places it rests on."""
    places = tuple(cite("", source) for source in contradiction.sources)
    return cite_computed(
        figure, "report.rule.audit", check=Cited(contradiction.rule, contradiction.sources[0]), places=places
    )


def _contradiction(one: Contradiction) -> Iterator[Sentence]:
    yield Sentence("report.contradictions.message", {"message": cite_contradiction(one, one.message)})
    if one.arithmetic and one.arithmetic not in one.message:
        working = cite_contradiction(one, one.arithmetic)
        yield Sentence("report.contradictions.arithmetic", {"arithmetic": working})
    if one.remedy:
        yield Sentence("report.contradictions.remedy", {"remedy": cite_contradiction(one, one.remedy)})


def suggestion_section(facts: ReportFacts) -> Iterator[Block]:
    """What follows from the figures: where to push, what to raise, what to fill in, what to mend."""
    suggestions = [sentence for sentence in _suggestions(facts) if sentence is not None]
    if not suggestions:
        return
    yield Heading(1, Sentence("report.section.suggestions"))
    yield Paragraph((Sentence("report.suggestions.about"),))
    for suggestion in suggestions:
        yield Paragraph((suggestion,))


def _suggestions(facts: ReportFacts) -> Iterator[Sentence | None]:
    yield from _push(facts)
    for standing in (Standing.REACHED, Standing.UNMEASURABLE):
        names = tuple(facts.name_of(one.indicator) for one in facts.followed if standing_of(one) is standing)
        yield Sentence(f"report.suggest.{standing}", {"names": names}) if names else None
    unseen = [one for one in facts.followed if standing_of(one) is Standing.UNOBSERVED]
    if unseen:
        key = "all-unobserved" if len(unseen) == len(facts.followed) else "unobserved"
        names = tuple(facts.name_of(one.indicator) for one in unseen)
        yield Sentence(f"report.suggest.{key}", {"names": names, "count": _count(unseen)})
    without = [task.source for task in facts.plan.tasks if task.lead is None]
    yield Sentence("report.suggest.leads", {"count": count_of(without)}) if without else None
    wrong = [one for one in facts.contradictions or () if one.severity == "error"]
    if wrong:
        count = cite_computed(
            str(len(wrong)), "report.rule.count", items=tuple(cite_contradiction(one, "") for one in wrong)
        )
        yield Sentence("report.suggest.mend", {"count": count})


def _push(facts: ReportFacts) -> Iterator[Sentence]:
    for followed in facts.followed:
        ends, latest = Ends.of(followed), latest_of(followed)
        if latest is None or standing_of(followed) is not Standing.BEHIND:
            continue
        pace = needed_growth(followed) if ends is None else pace_from(followed, ends, latest)
        name = facts.name_of(followed.indicator)
        if pace is None:
            yield Sentence("report.suggest.missed", {"name": name})
        else:
            yield Sentence("report.suggest.push", {"name": name, "pace": Sentence(pace.key, {"figure": pace.figure})})
