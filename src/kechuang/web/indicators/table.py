"""What an indicator's page shows in tables: its path with what was observed and what is to be expected, and the pace."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PathRow:
    """One year: planned, observed, expected with its interval; ``met`` whether the observed value keeps up with the plan."""

    year: int
    planned: object
    observed: object
    expected: object
    low: object
    high: object


def path_rows(course, observed, assessment):
    """Every year that is planned, observed or expected."""
    planned = {one.year: one.value for one in course.years.all()} if course is not None else {}
    coming = {one["year"]: one for one in (assessment.working["path"] if assessment is not None else [])}
    return [
        PathRow(
            year,
            planned.get(year),
            observed.get(year),
            *(coming.get(year, {}).get(name) for name in ("expected", "low", "high")),
        )
        for year in sorted({*planned, *observed, *coming})
    ]


@dataclass(frozen=True)
class PaceRow:
    """One of the published rules: a number and a word, or the reason why it has no answer."""

    rule: str
    value: object = None
    word: str = ""
    reason: str = ""


def pace_rows(working):
    """The four published rules on this target, from the working of its verdict; none without one."""
    if working is None:
        return []
    pace = working["pace"]
    return [
        _row("statcan", pace["statcan"], "ratio", "progress"),
        _row("unsd", pace["unsd"], "ratio", "level"),
        _row("escap", pace["escap"]),
        _row("completion", pace["completion"]),
    ]


def _row(rule, said, number=None, word=None):
    if isinstance(said, dict) and "undefined" in said:
        return PaceRow(rule, reason=said["undefined"])
    if number is None:
        return PaceRow(rule, said)
    return PaceRow(rule, said[number], str(said[word]))
