"""Releases for pages, of those who release and of the public."""

from kechuang.web.publication.access import released, releases_visible_to
from kechuang.web.publication.models import Delivery, Release


def releases_for_list(person):
    """Releases one may see with what a line shows, the newest first; without their bytes."""
    found = releases_visible_to(person).select_related("publication__plan", "by", "withdrawal__by")
    return found.defer("content").order_by("-at", "-pk")


def releases_for_public():
    """What the public sees, the newest first."""
    return released().select_related("publication__plan__organisation").defer("content").order_by("-at", "-pk")


def contents_of(releases):
    """The bytes of these releases, by id; one query."""
    return dict(Release.objects.filter(pk__in=[one.pk for one in releases]).values_list("pk", "content"))


def release_of(slug, number):
    """A release by its address, also one that was withdrawn; None where there never was one."""
    found = Release.objects.filter(publication__slug=slug, number=number)
    return found.select_related("publication", "withdrawal").first()


def versions_of(publication):
    """Every version of a publication, those withdrawn too, the newest first."""
    found = Release.objects.filter(publication=publication).select_related("withdrawal").defer("content")
    return list(found.order_by("-number"))


def deliveries_of(target):
    """The messages to a target, the newest first."""
    return Delivery.objects.filter(target=target).select_related("release__publication").order_by("-pk")
