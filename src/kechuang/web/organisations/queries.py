"""Querysets for pages, and the names of those who act."""

from kechuang.domain.masking import masked_name
from kechuang.web.organisations.access import needs_names, organisations_visible_to
from kechuang.web.organisations.models import Person
from kechuang.web.words import say


def organisations_for_tree(person, tree):
    """``(depth, organisation)`` for every organisation one may see, in the order of the tree."""
    visible = organisations_visible_to(person).in_bulk()
    return [(depth, visible[one]) for one, depth in tree.in_order() if one in visible]


def names_of(signatures, viewer):
    """What each signature of the journal, or of an item (``wang``; ``wang/li``: wang for li), is called as ``viewer`` sees it.

    One question for a page. Third parties see the first character; a user name nobody has stands for itself.
    """
    logins = {login for one in signatures for login in one.split("/") if login}
    known = dict(Person.objects.filter(username__in=logins).values_list("username", "name")) if logins else {}
    plain, own = needs_names(viewer), getattr(viewer, "username", None)
    shown = {
        login: name if plain or login == own else masked_name(name)
        for login, name in ((login, known.get(login, login)) for login in logins)
    }
    return {one: _together(one, shown) for one in signatures if one}


def _together(signature, shown):
    login, _, other = signature.partition("/")
    return say("acting.for", name=shown[login], other=shown[other]) if other else shown[login]
