"""Who sees which kept filters: one's own, and those that colleagues of the same organisation share."""

from django.db.models import Q

from kechuang.web.lists.models import SavedView
from kechuang.web.questions import Question


def views_visible_to(person):
    """What ``person`` may use."""
    return SavedView.objects.filter(_visible(person.pk, person.organisation_id))


def views_for_page(person, page):
    """Those of one page, by name, with whose they are."""
    return _FOR_PAGE.rows(person=person.pk, organisation=person.organisation_id, page=page)


def _visible(person, organisation):
    return Q(person=person) | Q(shared=True, person__organisation=organisation)


def _for_page(slot):
    visible = SavedView.objects.filter(_visible(slot.number("person"), slot.number("organisation")))
    return visible.filter(page=slot.text("page")).select_related("person").order_by("name", "pk")


_FOR_PAGE = Question(_for_page)
