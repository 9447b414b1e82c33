"""Kinds of what is followed, and of instructions from above."""

from enum import StrEnum


class Kind(StrEnum):
    """A task of the text, or a row of the project table."""

    TASK = "task"
    PROJECT = "project"


class Order(StrEnum):
    """批示 is a word to it; 督办 asks for an answer."""

    REMARK = "remark"
    SUPERVISE = "supervise"


class LinkState(StrEnum):
    """What a planner says of a link between a work plan and what is followed."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    REFUSED = "refused"


KIND_OF_ITEM = {"tasks": Kind.TASK, "projects": Kind.PROJECT}
