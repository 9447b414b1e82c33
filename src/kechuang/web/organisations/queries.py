"""Querysets for pages."""

from kechuang.web.organisations.access import organisations_visible_to, people_visible_to


def people_for_list(person):
    """Accounts with their organisations and roles, by user name."""
    visible = people_visible_to(person).select_related("organisation").prefetch_related("roles")
    return visible.order_by("username")


def organisations_for_tree(person, tree):
    """``(depth, organisation)`` for every organisation one may see, in the order of the tree."""
    visible = organisations_visible_to(person).in_bulk()
    return [(depth, visible[one]) for one, depth in tree.in_order() if one in visible]
