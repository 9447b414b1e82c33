"""The tree of organisations: importing a workbook."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from kechuang.web.journal.actions import record
from kechuang.web.organisations import access
from kechuang.web.organisations.facts import tree_on
from kechuang.web.organisations.listing import listing_of
from kechuang.web.organisations.models import Organisation, Placement
from kechuang.web.search import actions as search


@transaction.atomic
def import_organisations(rows, *, actor, origin, at):
    """Take in checked rows (``importing.Row``), parents before children; answers how many changed.

    An organisation that is already as the row says is left alone; one that is called or placed otherwise gets a new
    placement from the row's day, and the old one ends there. Whoever acts by a token changes nothing beyond the organisation it
    is kept to.
    """
    access.require(actor, "organisation.manage")
    known = {organisation.code: organisation for organisation in Organisation.objects.all()}
    within = None if actor.limits is None else set(access.reach(actor, "organisation.manage"))
    changed = [row for row in rows if _take_in(row, known, within)]
    if changed:
        after = [[row.code, row.name, row.kind, row.parent, row.starts_on] for row in changed]
        record("organisations.imported", actor=actor, origin=origin, at=at, after=after)
        taken = Organisation.objects.filter(code__in=[row.code for row in changed])
        search.put_all(listing_of(organisation) for organisation in taken)
    return len(changed)


def _take_in(row, known, within):
    organisation = known.get(row.code)
    parent = known[row.parent] if row.parent else None
    if organisation is None:
        _require_within(within, parent, is_root=parent is None)
        organisation = known[row.code] = Organisation.objects.create(code=row.code, name=row.name, kind=row.kind)
        Placement.objects.create(organisation=organisation, name=row.name, parent=parent, starts_on=row.starts_on)
        if within is not None:
            within.add(organisation.pk)
        return True
    current = organisation.placements.get(ends_on=None)
    if (current.name, current.parent_id, organisation.kind) == (row.name, parent and parent.pk, row.kind):
        return False
    _require_within(within, organisation, parent, is_root=parent is None and current.parent_id is not None)
    if row.starts_on > current.starts_on:
        Placement.objects.filter(pk=current.pk).update(ends_on=row.starts_on)
        Placement.objects.create(organisation=organisation, name=row.name, parent=parent, starts_on=row.starts_on)
    else:
        Placement.objects.filter(pk=current.pk).update(name=row.name, parent=parent)
    Organisation.objects.filter(pk=organisation.pk).update(name=row.name, kind=row.kind)
    return True


def _require_within(within, *places, is_root):
    beyond = [one for one in places if one is not None and one.pk not in (within or ())]
    if within is not None and (is_root or beyond):
        raise PermissionDenied("organisation.manage")


def current_tree():
    """The tree as it stands today."""
    return tree_on(timezone.localdate())
