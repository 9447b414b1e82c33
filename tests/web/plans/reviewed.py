"""A version under review: its items, everything that can be done to them, and what the journal says of it."""

from kechuang.web.journal.models import Entry
from kechuang.web.plans import reviewing


def deeds():
    return list(Entry.objects.order_by("number").values_list("deed", flat=True))


def first(version, kind="commitments"):
    return version.items.filter(kind=kind).order_by("position").first()


VERBS = {
    "accept": lambda version, by: reviewing.accept(version, [first(version).pk], **by),
    "reject": lambda version, by: reviewing.reject(first(version), reason="", edition=0, **by),
    "put back": lambda version, by: reviewing.put_back(first(version), edition=0, **by),
    "correct": lambda version, by: reviewing.correct(first(version), {"low": 1}, reason="", edition=0, **by),
    "add": lambda version, by: reviewing.add(version, "tasks", {"title": "x"}, start=0, end=4, **by),
}
