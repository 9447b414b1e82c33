"""Why a verdict became another one: what is not the same in the workings before and after."""

from kechuang.web.indicators.states import Cause

_AIM = ("target", "baseline")


def cause_of(before, after):
    """The cause, and the id of the value that made it, None where it was none; both workings as assessments keep them.

    >>> cause_of({"basis": {"points": [3]}, "latest": {"year": 2026}}, {"basis": {"points": [3, 8]}, "latest": {"year": 2027}})
    (<Cause.VALUE: 'value'>, 8)
    """
    had, has = before["basis"]["points"], after["basis"]["points"]
    new = [one for one in has if one not in had]
    if new:
        later = new[-1] == has[-1] and _year(after) > _year(before)
        return (Cause.VALUE if later else Cause.CORRECTED), new[-1]
    if set(had) - set(has):
        return Cause.WITHDRAWN, None
    return (Cause.OTHERS if _aim(before) == _aim(after) else Cause.AIM), None


def _year(working):
    return working["latest"]["year"] if working["latest"] else 0


def _aim(working):
    """What is asked: the ends, and the path as far as the working tells it."""
    against = working.get("against_path")
    planned = {one["year"]: one["planned"] for one in working.get("path") or ()}
    return [working.get(name) for name in _AIM], planned, against and against["planned"]
