"""The history of verdicts (研判变化): a row per change, written by the action that judges, in its transaction."""

from collections import defaultdict

from kechuang.web.indicators.causes import cause_of
from kechuang.web.indicators.models import Assessment, VerdictChange
from kechuang.web.indicators.states import Cause

_BATCH = 500


def standing_verdicts(pairs):
    """(indicator, organisation) -> the verdict that stands; the rows are locked, so that two who judge write each change once."""
    rows = Assessment.objects.select_for_update().filter(indicator__in={indicator for indicator, _ in pairs})
    found = rows.order_by("pk").values_list("indicator_id", "organisation_id", "verdict")
    return {(indicator, organisation): verdict for indicator, organisation, verdict in found}


def changes_of(before, assessments, *, at):
    """A row, not kept yet, for every verdict that is another one than ``before``, the first included.

    Asked before the assessments are kept: what was judged until then says why.
    """
    changed = [row for row in assessments if row.verdict != before.get(_place(row))]
    there = _standing({_place(row) for row in changed} & before.keys())
    return [_change(row, before.get(_place(row), ""), there.get(_place(row)), at) for row in changed]


def keep_changes(changes):
    """Keep the rows of ``changes_of``."""
    VerdictChange.objects.bulk_create(changes, batch_size=_BATCH)


def _place(row):
    return row.indicator_id, row.organisation_id


def _standing(places):
    """Place -> the assessment that stands there; no question where no verdict has become another one."""
    if not places:
        return {}
    found = Assessment.objects.filter(indicator__in={indicator for indicator, _ in places})
    found = found.filter(organisation__in={organisation for _, organisation in places})
    return {_place(row): row for row in found if _place(row) in places}


def _change(row, before, there, at):
    cause, value = cause_of(there.working, row.working) if there else ("", None)
    return VerdictChange(
        indicator_id=row.indicator_id,
        organisation_id=row.organisation_id,
        before=before,
        probability_before=there.probability if there else None,
        cause=cause,
        value_id=value,
        verdict=row.verdict,
        probability=row.probability,
        reason=row.working["reason"] or "",
        latest_id=row.latest_id,
        at=at,
    )


def forget(pairs, *, at):
    """Take back the verdicts of pairs that have no target any more; that they are judged no longer is a change as well."""
    wanted = defaultdict(list)
    for indicator, organisation in pairs:
        wanted[indicator].append(organisation)
    for indicator, organisations in wanted.items():
        gone = Assessment.objects.filter(indicator=indicator, organisation__in=organisations)
        VerdictChange.objects.bulk_create(
            VerdictChange(
                indicator_id=indicator,
                organisation_id=one.organisation_id,
                before=one.verdict,
                probability_before=one.probability,
                cause=Cause.AIM,
                verdict="",
                latest_id=one.latest_id,
                at=at,
            )
            for one in gone
        )
        gone.delete()
