"""The life of a key task (重点任务的状态): one table, and one step."""

from collections.abc import Mapping
from enum import StrEnum


class State(StrEnum):
    """Where a task stands."""

    NOT_BEGUN = "not-begun"  # 未启动
    UNDER_WAY = "under-way"  # 推进中
    BLOCKED = "blocked"  # 受阻
    DONE = "done"  # 已完成
    STOPPED = "stopped"  # 已终止


NEXT: Mapping[State, frozenset[State]] = {
    State.NOT_BEGUN: frozenset({State.UNDER_WAY, State.BLOCKED, State.STOPPED}),
    State.UNDER_WAY: frozenset({State.BLOCKED, State.DONE, State.STOPPED}),
    State.BLOCKED: frozenset({State.UNDER_WAY, State.DONE, State.STOPPED}),
    State.DONE: frozenset({State.UNDER_WAY}),
    State.STOPPED: frozenset({State.UNDER_WAY}),
}
OPEN = frozenset({State.NOT_BEGUN, State.UNDER_WAY, State.BLOCKED})
# Whoever leads a task says these of it; to stop it or to take it up again is for those who assigned it.
REPORTED = frozenset({State.UNDER_WAY, State.BLOCKED, State.DONE})


class NoSuchStep(Exception):
    """A task cannot go from where it stands to there."""


def step(now: State, then: State) -> State:
    """``then``, where the table allows it; raises NoSuchStep naming the steps there are."""
    if then not in NEXT[now]:
        raise NoSuchStep(f"{now} → {then}: open steps are {', '.join(sorted(NEXT[now]))}")
    return then
