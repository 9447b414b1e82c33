"""Numbers of indicators on pages: ``{{ value|figure }}``, ``{{ indicator|aim }}``, ``{{ probability|chance }}``."""

import math
from decimal import Decimal

from django import template

from kechuang.domain.indicators.growth import ANNUAL_GROWTH, says_its_unit
from kechuang.domain.indicators.outlook import Verdict
from kechuang.domain.quantity import Bound
from kechuang.web.indicators.figures import write_figure
from kechuang.web.words import say
from kechuang.web.words.templatetags.numbers import percent, written

register = template.Library()
_SIGNS = {
    Bound.AT_LEAST: "≥ ",
    Bound.ABOVE: "> ",
    Bound.AT_MOST: "≤ ",
    Bound.BELOW: "< ",
    Bound.ABOUT: "≈ ",
}


@register.filter
def figure(value):
    """A number as every page writes it; a dash for none."""
    return written(value)


@register.filter
def odds(assessment):
    """The chance of an assessment; a dash where there is none, or not enough to tell."""
    return odds_told(assessment and {"verdict": assessment.verdict, "probability": assessment.probability})


@register.filter
def odds_told(working):
    """The chance as the working of a verdict tells it; a dash where there is none, or not enough to tell."""
    told = working and working["verdict"] != Verdict.NOT_ENOUGH.value
    return chance(working["probability"] if told else None)


@register.filter
def goal(indicator):
    """The target as the plan puts it: ≥ 3, 100–120."""
    return write_goal(indicator.target_low, indicator.target_high, indicator.target_bound)


@register.filter
def aim(indicator):
    """What the plan asks of an indicator, whose item is at hand: a number, a change (年均增长), or words."""
    read = indicator.item.values
    ends = (indicator.target_low, indicator.target_high, indicator.target_bound)
    return write_aim(*ends, read.get("change"), (read.get("target") or {}).get("text"))


def write_aim(low, high, bound, change, words):
    """The target where it is a number, else the ``change`` that is asked as the plan's row has it, else the plan's words for it."""
    if low is not None or high is not None:
        return write_goal(low, high, bound)
    return write_change(change) if change else words or "—"


def write_change(change):
    """A change that is asked: by how much a year on average, in total or by the end; where it holds no number its words.

    ``change`` has ``kind``, ``bound``, ``value`` and ``text``, as the plan's row has them.
    """
    text, value = change.get("text") or "", change.get("value")
    if value is None or says_its_unit(text):
        number = text
    else:
        number = _SIGNS.get(Bound(change.get("bound") or "="), "") + figure(value)
        number += "%" if change["kind"] == ANNUAL_GROWTH or "%" in text else ""
    return say(f"indicator.aim.{change['kind']}", change=number)


def write_goal(low, high, bound):
    """A target between ``low`` and ``high``, either of which may be open, with the sign of its bound."""
    if low is not None and high is not None and low != high:
        return f"{figure(low)}–{figure(high)}"
    number = low if low is not None else high
    return "—" if number is None else _SIGNS.get(Bound(bound), "") + figure(number)


@register.filter
def chance(probability):
    """A probability as every page writes it; a dash for none."""
    return percent(probability)


@register.filter
def plain(value):
    """A number for a field: no signs of thousands, "" for none."""
    return write_figure(value)


@register.filter
def share(growth):
    """A growth rate in percent."""
    return "—" if growth is None else f"{growth:+.1%}"


@register.filter
def drift(change, scale):
    """A yearly change on the working scale of the model: a rate where that is logarithmic."""
    return f"{math.expm1(change):+.1%}" if scale == "log" else f"{change:+.3g}"


@register.filter
def about(value):
    """An estimate, with no more digits than it deserves: three that count."""
    if value is None or value == "":
        return ""
    number = Decimal(f"{float(value):.3g}")
    return f"{number.normalize():,f}"
