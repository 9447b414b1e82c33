"""Querysets for pages."""

from kechuang.web.organisations.access import organisations_visible_to


def organisations_for_tree(person, tree):
    """``(depth, organisation)`` for every organisation one may see, in the order of the tree."""
    visible = organisations_visible_to(person).in_bulk()
    return [(depth, visible[one]) for one, depth in tree.in_order() if one in visible]
