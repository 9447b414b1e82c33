"""Who sees which kept filters: one's own, and those that colleagues of the same organisation share."""

from django.db.models import Q

from kechuang.web.lists.models import SavedView


def views_visible_to(person):
    """What ``person`` may use."""
    shared = Q(shared=True, person__organisation=person.organisation_id)
    return SavedView.objects.filter(Q(person=person) | shared)
