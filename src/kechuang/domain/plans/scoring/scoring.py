"""What a plan was read as against hand-checked truth (识读评分): precision and recall a kind, every miss and false find.

The rules of comparison are told in ``docs/score.md``. What is scored is the JSON of ``kechuang read``, so that other
readers can be measured in the same way.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kechuang.domain.plans.scoring.scoring_match import Score
from kechuang.domain.plans.scoring.scoring_prose import score_commitments, score_statements
from kechuang.domain.plans.scoring.scoring_structure import score_boxes, score_headings
from kechuang.domain.plans.scoring.scoring_tables import score_indicators, score_projects, score_statistics
from kechuang.domain.plans.scoring.scoring_values import Row

KINDS = ("indicators", "statistics", "projects", "headings", "boxes", "commitments", "statements")


@dataclass(frozen=True)
class Truth:
    """What a person found in one document: the rows of each kind that was labelled, and where headings were lost.

    A kind that is absent was not labelled and is not scored. ``partial`` names kinds of which only some are listed: they
    have no precision.
    """

    rows: Mapping[str, tuple[Row, ...]]
    gaps: tuple[Row, ...] = ()
    partial: frozenset[str] = field(default_factory=frozenset)


def score_plan(plan: Row, truth: Truth) -> tuple[Score, ...]:
    """The score of each labelled kind; ``plan`` is one object of ``kechuang read --json``."""
    scorers = {
        "indicators": score_indicators,
        "statistics": score_statistics,
        "projects": score_projects,
        "commitments": score_commitments,
        "statements": score_statements,
    }
    structure = {"headings": score_headings, "boxes": score_boxes}
    scores = []
    for kind in KINDS:
        rows, partial = truth.rows.get(kind), kind in truth.partial
        if rows is None:
            continue
        if kind in structure:
            scores.append(structure[kind](rows, truth.gaps, plan, partial=partial))
        else:
            scores.append(scorers[kind](rows, plan, partial=partial))
    return tuple(scores)
