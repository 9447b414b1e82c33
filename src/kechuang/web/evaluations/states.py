"""The life of an evaluation (评估), and its kinds."""

from collections.abc import Mapping
from enum import StrEnum


class Kind(StrEnum):
    """When in the period a plan is evaluated: on the way 监测, half way 中期, at the end 终期; as reports name them."""

    MONITORING = "monitoring"
    MIDTERM = "midterm"
    FINAL = "final"


class Stage(StrEnum):
    """Where an evaluation stands."""

    DRAFT = "draft"
    COMPUTED = "computed"
    OPINION_GIVEN = "opinion-given"
    SIGNED = "signed"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


NEXT: Mapping[Stage, frozenset[Stage]] = {
    Stage.DRAFT: frozenset({Stage.COMPUTED, Stage.WITHDRAWN}),
    Stage.COMPUTED: frozenset({Stage.OPINION_GIVEN, Stage.WITHDRAWN}),
    Stage.OPINION_GIVEN: frozenset({Stage.OPINION_GIVEN, Stage.SIGNED, Stage.WITHDRAWN}),
    Stage.SIGNED: frozenset({Stage.PUBLISHED, Stage.WITHDRAWN}),
    Stage.PUBLISHED: frozenset({Stage.WITHDRAWN}),
    Stage.WITHDRAWN: frozenset(),
}
BEFORE_SIGNING = frozenset({Stage.DRAFT, Stage.COMPUTED, Stage.OPINION_GIVEN})


class NoSuchStep(Exception):
    """An evaluation cannot go from where it stands to there."""


def step(now: Stage, then: Stage) -> Stage:
    """``then``, where the table allows it; raises NoSuchStep naming the steps there are."""
    if then not in NEXT[now]:
        raise NoSuchStep(f"{now} → {then}: open steps are {sorted(NEXT[now])}")
    return then
