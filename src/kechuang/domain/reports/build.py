"""Writes the report (评估报告): one section after the other, each from the same facts."""

from kechuang.domain.plans.plan import Identity
from kechuang.domain.reports.comparison import comparison_section
from kechuang.domain.reports.facts import ReportFacts
from kechuang.domain.reports.figures import quote
from kechuang.domain.reports.indicators import indicator_section
from kechuang.domain.reports.judgements import contradiction_section, suggestion_section, summary_section, title_source
from kechuang.domain.reports.report import Block, Paragraph, Report, Sentence, Stage
from kechuang.domain.reports.tasks import project_section, task_section


def build_report(facts: ReportFacts, stage: Stage | None = None) -> Report:
    """The report on these facts; its stage follows from the year evaluated unless given."""
    stage = stage or stage_of(facts.plan.identity, facts.as_of)
    name = facts.plan.identity.title or facts.document.name
    title = Sentence("report.title", {"plan": name, "stage": Sentence(f"report.stage.{stage}")})
    opening: tuple[Block, ...] = (Paragraph((Sentence("report.opening", {"plan": quote(name, title_source(facts))}),)),)
    blocks = (
        *opening,
        *summary_section(facts, stage),
        *indicator_section(facts),
        *task_section(facts),
        *project_section(facts),
        *contradiction_section(facts),
        *comparison_section(facts),
        *suggestion_section(facts),
    )
    return Report(title, stage, blocks)


def stage_of(identity: Identity, as_of: int | None) -> Stage:
    """Final from the last year of the period, mid-term in its middle year, monitoring otherwise.

    >>> from kechuang.domain.plans.plan import Kind
    >>> plan = Identity(None, Kind.FIVE_YEAR_PLAN, None, 2021, 2025, None, ())
    >>> [str(stage_of(plan, year)) for year in (None, 2022, 2023, 2025)]
    ['monitoring', 'monitoring', 'midterm', 'final']
    """
    if as_of is None or identity.start is None or identity.end is None:
        return Stage.MONITORING
    if as_of >= identity.end:
        return Stage.FINAL
    return Stage.MIDTERM if as_of == (identity.start + identity.end) // 2 else Stage.MONITORING
