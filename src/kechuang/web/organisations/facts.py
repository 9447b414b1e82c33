"""Rows as values for decisions."""

from django.db.models import Q

from kechuang.web.organisations.models import Placement
from kechuang.web.organisations.tree import Tree
from kechuang.web.questions import Question
from kechuang.web.remembering import once_a_page


def _standing(slot):
    day = slot.day("day")
    standing = Placement.objects.filter(Q(ends_on=None) | Q(ends_on__gt=day), starts_on__lte=day)
    return standing.order_by("organisation__code").values_list("organisation_id", "parent_id", "name")


_STANDING = Question(_standing)


@once_a_page
def tree_on(day):
    """The tree as it stands on ``day``; one query, also for all the parts of a page together."""
    rows = _STANDING.rows(day=day)
    return Tree({one: parent for one, parent, _ in rows}, {one: name for one, _, name in rows})
