"""The verbs of the audit: keeping findings, labelling a finding, auditing again."""

from django.db import transaction

from kechuang.web.jobs.actions import queue
from kechuang.web.journal.actions import record
from kechuang.web.organisations.facts import tree_on
from kechuang.web.plans import access
from kechuang.web.plans.actions import AUDITING
from kechuang.web.plans.auditing import Paper
from kechuang.web.plans.findings import findings_of
from kechuang.web.plans.models import Audit, Finding, FindingLabel, Version
from kechuang.web.plans.originals import path_of
from kechuang.web.plans.states import COUNTED, KINDS, UNLABELLED, Stage, Standing, Verdict

ANNUAL, FIVE_YEAR = "annual_plan", "five_year_plan"


class NoReason(Exception):
    """A false alarm that does not say why."""


class NothingSaid(Exception):
    """A finding of which nothing was said is not taken up again."""


@transaction.atomic
def audit_again(version, *, actor, origin, at):
    """Have a version audited once more, from what holds in review now."""
    access.require(actor, "plan.review", version)
    queue(AUDITING, version.pk, at=at)
    record("plan.audit-asked", version, actor=actor, origin=origin, at=at)


@transaction.atomic
def keep_audit(version, audited, *, beside, at):
    """Keep what an audit found in place of what the last one did; what people said stays with the plan."""
    Finding.objects.filter(version=version).delete()
    Audit.objects.update_or_create(
        version=version, defaults={"beside": beside, "abstained": list(audited.abstained), "at": at}
    )
    mark = mark_of(version)
    rows = [_row(version, position, one, mark) for position, one in enumerate(audited.findings)]
    Finding.objects.bulk_create(rows, batch_size=500)
    record("plan.audited", version, at=at, after={"findings": len(rows), "abstained": len(audited.abstained)})


def _row(version, position, one, mark):
    mine = next(source for source in one["sources"] if source["document"] == mark)
    return Finding(
        version=version,
        mark=one["id"],
        position=position,
        rule=one["rule"],
        severity=one["severity"],
        details=dict(one["details"]),
        arithmetic=one["arithmetic"],
        sources=list(one["sources"]),
        start=mine["start"],
        end=mine["end"],
    )


@transaction.atomic
def label(finding, *, verdict, reason, actor, origin, at):
    """Say of a finding that it is accepted, a false alarm, mended, or to be looked at again. Raises NoReason, NothingSaid."""
    version = finding.version
    access.require(actor, "plan.review", version)
    verdict = Verdict(verdict)
    if verdict is Verdict.FALSE_ALARM and not reason:
        raise NoReason
    before = next(one.status for one in findings_of(version) if one.row.pk == finding.pk)
    if verdict is Verdict.REOPENED and before in UNLABELLED:
        raise NothingSaid
    said = FindingLabel.objects.create(
        plan=version.plan, version=version, mark=finding.mark, verdict=verdict, reason=reason, by=actor, at=at
    )
    record(
        "plan.finding-labelled",
        version,
        actor=actor,
        origin=origin,
        at=at,
        before={"status": before},
        after={"finding": finding.mark, "rule": finding.rule, "verdict": verdict},
        reason=reason,
    )
    return said


def mark_of(version):
    """What stands for a plan's document in the ids of its findings, whatever the file is called."""
    return f"plan-{version.plan_id}"


def papers_of(version, beside):
    """What is audited: the version's document with what holds after review, and the plan it is laid beside."""
    return [_paper(one) for one in (version, beside) if one is not None]


def _paper(version):
    held = _held(version) if _was_changed(version) else {}
    return Paper(str(path_of(version.original.sha256)), version.original.name, mark_of(version), held)


def _was_changed(version):
    changed = (Standing.CORRECTED, Standing.REJECTED, Standing.ADDED)
    return version.items.filter(standing__in=changed).exists() or version.reason != ""


def _held(version):
    held = {kind: [] for kind in KINDS}
    rows = version.items.filter(standing__in=(*COUNTED, Standing.PENDING)).order_by("kind", "position")
    for kind, values in rows.values_list("kind", "values"):
        held[kind].append(values)
    return held


def version_beside(version, *, on):
    """The five-year plan a yearly plan is laid beside: adopted, of the same organisation or one above, its period holding the
    year; the nearest organisation first, then the newest. None for a plan that is no yearly one.
    """
    identity = version.identity
    year = (identity.get("period") or {}).get("end")
    if identity.get("kind") != ANNUAL or not year:
        return None
    line = tree_on(on).above(version.plan.organisation_id) or (version.plan.organisation_id,)
    adopted = Version.objects.filter(stage=Stage.ADOPTED, plan__organisation__in=line).exclude(plan=version.plan_id)
    fitting = [one for one in adopted.select_related("plan", "original") if _holds(one.identity, year)]
    return min(fitting, key=lambda one: (line.index(one.plan.organisation_id), -one.pk), default=None)


def _holds(identity, year):
    period = identity.get("period") or {}
    start, end = period.get("start"), period.get("end")
    return identity.get("kind") == FIVE_YEAR and bool(start and end) and start <= year <= end
