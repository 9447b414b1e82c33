"""Reading and auditing a document in the background: steps in a capped process, then one transaction."""

from functools import partial

from django.db import transaction
from django.utils import timezone

from kechuang.readers.capped import Worker
from kechuang.readers.errors import Unreadable
from kechuang.readers.read import OcrMode, caps_for
from kechuang.web.jobs.actions import end
from kechuang.web.plans import actions, audits
from kechuang.web.plans.auditing import audit_papers
from kechuang.web.plans.carry import read_figures, read_original
from kechuang.web.plans.models import Version
from kechuang.web.plans.originals import path_of


def read(job, *, progress):
    """Read the version a job is about; the job ends in the transaction that keeps the result, so it is done once."""
    version = Version.objects.select_related("original").get(pk=job.subject)
    path = path_of(version.original.sha256)
    worker = Worker()
    try:
        caps = caps_for(path, ocr=OcrMode.AUTO)
        progress(10)
        document = worker.run(partial(read_original, str(path), version.original.name), caps)
        progress(50)
        found = worker.run(partial(read_figures, document), caps)
        progress(90)
    except Unreadable as unreadable:
        with transaction.atomic():
            actions.give_up_reading(version, code=unreadable.code, details=unreadable.details, at=timezone.now())
            end(job, at=timezone.now(), problem=unreadable.code)
        return
    finally:
        worker.close()
    with transaction.atomic():
        actions.keep_reading(version, document, found, at=timezone.now())
        end(job, at=timezone.now())


def audit(job, *, progress):
    """Audit the version a job is about; done a second time, it finds the same."""
    version = Version.objects.select_related("original", "plan").get(pk=job.subject)
    beside = audits.version_beside(version, on=timezone.localdate())
    worker = Worker()
    try:
        caps = caps_for(path_of(version.original.sha256), ocr=OcrMode.AUTO)
        progress(10)
        audited = worker.run(partial(audit_papers, audits.papers_of(version, beside)), caps)
        progress(90)
    except Unreadable as unreadable:
        end(job, at=timezone.now(), problem=unreadable.code)
        return
    finally:
        worker.close()
    with transaction.atomic():
        audits.keep_audit(version, audited, beside=beside, at=timezone.now())
        end(job, at=timezone.now())


def give_up_audit(job):
    """An audit no worker survived leaves the last one as it was; the job itself says that it failed."""


def give_up(job):
    """Tell the version of a job that no worker survived."""
    version = Version.objects.filter(pk=job.subject).first()
    if version is not None:
        actions.give_up_reading(version, code="job-worker-died", details={}, at=timezone.now())
