"""Who may do what, and over which organisations."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils import timezone

from kechuang.web.organisations.facts import tree_on
from kechuang.web.organisations.models import Organisation, Person
from kechuang.web.organisations.roles import VERBS, Role, Scope


def may(person, verb, organisation=None):
    """Whether ``person`` may do ``verb`` at all or, where an organisation id is given, there."""
    if not person.is_authenticated or not person.is_active:
        return False
    if organisation is None:
        return any(held.role in VERBS[verb] for held in _roles(person))
    return organisation in reach(person, verb)


def require(person, verb, organisation=None):
    """Raise PermissionDenied, naming the verb, unless ``person`` may."""
    if not may(person, verb, organisation):
        raise PermissionDenied(verb)


def reach(person, verb):
    """The ids of the organisations over which ``person`` may do ``verb`` today."""
    if not person.is_authenticated or not person.is_active:
        return frozenset()
    held = [one for one in _roles(person) if one.role in VERBS[verb]]
    tree = tree_on(timezone.localdate()) if held else None
    return frozenset().union(*(_reached(one, person, tree) for one in held))


def roles_of(person):
    """The roles ``person`` holds today."""
    return {Role(held.role) for held in _roles(person)}


def organisations_visible_to(person):
    """The organisations ``person`` may look at: those who manage them see all, others where they may see plans."""
    if may(person, "organisation.manage"):
        return Organisation.objects.all()
    return Organisation.objects.filter(pk__in=reach(person, "plan.see"))


def people_visible_to(person):
    """The accounts ``person`` may look at: only those who manage them see any."""
    return Person.objects.all() if may(person, "organisation.manage") else Person.objects.none()


def _reached(held, person, tree):
    if held.scope == Scope.ALL:
        return frozenset(tree.parents)
    if held.scope == Scope.BELOW:
        return tree.below(person.organisation_id)
    if held.scope == Scope.LISTED:
        return frozenset(organisation.pk for organisation in held.listed.all())
    return frozenset({person.organisation_id})


def _roles(person):
    """What ``person`` holds today; asked once a request."""
    if not hasattr(person, "held_today"):
        today = timezone.localdate()
        standing = person.roles.filter(Q(ends_on=None) | Q(ends_on__gt=today), starts_on__lte=today)
        person.held_today = list(standing.prefetch_related("listed"))
    return person.held_today
