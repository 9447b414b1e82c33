"""Who may do what, and over which organisations."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q, prefetch_related_objects
from django.utils import timezone

from kechuang.web.organisations.facts import tree_on
from kechuang.web.organisations.models import Delegation, HeldRole, Organisation, Person
from kechuang.web.organisations.roles import VERBS, Role, Scope
from kechuang.web.questions import Question

# what every page asks; the same condition as ``roles_standing``
_BY_TREE = frozenset({Scope.ALL, Scope.BELOW})  # what these reach, the tree says
_HELD = Question(lambda slot: roles_standing(slot.day("on")).filter(person=slot.number("person")))
_WITH_ROLES = Question(
    lambda slot: (
        roles_standing(slot.day("on")).filter(person=slot.number("person")).select_related("person__organisation")
    )
)


def may(person, verb, organisation=None):
    """Whether ``person`` may do ``verb`` at all or, where an organisation id is given, there."""
    if not _is_open(person, verb):
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
    if not _is_open(person, verb):
        return frozenset()
    held = [one for one in _roles(person) if one.role in VERBS[verb]]
    needs_tree = person.limits is not None or any(one.scope in _BY_TREE for one in held)
    tree = tree_on(timezone.localdate()) if held and needs_tree else None
    reached = frozenset().union(*(_reached(one, tree) for one in held))
    return reached if person.limits is None or tree is None else reached & tree.below(person.limits.organisation)


def line_above(person, *, on):
    """One's own organisation and those above it, whose whole one's own is a part of; by a token, those of them that stand above
    or below what it is kept to.
    """
    tree = tree_on(on)
    own = frozenset(tree.above(person.organisation_id))
    if person.limits is None:
        return own
    kept = person.limits.organisation
    return own & (frozenset(tree.above(kept)) | tree.below(kept))


def roles_of(person):
    """The roles ``person`` holds today."""
    return {Role(held.role) for held in _roles(person)}


def needs_names(person):
    """Whether ``person`` needs the names of those who act: whoever works in the house does, third parties and the public do not."""
    if not getattr(person, "is_authenticated", False):
        return False
    return bool(roles_of(person) - {Role.EVALUATOR})


def organisations_visible_to(person):
    """The organisations ``person`` may look at: those who manage them see all, others where they may see plans."""
    if may(person, "organisation.manage"):
        return Organisation.objects.all()
    return Organisation.objects.filter(pk__in=reach(person, "plan.see"))


def people_visible_to(person):
    """The accounts ``person`` may look at: only those who manage them see any."""
    return Person.objects.all() if may(person, "organisation.manage") else Person.objects.none()


def roles_standing(on):
    """The roles people hold on a day."""
    return HeldRole.objects.filter(Q(ends_on=None) | Q(ends_on__gt=on), starts_on__lte=on)


def roles_held_by(person, *, on):
    """The rows of what ``person`` holds of their own on a day, whatever they act as."""
    return _held_by(person, _HELD.rows(person=person.pk, on=on))


def person_with_roles(pk, *, on):
    """The account ``pk`` with its organisation and what it holds on a day, by one question; None where it holds nothing."""
    held = _WITH_ROLES.rows(person=pk, on=on)
    if not held:
        return None
    person = held[0].person
    person.held_today = _held_by(person, held)
    return person


def _held_by(person, held):
    for one in held:
        one.person = person
    prefetch_related_objects([one for one in held if one.scope == Scope.LISTED], "listed")
    return held


def delegations_to(person, *, on):
    """Whom ``person`` may stand in for on a day: delegations that run, of people whose account is open."""
    running = Delegation.objects.filter(
        delegate=person, starts_on__lte=on, ends_on__gt=on, withdrawn_at=None, person__is_active=True
    )
    return running.select_related("person", "person__organisation").order_by("pk")


def act_as(person, *, role=None, delegation=None, on):
    """Narrow what ``person`` holds in this request to one role of theirs, or to what somebody left to them.

    What is left reaches as far as it reaches for whoever left it, and only while they hold it themselves.
    """
    if delegation is not None:
        left = roles_held_by(delegation.person, on=on)
        person.held_today = [held for held in left if held.role in delegation.roles]
        person.represents = delegation.person
    else:
        person.held_today = [held for held in roles_held_by(person, on=on) if role in (None, held.role)]


def require_other_hands(person, verb, *earlier):
    """Raise PermissionDenied where one of the people of ``earlier`` (their ids) is ``person``, or whom ``person`` acts for.

    Whoever filled in a return may not approve it, not under another role and not on somebody's behalf; nor may whoever it was
    filled in for, which is why ``earlier`` holds both, as ``hands_of`` names them.
    """
    if hands_of(person) & {one for one in earlier if one is not None}:
        raise PermissionDenied(f"{verb}: same hands")


def hands_of(person):
    """Whose hands act (their ids): one's own and, where one stands in for somebody, theirs."""
    return {person.pk} | ({person.represents.pk} if person.represents else set())


def _is_open(person, verb):
    """Whether ``person`` may be asked at all: signed in, not closed, and the verb not left out of the token they act with."""
    if not person.is_authenticated or not person.is_active:
        return False
    return person.limits is None or verb in person.limits.verbs


def _reached(held, tree):
    home = held.person.organisation_id
    if held.scope == Scope.ALL:
        return frozenset(tree.parents)
    if held.scope == Scope.BELOW:
        return tree.below(home)
    if held.scope == Scope.LISTED:
        return frozenset(organisation.pk for organisation in held.listed.all())
    return frozenset({home})


def _roles(person):
    """What ``person`` holds today, or acts as; asked once a request."""
    if not hasattr(person, "held_today"):
        person.held_today = roles_held_by(person, on=timezone.localdate())
    return person.held_today


def people_who_may(verb, organisations, *, roles=None):
    """Who may do ``verb`` today, by organisation id: whom to tell; of ``roles`` only where they are given.

    Whoever stands in for them is among them. Five questions, however many organisations.
    """
    today = timezone.localdate()
    standing = HeldRole.objects.filter(Q(ends_on=None) | Q(ends_on__gt=today), starts_on__lte=today)
    asked = VERBS[verb] if roles is None else VERBS[verb] & frozenset(roles)
    holders = standing.filter(role__in=asked, person__is_active=True).order_by("person__username")
    tree, found = tree_on(today), {organisation: [] for organisation in organisations}
    running = Delegation.objects.filter(starts_on__lte=today, ends_on__gt=today, withdrawn_at=None)
    running = list(running.filter(delegate__is_active=True).select_related("delegate"))
    for held in holders.select_related("person").prefetch_related("listed"):
        instead = [one.delegate for one in running if one.person_id == held.person_id and held.role in one.roles]
        for organisation in _reached(held, tree) & found.keys():
            found[organisation] += [held.person, *instead]
    return found
