"""Which of several roles somebody acts in, or whom they stand in for (角色切换、代理); the choice lasts as long as the session."""

from django.utils import timezone

from kechuang.web.journal.actions import record
from kechuang.web.organisations import access
from kechuang.web.origin import origin_of

_KEY = "acts-as"


class NotOpen(Exception):
    """A role somebody does not hold, or a delegation that does not run."""


def apply(request):
    """Narrow what whoever sent the request may do to what they chose; a choice that no longer holds is dropped."""
    chosen = request.session.get(_KEY)
    if chosen is None:
        return
    try:
        _put_on(request.user, chosen)
    except NotOpen:
        del request.session[_KEY]


def choose(request, chosen, *, at):
    """Act as ``role:planner`` or ``delegation:7`` from the next request on, or as oneself in every role (``""``)."""
    person = request.user
    if chosen:
        _put_on(person, chosen)
        request.session[_KEY] = chosen
    else:
        request.session.pop(_KEY, None)
        person.represents = None
    after = {"as": chosen or "all"}
    record("person.acts-as", person, actor=person, origin=origin_of(request), at=at, after=after)


def choices(person, *, on):
    """What ``person`` may choose between: their roles where there are several, and the delegations to them."""
    roles = sorted({one.role for one in access.roles_held_by(person, on=on)})
    return roles if len(roles) > 1 else [], list(access.delegations_to(person, on=on))


def chosen_by(request):
    """What was chosen in this session; ``""`` for oneself in every role."""
    return request.session.get(_KEY, "")


def _put_on(person, chosen):
    today = timezone.localdate()
    kind, _, which = chosen.partition(":")
    if kind == "role":
        if which not in {one.role for one in access.roles_held_by(person, on=today)}:
            raise NotOpen
        access.act_as(person, role=which, on=today)
        return
    left = access.delegations_to(person, on=today).filter(pk=which).first() if which.isdigit() else None
    if kind != "delegation" or left is None:
        raise NotOpen
    access.act_as(person, delegation=left, on=today)
