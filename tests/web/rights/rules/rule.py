"""What a rule says of an address, and what many of them ask.

A rule says by which methods an address is asked, which verb it asks for before anything else, what goes into it, who sees that
(whoever does not gets 404), and who may do the deed to it (whoever sees it and may not gets 403).
"""

from collections.abc import Callable
from dataclasses import dataclass

from kechuang.web.plans.states import Stage
from tests.web.rights.world import Subject, Who

GET, POST, BOTH = ("GET",), ("POST",), ("GET", "POST")
Test = Callable[[Who, Subject], bool]


def anybody(who: Who, subject: Subject) -> bool:
    """Nothing is asked."""
    return True


def everywhere(verb: str) -> Test:
    """Who has the verb, over whatever organisations."""
    return lambda who, subject: who.may(verb)


def there(verb: str) -> Test:
    """Who has the verb over the subject's organisation."""
    return lambda who, subject: subject.place in who.reach(verb)


@dataclass(frozen=True)
class Rule:
    """One address. Of several verbs one is enough; ``sees`` and ``does`` are asked of whoever has ``verb``; ``open`` addresses ask nobody to sign in."""

    methods: tuple[str, ...] = GET
    open: bool = False
    verb: str | tuple[str, ...] | None = None
    subject: str | None = None
    sees: Test = anybody
    does: Test = anybody
    exists: Test = anybody  # what there is to do or to see, for whoever may
    words: tuple[str | int, ...] = ()  # what else goes into an address
    data: tuple[tuple[str, str], ...] = ()  # what a deed asks for before it asks who may do it


def sees_version(who: Who, subject: Subject) -> bool:
    """Adopted: who may see plans there, and those below it; else: who may see drafts there."""
    drafts = subject.place in who.reach("plan.see-draft")
    return drafts or (subject.state == Stage.ADOPTED and subject.place in who.over("plan.see"))


def sees_indicator(who: Who, subject: Subject) -> bool:
    """Where one may look at the plan and at indicators at all."""
    return who.may("indicator.see") and sees_version(who, subject)


def sees_observation(who: Who, subject: Subject) -> bool:
    """The whole's, and those of one's own organisation and below, where one may look at the indicator."""
    return sees_indicator(who, subject) and subject.place in who.over("indicator.see")


def in_stages(verbs: dict[str, str]) -> Test:
    """Who has the verb of the stage over the subject's organisation; in a stage of no verb there is nothing to do."""
    return lambda who, subject: subject.state not in verbs or subject.place in who.reach(verbs[subject.state])


def is_own(who: Who, subject: Subject) -> bool:
    """What belongs to whoever is looking."""
    return subject.state == f"of {who.name}"


def nobody(who: Who, subject: Subject) -> bool:
    """Nothing is there."""
    return False


def version(methods: tuple[str, ...], does: Test = anybody) -> Rule:
    """About a version."""
    return Rule(methods, subject="version", sees=sees_version, does=does)


def of_plan(methods: tuple[str, ...], does: Test) -> Rule:
    """About a plan."""
    return Rule(methods, subject="plan", sees=sees_version, does=does)
