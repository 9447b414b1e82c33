"""The life of a version, and the state of an item in review."""

from collections.abc import Mapping
from datetime import datetime
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


class Verdict(StrEnum):
    """What a planner says of a finding."""

    ACCEPTED = "accepted"  # 认可
    FALSE_ALARM = "false-alarm"  # 误报
    MENDED = "mended"  # 已改
    REOPENED = "reopened"  # 重新处理


class Status(StrEnum):
    """Where a finding stands."""

    OPEN = "open"
    CAME_BACK = "came-back"  # it was mended, and an audit after that finds it again
    ACCEPTED = "accepted"
    FALSE_ALARM = "false-alarm"
    MENDED = "mended"


UNLABELLED = frozenset({Status.OPEN, Status.CAME_BACK})


def status_of(verdict: str | None, *, labelled_at: datetime | None, audited_at: datetime) -> Status:
    """Where a finding of an audit stands after the newest that was said of it.

    >>> noon, later = datetime(2027, 1, 1, 12), datetime(2027, 1, 1, 13)
    >>> status_of("mended", labelled_at=noon, audited_at=later), status_of("mended", labelled_at=later, audited_at=noon)
    (<Status.CAME_BACK: 'came-back'>, <Status.MENDED: 'mended'>)
    """
    if verdict is None or labelled_at is None or verdict == Verdict.REOPENED:
        return Status.OPEN
    if verdict == Verdict.MENDED and labelled_at < audited_at:
        return Status.CAME_BACK
    return Status(verdict)
