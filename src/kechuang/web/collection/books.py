"""Workbooks exported and imported, on record."""

from django.db import transaction

from kechuang.web.collection.actions import fill
from kechuang.web.collection.models import MarkedBook
from kechuang.web.collection.workbook import check_book
from kechuang.web.collection.workbook_written import write_marked
from kechuang.web.journal.actions import record
from kechuang.web.plans.originals import keep_original


def bring_in(round_, returns, sheet, *, name, actor, origin, at, one=None):
    """Take in the rows of a workbook: all of them or, where a cell is wrong, none; then it is kept with its mistakes marked.

    Answers what was checked, how many fields changed, and the marked workbook. Raises Refused, ChangedMeanwhile, NotOpen.
    """
    by = {"actor": actor, "origin": origin, "at": at}
    taken = check_book(sheet, round_, returns, one=one)
    if taken.mistakes:
        return taken, 0, keep_marked(round_, write_marked(round_, taken, one=one), taken, name=name, **by)
    return taken, take_in(taken, returns, **by), None


@transaction.atomic
def take_in(taken, returns, *, actor, origin, at):
    """Fill in what a checked workbook says, all of it; answers how many fields changed. Raises ChangedMeanwhile, NotOpen."""
    changed = 0
    for filed in returns:
        if filed.pk in taken.filling:
            filling, edition = taken.filling[filed.pk], filed.edition
            changed += fill(
                filed, filling, edition=edition, actor=actor, origin=origin, at=at, deed="return.filled-by-workbook"
            )
    return changed


@transaction.atomic
def keep_marked(round_, data, taken, *, name, actor, origin, at):
    """Keep a workbook with its mistakes for whoever sent it, and write down that it was refused."""
    original = keep_original(data, name)
    kept = MarkedBook.objects.create(
        round=round_, by=actor, original=original, name=name[:200], mistakes=len(taken.mistakes), at=at
    )
    record("workbook.refused", round_, actor=actor, origin=origin, at=at, after={"mistakes": len(taken.mistakes)})
    return kept


def given_out(round_, count, *, actor, origin, at):
    """Write down that a workbook was given out."""
    record("workbook.given-out", round_, actor=actor, origin=origin, at=at, after={"returns": count})
