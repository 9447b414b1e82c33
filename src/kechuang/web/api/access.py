"""Whose tokens are whose."""

from kechuang.web.api.models import Token
from kechuang.web.organisations import access as organisations
from kechuang.web.organisations.roles import VERBS


def tokens_visible_to(person):
    """One's own tokens; nobody else sees them."""
    return Token.objects.filter(person=person)


def verbs_of(person):
    """The verbs ``person`` may give a token today: those they may do themselves."""
    return [verb for verb in VERBS if organisations.may(person, verb)]


def organisations_of(person):
    """The organisations a token of ``person`` may be kept to: those they reach with any verb, and their own."""
    reached = frozenset().union(*(organisations.reach(person, verb) for verb in VERBS))
    return reached | {person.organisation_id}
