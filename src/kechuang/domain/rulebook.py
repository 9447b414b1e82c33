"""Official rules as dated values (规则库): what a threshold was on a given day, in what unit, on what basis.

Decide on the day of the business (the filing, the contract, the year), never on today's date. Boundaries follow the texts: 以上,
以下, 不低于, 不超过 include the number, 超过 and 低于 do not; nothing is rounded before it is compared.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from kechuang.domain.quantity import Bound


class NotInForce(LookupError):
    """The rule asked for had not begun on that day, or its number since is not known; says which rule and day."""


class Judgement(StrEnum):
    """What a rule says of a value: met, not met, or that it cannot say on that day."""

    MET = "met"
    NOT_MET = "not met"
    NOT_IN_FORCE = "not in force"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class DatedValue:
    """What a rule's number is from a day on, and the document (依据) that says so.

    ``value`` is None where a newer text replaced the number and the new one is not confirmed.
    """

    starts_on: date
    value: Decimal | None
    basis: str


@dataclass(frozen=True)
class Rule:
    """One number of an official rule, with its history. ``trust`` is C1 or C2: the law's text, or a page that quotes it."""

    key: str
    title: str
    unit: str
    bound: Bound
    trust: str
    values: tuple[DatedValue, ...]

    def on(self, day: date) -> DatedValue | None:
        """What held on that day, the starting day included; None before the first."""
        begun = [one for one in self.values if one.starts_on <= day]
        return max(begun, key=lambda one: one.starts_on, default=None)

    def judge(self, given: Decimal, day: date) -> Judgement:
        """Whether a value, in the rule's unit, meets the number of that day."""
        held = self.on(day)
        if held is None:
            return Judgement.NOT_IN_FORCE
        if held.value is None:
            return Judgement.UNKNOWN
        return Judgement.MET if meets(given, self.bound, held.value) else Judgement.NOT_MET


@dataclass(frozen=True)
class Rulebook:
    """All rules by their key."""

    rules: Mapping[str, Rule]

    def on(self, day: date) -> "RulesOfTheDay":
        """The rules as they stood on one day."""
        return RulesOfTheDay(self, day)

    def number(self, key: str, on: date) -> Decimal:
        """The number of a rule on a day; raises KeyError for no such rule, NotInForce for none that day."""
        held = self.rules[key].on(on)
        if held is None:
            raise NotInForce(f"{key}: not in force on {on}, it begins on {self.rules[key].values[0].starts_on}")
        if held.value is None:
            raise NotInForce(f"{key}: replaced on {held.starts_on} by {held.basis}, whose number has to be set")
        return held.value


@dataclass(frozen=True)
class RulesOfTheDay:
    """A rulebook on one day: ``rules.number("enterprise.tech-sme.headcount-ceiling")``."""

    rulebook: Rulebook
    day: date

    def number(self, key: str) -> Decimal:
        """The number of a rule; raises KeyError for no such rule, NotInForce for none that day."""
        return self.rulebook.number(key, self.day)

    def basis(self, key: str) -> str | None:
        """The document the rule rests on that day, None before it began."""
        held = self.rulebook.rules[key].on(self.day)
        return held.basis if held else None

    def judge(self, key: str, given: Decimal) -> Judgement:
        """Whether a value, in the rule's unit, meets the rule that day."""
        return self.rulebook.rules[key].judge(given, self.day)


def meets(given: Decimal, bound: Bound, limit: Decimal) -> bool:
    """Whether a value keeps to a limit; ``=`` asks for the number itself.

    >>> meets(Decimal(500), Bound.AT_MOST, Decimal(500)), meets(Decimal(70), Bound.ABOVE, Decimal(70))
    (True, False)
    """
    match bound:
        case Bound.AT_LEAST:
            return given >= limit
        case Bound.ABOVE:
            return given > limit
        case Bound.AT_MOST:
            return given <= limit
        case Bound.BELOW:
            return given < limit
        case _:
            return given == limit
