"""Kinds of releases, and the states of a message about one."""

from enum import StrEnum


class Kind(StrEnum):
    """What a release says: the plan as adopted, how it goes, or a signed evaluation of it."""

    PLAN = "plan"
    PROGRESS = "progress"
    EVALUATION = "evaluation"


class Deed(StrEnum):
    """What others are told of."""

    RELEASED = "released"
    WITHDRAWN = "withdrawn"


class Standing(StrEnum):
    """Where a delivery stands."""

    WAITING = "waiting"
    SENDING = "sending"
    DELIVERED = "delivered"
    FAILED = "failed"
