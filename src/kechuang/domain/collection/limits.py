"""The numbers of the rulebook that collecting goes by, as they stood on one day."""

from kechuang.domain.collection.checks import Limits
from kechuang.domain.collection.history import JumpRule
from kechuang.domain.collection.reminders import Schedule
from kechuang.domain.rulebook import RulesOfTheDay


def limits_on(rules: RulesOfTheDay) -> Limits:
    """What is asked back at entry."""

    def number(name: str) -> float:
        return float(rules.number(f"collection.jump.{name}"))

    names = ("multiple", "prior", "weight", "widening", "small", "noise")
    jump = JumpRule(*(number(name) for name in names))
    return Limits(jump, int(rules.number("collection.same.digits")), rules.number("collection.zero.from"))


def schedule_on(rules: RulesOfTheDay) -> Schedule:
    """When somebody is reminded."""
    before = tuple(int(rules.number(f"collection.reminder.{name}")) for name in ("first", "second", "last"))
    return Schedule(
        before=before,
        amber=int(rules.number("collection.amber")),
        approver_after=int(rules.number("collection.escalation.approver")),
        director_after=int(rules.number("collection.escalation.director")),
    )
