"""Pages of the journal, for auditors."""

import json

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kechuang.domain.journal import inclusion_proof, is_included, root_of
from kechuang.web.journal.actions import record
from kechuang.web.journal.binding import read_bound
from kechuang.web.journal.models import Entry
from kechuang.web.journal.queries import day_of, deeds, entries_matching
from kechuang.web.journal.rows import changes_of_entry
from kechuang.web.journal.verify import read_leaves
from kechuang.web.organisations import access
from kechuang.web.organisations.models import Person
from kechuang.web.organisations.queries import names_of
from kechuang.web.origin import origin_of
from kechuang.web.tracing.moments import when
from kechuang.web.tracing.telling import entry_told
from kechuang.web.tracing.views_rows import page_of
from kechuang.web.words import say
from kechuang.writers.journal_csv import COLUMNS, write_journal

_CONDITIONS = ("actor", "deed", "since", "until", "text", "kind", "subject")
_MOST_OF_A_NAME = 50
_MOST_EXPORTED = 50_000
_MOST_PROVEN = 20_000  # beyond, a proof is asked for on the command line


@require_safe
def entries(request):
    """Entries, the newest first."""
    access.require(request.user, "journal.read")
    asked, found = _asked(request)
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    names = names_of({one.actor for one in page} | {one.label for one in page if one.kind == "person"}, request.user)
    for one in page:
        one.when, one.who = when(one.at), names.get(one.actor, "")
        one.thing = names.get(one.label, one.label) if one.kind == "person" else one.label
    query = request.GET.copy()
    query.pop("page", None)
    context = {"page": page, "asked": asked, "deeds": deeds(), "query": query.urlencode(), "most": _MOST_EXPORTED}
    return render(request, "tracing/list.html", context)


@require_safe
def export(request):
    """The entries of the list, with its filters, as CSV: what was done in words, before and after as they are hashed."""
    access.require(request.user, "journal.read")
    rows = list(_asked(request)[1][:_MOST_EXPORTED])
    after = {"rows": len(rows), "asked": request.GET.urlencode()[:500]}
    record("journal.exported", actor=request.user, origin=origin_of(request), after=after)
    heads = [say(f"journal-column.{name}") for name in COLUMNS]
    content = write_journal(heads, [[_exported(one, name) for name in COLUMNS] for one in rows])
    named = {"Content-Disposition": 'attachment; filename="journal.csv"'}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=named)


def _exported(entry, name):
    if name == "deed":
        return say(f"deed.{entry.deed}")
    return who(entry.actor) if name == "actor" else str(getattr(entry, name))


def _asked(request):
    """What is asked for, and the entries that fit; people are found by their names as well as by their user names."""
    asked = {key: request.GET.get(key, "").strip()[:100] for key in _CONDITIONS}
    actors = []
    if asked["actor"]:
        named = Person.objects.filter(name=asked["actor"]).values_list("username", flat=True)
        actors = [asked["actor"], *named[:_MOST_OF_A_NAME]]
    conditions = {key: asked[key] for key in ("deed", "text", "kind", "subject")}
    days = {"since": day_of(asked["since"]), "until": day_of(asked["until"])}
    return asked, entries_matching(actors=actors, **conditions, **days)


@require_safe
def entry(request, number):
    """One entry, what it changed, and the proof that it stands in the journal."""
    access.require(request.user, "journal.read")
    found = Entry.objects.filter(number=number).first()
    if found is None:
        raise Http404
    found.when, found.who = when(found.at), names_of([found.actor], request.user).get(found.actor, "")
    (_, trace), told = entry_told(found, _loaded(found.before), _loaded(found.after))
    context = {"entry": found, "trace": trace, "told": told, "proof": _proof(found), "most": _MOST_PROVEN}
    if found.rows:
        context |= {"page": page_of(request, changes_of_entry(number), 20), "sha256": read_bound(found.rows).sha256}
    return render(request, "tracing/entry.html", context)


def who(actor):
    """An actor as people say it: ``wang/li`` is wang on behalf of li."""
    name, _, other = actor.partition("/")
    return say("acting.for", name=name, other=other) if other else name


def _loaded(text):
    try:
        return json.loads(text) if text else None
    except ValueError:
        return text


def _proof(found):
    leaves = read_leaves() if Entry.objects.count() <= _MOST_PROVEN else None
    if leaves is None or found.number > len(leaves):
        return None
    index, root = found.number - 1, root_of(leaves)
    steps = inclusion_proof(leaves, index)
    sound = leaves[index].hex() == found.leaf and is_included(leaves[index], index, len(leaves), steps, root)
    return {"root": root.hex(), "size": len(leaves), "steps": [step.hex() for step in steps], "sound": sound}
