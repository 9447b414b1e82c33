"""Audit of a plan (规划体检): every check there is, in the order they are made, and the report they give."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from kechuang.domain.audit.between import check_between
from kechuang.domain.audit.cited import check_citations, set_quoted_apart
from kechuang.domain.audit.claims import (
    check_averages,
    check_behind_all,
    check_grown,
    check_parts_against_whole,
)
from kechuang.domain.audit.contents import check_contents
from kechuang.domain.audit.flows import (
    check_fewer_than_before,
    check_lists_of_new,
    check_share_and_growth,
    check_slower,
)
from kechuang.domain.audit.goals import check_full_coverage, check_goals_twice, check_project_totals
from kechuang.domain.audit.growth import check_change, check_growth_words, check_rates
from kechuang.domain.audit.growth_rows import check_change_column, check_doubling
from kechuang.domain.audit.history import check_period, check_success, check_zero
from kechuang.domain.audit.identities import (
    check_implied,
    check_ratios,
    check_regions,
    check_same_whole,
    check_within,
)
from kechuang.domain.audit.labels import (
    check_region_sets,
    check_scope,
    check_sold_over_made,
    check_turnover_names,
    check_units_missing,
    check_year_missing,
)
from kechuang.domain.audit.ledger import Ledger
from kechuang.domain.audit.marks import (
    check_artefacts,
    check_doubled_marks,
    check_litter,
    check_quotes,
    check_repeats,
)
from kechuang.domain.audit.naming import check_benchmarks, check_kinds, check_lists
from kechuang.domain.audit.numbering import (
    check_boxes,
    check_empty_sections,
    check_headings,
    check_table_numbers,
    check_title,
)
from kechuang.domain.audit.restated import check_additions_restated, check_restated, check_unclear_additions
from kechuang.domain.audit.shares import (
    check_among_them,
    check_institutions,
    check_part_growth,
    check_shares_in_sentence,
    check_unsaid_levels,
)
from kechuang.domain.audit.tables import (
    check_jumps,
    check_mixed_years,
    check_range,
    check_row_numbers,
    check_sudden,
    check_unit_slips,
    check_units,
    check_year_labels,
)
from kechuang.domain.audit.targets import (
    check_additions,
    check_made_of,
    check_milestones,
    check_missed,
    check_slack,
    check_steep,
    check_targets,
)
from kechuang.domain.audit.tasks import check_leads, check_measurable, check_nobody_leads
from kechuang.domain.audit.totals import check_totals
from kechuang.domain.document import Document
from kechuang.domain.finding import Abstention, Finding, Severity, fingerprint
from kechuang.domain.indicators.catalogue import Catalogue
from kechuang.domain.plans.plan import Plan
from kechuang.domain.plans.tables.flat_tables import recover_tables
from kechuang.domain.vocabulary import Vocabulary

Check = Callable[[Ledger], Iterator[Finding | Abstention]]

CHECKS: tuple[Check, ...] = (
    check_restated,
    check_additions_restated,
    check_unclear_additions,
    check_targets,
    check_additions,
    check_made_of,
    check_milestones,
    check_steep,
    check_slack,
    check_missed,
    check_fewer_than_before,
    check_lists_of_new,
    check_change,
    check_growth_words,
    check_rates,
    check_change_column,
    check_doubling,
    check_slower,
    check_share_and_growth,
    check_ratios,
    check_implied,
    check_within,
    check_same_whole,
    check_regions,
    check_totals,
    check_units,
    check_unit_slips,
    check_range,
    check_jumps,
    check_year_labels,
    check_mixed_years,
    check_sudden,
    check_row_numbers,
    check_units_missing,
    check_year_missing,
    check_region_sets,
    check_scope,
    check_sold_over_made,
    check_institutions,
    check_shares_in_sentence,
    check_among_them,
    check_part_growth,
    check_unsaid_levels,
    check_kinds,
    check_turnover_names,
    check_benchmarks,
    check_lists,
    check_success,
    check_zero,
    check_period,
    check_grown,
    check_parts_against_whole,
    check_behind_all,
    check_averages,
    check_goals_twice,
    check_full_coverage,
    check_project_totals,
    check_headings,
    check_boxes,
    check_table_numbers,
    check_empty_sections,
    check_title,
    check_contents,
    check_quotes,
    check_artefacts,
    check_litter,
    check_repeats,
    check_doubled_marks,
    check_citations,
    check_leads,
    check_nobody_leads,
    check_measurable,
)
_GRAVE = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


@dataclass(frozen=True)
class Report:
    """What the audit of one or several documents found, the gravest first, and what it left open."""

    findings: tuple[Finding, ...]
    abstained: tuple[Abstention, ...]


def audit(document: Document, plan: Plan, catalogue: Catalogue, vocabulary: Vocabulary) -> Report:
    """Everything in one plan that does not add up; the same plan gives the same report."""
    return audit_together([(document, plan)], catalogue, vocabulary)


def audit_together(documents: Sequence[tuple[Document, Plan]], catalogue: Catalogue, vocabulary: Vocabulary) -> Report:
    """Everything that does not add up in each of several documents, and between them."""
    ledgers = [
        Ledger(recover_tables(document, vocabulary), plan, catalogue, vocabulary) for document, plan in documents
    ]
    results: list[Finding | Abstention] = [result for ledger in ledgers for check in CHECKS for result in check(ledger)]
    results += check_between(ledgers)
    results = set_quoted_apart(results, ledgers)
    findings = [result for result in results if isinstance(result, Finding)]
    abstained = [result for result in results if isinstance(result, Abstention)]
    return Report(_identified(findings), tuple(abstained))


def _identified(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Sorted, each once, each with an id; two findings that quote the same words are told apart by a number."""
    seen: Counter[str] = Counter()
    identified = []
    for finding in sorted(findings, key=_order):
        mark = fingerprint(finding)
        seen[mark] += 1
        identified.append(replace(finding, id=mark if seen[mark] == 1 else f"{mark}-{seen[mark]}"))
    return tuple(identified)


def _order(finding: Finding) -> tuple[object, ...]:
    first = finding.sources[0]
    return _GRAVE[finding.severity], first.document, first.start, first.end, finding.rule, finding.arithmetic
