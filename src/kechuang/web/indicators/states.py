"""How an indicator is followed: how the values of organisations make the total, and what a value says."""

from enum import StrEnum

from kechuang.domain.indicators import planned

WHOLE_YEAR = "Y"
TYPED, ALONG = planned.TYPED, planned.ALONG  # shapes of a path besides the domain's
PERIODS = (WHOLE_YEAR, "H1", "H2", "Q1", "Q2", "Q3", "Q4")  # a year, its halves, its quarters


class Aggregation(StrEnum):
    """How the values of organisations below make that of the one above."""

    SUM = "sum"  # 合计
    RATIO = "ratio"  # sum of numerators over sum of denominators
    NONE = "none"  # cannot be divided


class Cause(StrEnum):
    """What made a verdict another one."""

    VALUE = "value"  # a value of a later year
    CORRECTED = "corrected"  # a value of a year that had one, or of an earlier year
    WITHDRAWN = "withdrawn"  # a value that counts no longer
    AIM = "aim"  # another target, baseline or path
    OTHERS = "others"  # values of other organisations, or a year that has gone by


class State(StrEnum):
    """What an observation says; a reported 0 is a value, a blank is missing, 不适用 is its own thing."""

    VALUE = "value"
    MISSING = "missing"
    NOT_APPLICABLE = "not-applicable"
    WITHDRAWN = "withdrawn"  # un-approved: what stood before counts no longer


class Origin(StrEnum):
    """What an observation was made of."""

    PLAN = "plan"  # an item of the adopted plan
    RETURN = "return"  # a cell of an approved return
    IMPORTED = "imported"  # a row of a file that was taken in
    SUMMED = "summed"  # the observations of the organisations below
