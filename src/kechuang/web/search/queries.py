"""What matches a query."""

from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

from kechuang.web.search import words_table
from kechuang.web.search.bigrams import shadow
from kechuang.web.search.models import Found

_BEFORE, _AFTER = 40, 120


def found_for(query):
    """Everything that holds every part of ``query``, what has them in its title first, then the newest; any length of part counts."""
    phrases = words_table.phrases_of(query)
    return holding(phrases) if phrases else Found.objects.none()


def holding(phrases):
    """The same of ``phrases_of`` a query, one at least, or of what stands for them in a question."""
    one, in_title = words_table.condition(), words_table.condition(title=True)
    found = Found.objects.all()
    for phrase in phrases:
        found = found.filter(RawSQL(one, [phrase], output_field=BooleanField()))
    titled = RawSQL(" AND ".join(in_title for _ in phrases), list(phrases), output_field=BooleanField())
    return found.annotate(in_title=titled).order_by("-in_title", "-pk")


def parts_of(query):
    """The parts of a query as the shadow has them, longest first."""
    return sorted(shadow(query[:200]).split()[:5], key=len, reverse=True)


def marked(text, query):
    """``text`` in stretches, each with whether it is what was asked for."""
    dark, hits = shadow(text), []
    for part in parts_of(query):
        at = dark.find(part)
        while at >= 0:
            hits.append((at, at + len(part)))
            at = dark.find(part, at + len(part))
    stretches, end = [], 0
    for start, stop in sorted(hits):
        if start >= end:
            stretches += [(text[end:start], False), (text[start:stop], True)]
            end = stop
    return [one for one in [*stretches, (text[end:], False)] if one[0]]


def excerpt(text, query):
    """A stretch of ``text`` around the first place of what was asked for."""
    dark = shadow(text)
    places = [at for at in (dark.find(part) for part in parts_of(query)) if at >= 0]
    if not places:
        return text[:_AFTER]
    start = max(0, min(places) - _BEFORE)
    return ("…" if start else "") + " ".join(text[start : min(places) + _AFTER].split())
