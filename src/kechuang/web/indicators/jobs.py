"""Reassessing in the background when the calendar has outdated an assessment: a value is too old, a period is over."""

from datetime import datetime, time

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from kechuang.web.indicators import assessing
from kechuang.web.indicators.models import Assessment, Course, VerdictChange
from kechuang.web.jobs.actions import end, queue
from kechuang.web.journal.actions import record
from kechuang.web.plans.models import Plan

JUDGING = "indicators.judge"


def ask_anew(*, at):
    """Put every plan in line that was judged in an earlier year; answers how many. Asked twice, it puts none in line twice."""
    plans = _old(at).values_list("indicator__plan", flat=True).distinct()
    return len([queue(JUDGING, plan, at=at) for plan in sorted(plans)])


def judge(job, *, progress):
    """Judge the plan of a job anew; the job ends in the same transaction, so it is done once."""
    plan = Plan.objects.get(pk=job.subject)
    progress(10)
    at = timezone.now()
    with transaction.atomic():
        if _old(at).filter(indicator__plan=plan).exists():
            count = assessing.assess_all(plan, at=at)
            changed = VerdictChange.objects.filter(indicator__plan=plan, at=at).count()
            after = {"assessments": count, "changed": changed, "year": timezone.localdate(at).year}
            record("indicators.assessed-by-calendar", plan, at=at, after=after)
        end(job, at=at)


def give_up(job):
    """Nobody waits for it: the plan is put in line again as long as its judgement is old."""


def _old(at):
    """What was judged before the year of ``at`` began and has a course still."""
    year = datetime.combine(timezone.localdate(at).replace(month=1, day=1), time.min)
    course = Course.objects.filter(indicator=OuterRef("indicator"), organisation=OuterRef("organisation"))
    return Assessment.objects.filter(Exists(course), at__lt=timezone.make_aware(year))
