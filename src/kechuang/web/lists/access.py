"""Who sees which saved filters: one's own, and those that colleagues of the same organisation share."""

from django.db.models import Q

from kechuang.web.lists.models import SavedView
from kechuang.web.questions import Question


def views_for_page(person, page):
    """Those of one page, by name, with whose they are."""
    return _FOR_PAGE.rows(person=person.pk, organisation=person.organisation_id, page=page)


def _for_page(slot):
    shared = Q(shared=True, person__organisation=slot.number("organisation"))
    visible = SavedView.objects.filter(Q(person=slot.number("person")) | shared)
    return visible.filter(page=slot.text("page")).select_related("person").order_by("name", "pk")


_FOR_PAGE = Question(_for_page)
