"""The life of a version, and where an item stands in review."""

from collections.abc import Mapping
from enum import StrEnum


class Stage(StrEnum):
    """Where a version of a plan stands."""

    READING = "reading"
    UNREADABLE = "unreadable"
    REVIEW = "review"
    ADOPTED = "adopted"
    DISCARDED = "discarded"


NEXT: Mapping[Stage, frozenset[Stage]] = {
    Stage.READING: frozenset({Stage.REVIEW, Stage.UNREADABLE, Stage.DISCARDED}),
    Stage.UNREADABLE: frozenset({Stage.READING, Stage.DISCARDED}),
    Stage.REVIEW: frozenset({Stage.ADOPTED, Stage.DISCARDED}),
    Stage.ADOPTED: frozenset(),
    Stage.DISCARDED: frozenset(),
}
OPEN = (Stage.READING, Stage.UNREADABLE, Stage.REVIEW)


class NoSuchStep(Exception):
    """A version cannot go from where it stands to there."""


def step(now: Stage, then: Stage) -> Stage:
    """``then``, where the table allows it; raises NoSuchStep naming the steps there are."""
    if then not in NEXT[now]:
        raise NoSuchStep(f"{now} → {then}: open steps are {sorted(NEXT[now])}")
    return then


class Standing(StrEnum):
    """What a reviewer said of an item."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    REJECTED = "rejected"
    ADDED = "added"


COUNTED = (Standing.ACCEPTED, Standing.CORRECTED, Standing.ADDED)  # what an adopted version consists of
KINDS = ("indicators", "commitments", "tasks", "projects", "series", "statements")
