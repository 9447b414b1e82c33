"""What a plan asks as an average growth a year (年均增长) in place of a number, as a target in percent."""

from kechuang.domain.indicators.catalogue import Catalogue
from kechuang.domain.indicators.definition import Growth
from kechuang.domain.indicators.outlook import Growing
from kechuang.domain.indicators.target import Target, set_target
from kechuang.domain.plans.plan import Change

_POINTS = "百分点"
ANNUAL_GROWTH = "annual_growth"  # the kind of a change that is asked each year on average


def says_its_unit(text: str) -> bool:
    """Whether a change is printed with points of percent, so that it is no rate whatever column it stands in.

    >>> says_its_unit("提高0.1个百分点"), says_its_unit("8%以上")
    (True, False)
    """
    return _POINTS in text


def is_rate_of_growth(standard: str, catalogue: Catalogue) -> bool:
    """Whether an indicator of the catalogue is the growth of another one, so that its values are rates themselves."""
    relations = catalogue.relations_of(standard) if standard else ()
    return any(isinstance(one, Growth) and one.growth == standard for one in relations)


def set_growth(
    change: Change | None, *, since: int | None, until: int | None, rising: bool | None, is_rate: bool
) -> tuple[Target, Growing] | None:
    """The rate that is asked until a year, and from when on; None where a change is no average growth or the years are not known.

    ``is_rate`` says whether the values observed are rates of growth themselves.
    """
    if change is None or change.kind != ANNUAL_GROWTH or change.value is None:
        return None
    if since is None or until is None or since >= until:
        return None
    rate = float(change.value)
    target = set_target(until, bound=change.bound, low=rate, high=rate, base=None, rising=rising)
    return target, Growing(since, is_rate)
