"""Pages of the journal, for auditors."""

import json

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kechuang.domain.journal import inclusion_proof, is_included, root_of
from kechuang.web.journal.binding import read_bound
from kechuang.web.journal.models import Entry
from kechuang.web.journal.queries import deeds, entries_matching
from kechuang.web.journal.rows import changes_of_entry
from kechuang.web.journal.verify import read_leaves
from kechuang.web.organisations import access
from kechuang.web.tracing.moments import when
from kechuang.web.tracing.telling import entry_told
from kechuang.web.tracing.views_rows import page_of
from kechuang.web.words import say

_MOST_PROVEN = 20_000  # beyond, a proof is asked for on the command line


@require_safe
def entries(request):
    """Entries, the newest first."""
    access.require(request.user, "journal.read")
    asked = {key: request.GET.get(key, "").strip()[:100] for key in ("actor", "deed", "text", "day")}
    page = Paginator(entries_matching(**asked), 50).get_page(request.GET.get("page"))
    for one in page:
        one.when, one.who = when(one.at), who(one.actor)
    query = request.GET.copy()
    query.pop("page", None)
    context = {"page": page, "asked": asked, "deeds": deeds(), "query": query.urlencode()}
    return render(request, "tracing/list.html", context)


@require_safe
def entry(request, number):
    """One entry, what it changed, and the proof that it stands in the journal."""
    access.require(request.user, "journal.read")
    found = Entry.objects.filter(number=number).first()
    if found is None:
        raise Http404
    found.when, found.who = when(found.at), who(found.actor)
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
