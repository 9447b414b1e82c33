"""The first steps of a new site (开始使用), up to the first collection round: what is done, what comes next, who does it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from kechuang.web.collection.models import Round
from kechuang.web.indicators.models import Course
from kechuang.web.organisations.access import roles_of, roles_standing
from kechuang.web.organisations.models import Organisation, Person
from kechuang.web.organisations.roles import Role
from kechuang.web.plans.states import Stage
from kechuang.web.questions import Question

_A_ROUND = Question(lambda slot: Round.objects.filter(plan=slot.number("plan")).order_by("-pk").values_list("pk")[:1])
_NEEDED = (Role.PLANNER, Role.DIRECTOR)  # without whom no plan comes to be adopted


@dataclass(frozen=True)
class Step:
    """A step: its name, whose it is, where it is done, and whether it is; None where whoever looks cannot tell."""

    name: str
    role: Role
    address: str
    done: bool | None = None


@dataclass(frozen=True)
class Standing:
    """How far the house is set up, for whoever manages it."""

    organisations: int
    people: int
    roles: frozenset[str]

    @property
    def is_ready(self):
        """Whether there is somebody to read a plan and somebody to adopt it, and organisations to break it down to."""
        return self.organisations > 1 and self.roles >= {role.value for role in _NEEDED}


def standing():
    """How far the house is set up; three queries."""
    held = roles_standing(timezone.localdate()).filter(role__in=_NEEDED)
    roles = frozenset(held.values_list("role", flat=True).distinct())
    return Standing(Organisation.objects.count(), Person.objects.filter(is_active=True).count(), roles)


def steps_of_house(found: Standing):
    """The steps as an administrator sees them, who has no part in plans."""
    own = (
        Step("organisations", Role.ADMINISTRATOR, "organisations:list", found.organisations > 1),
        Step("people", Role.ADMINISTRATOR, "accounts:people", found.roles >= {role.value for role in _NEEDED}),
    )
    return (*own, *_steps_of_plan(None, None, None))


def steps_of_plans(plans: Sequence):
    """The steps as planners and directors see them; ``plans`` as the first page lists them, none of them followed yet."""
    shown = [plan.shown[0] for plan in plans]
    adopted = any(one.stage == Stage.ADOPTED for one in shown)
    read = any(one.stage == Stage.REVIEW and not one.pending_count for one in shown)
    return _steps_of_plan(bool(shown), adopted or read, adopted)


def has_asked(plan):
    """Whether a round of this plan (its id) was opened."""
    return bool(_A_ROUND.rows(plan=plan))


def steps_after_following(plan, place):
    """The steps once a plan (its id) of an organisation (its id) is followed and nothing has been asked of anybody yet."""
    divided = Course.objects.filter(indicator__plan=plan).exclude(organisation=place).exists()
    return _steps_of_plan(True, True, True, followed=True, divided=divided)


def _steps_of_plan(uploaded, reviewed, adopted, *, followed=False, divided=False):
    return (
        Step("upload", Role.PLANNER, "plans:upload", uploaded),
        Step("review", Role.PLANNER, "plans:list", reviewed),
        Step("adopt", Role.DIRECTOR, "plans:list", adopted),
        Step("follow", Role.PLANNER, "indicators:list", None if adopted is None else followed),
        Step("break-down", Role.PLANNER, "indicators:list", None if adopted is None else divided),
        Step("collect", Role.PLANNER, "collection:open", None if adopted is None else False),
    )


def with_next(steps, person):
    """``(step, whether it is the next, whether ``person`` may do it)`` for each."""
    own = roles_of(person)
    first = next((one for one in steps if one.done is False), None)
    return [(one, one is first, one.role in own) for one in steps]
