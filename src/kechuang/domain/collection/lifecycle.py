"""The life of a return (填报表), from the first figure to locked; approving goes upwards, and back only on record."""

from collections.abc import Iterable, Mapping
from enum import StrEnum


class Stage(StrEnum):
    """Where a return stands."""

    DRAFT = "draft"  # 填报中
    SUBMITTED = "submitted"  # 已提交，待县级审核
    COUNTY_APPROVED = "county-approved"  # 县级已审，待市级审核
    BUREAU_APPROVED = "bureau-approved"  # 市级已审：数据已入库
    LOCKED = "locked"  # 已锁定
    RETURNED = "returned"  # 已退回


NEXT: Mapping[Stage, frozenset[Stage]] = {
    Stage.DRAFT: frozenset({Stage.SUBMITTED}),
    Stage.SUBMITTED: frozenset({Stage.COUNTY_APPROVED, Stage.RETURNED}),
    Stage.COUNTY_APPROVED: frozenset({Stage.BUREAU_APPROVED, Stage.SUBMITTED, Stage.RETURNED}),
    Stage.BUREAU_APPROVED: frozenset({Stage.LOCKED, Stage.COUNTY_APPROVED}),
    Stage.LOCKED: frozenset({Stage.BUREAU_APPROVED}),
    Stage.RETURNED: frozenset({Stage.SUBMITTED}),
}
OPEN = frozenset({Stage.DRAFT, Stage.RETURNED})  # where figures can be changed
UNAPPROVED: Mapping[Stage, Stage] = {  # where un-approval (撤销审核) leads
    Stage.COUNTY_APPROVED: Stage.SUBMITTED,
    Stage.BUREAU_APPROVED: Stage.COUNTY_APPROVED,
    Stage.LOCKED: Stage.BUREAU_APPROVED,
}
_RANK = {
    Stage.DRAFT: 0,
    Stage.RETURNED: 0,
    Stage.SUBMITTED: 1,
    Stage.COUNTY_APPROVED: 2,
    Stage.BUREAU_APPROVED: 3,
    Stage.LOCKED: 4,
}


class NoSuchStep(Exception):
    """A return cannot go from where it stands to there."""


def step(now: Stage, then: Stage) -> Stage:
    """``then``, where the table allows it; raises NoSuchStep naming the steps there are."""
    if then not in NEXT[now]:
        raise NoSuchStep(f"{now} → {then}: open steps are {sorted(NEXT[now])}")
    return then


def has_reached(now: Stage, stage: Stage) -> bool:
    """Whether a return stands at ``stage`` or beyond.

    >>> has_reached(Stage.LOCKED, Stage.BUREAU_APPROVED), has_reached(Stage.RETURNED, Stage.SUBMITTED)
    (True, False)
    """
    return _RANK[now] >= _RANK[stage]


def rests_on_all_below(then: Stage, below: Iterable[Stage]) -> bool:
    """Whether a return may be approved to ``then``: every return below it has been."""
    asked = min(_RANK[then], _RANK[Stage.BUREAU_APPROVED])  # a return is locked by itself
    return all(_RANK[one] >= asked for one in below)


def bears_none_above(now: Stage, above: Iterable[Stage]) -> bool:
    """Whether the approval a return holds may be taken back: no return above it rests on it."""
    held = min(_RANK[now], _RANK[Stage.BUREAU_APPROVED])
    return now is Stage.LOCKED or all(_RANK[one] < held for one in above)
