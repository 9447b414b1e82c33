"""The history of verdicts (研判变化): a row per change, written by the action that judges, in its transaction."""

from collections import defaultdict

from kechuang.web.indicators.models import Assessment, VerdictChange

_BATCH = 500


def standing_verdicts(pairs):
    """(indicator, organisation) -> the verdict that stands; the rows are locked, so that two who judge write each change once."""
    rows = Assessment.objects.select_for_update().filter(indicator__in={indicator for indicator, _ in pairs})
    found = rows.order_by("pk").values_list("indicator_id", "organisation_id", "verdict")
    return {(indicator, organisation): verdict for indicator, organisation, verdict in found}


def keep_changes(before, assessments, *, at):
    """Keep a row for every verdict that is another one than before, the first included."""
    changed = [row for row in assessments if row.verdict != before.get((row.indicator_id, row.organisation_id))]
    VerdictChange.objects.bulk_create(
        (_change(row, before.get((row.indicator_id, row.organisation_id), ""), at) for row in changed),
        batch_size=_BATCH,
    )


def _change(row, before, at):
    return VerdictChange(
        indicator_id=row.indicator_id,
        organisation_id=row.organisation_id,
        before=before,
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
                verdict="",
                latest_id=one.latest_id,
                at=at,
            )
            for one in gone
        )
        gone.delete()
