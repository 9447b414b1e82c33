"""How operations answer: pages of lists, editions as ETags, actions done once per key."""

import functools
import hashlib
import json

from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.utils import timezone
from ninja import Path, Query

from kechuang.domain.collection.entry import written
from kechuang.web.api.models import Answer
from kechuang.web.api.problems import Problem, by_token

ID = Path(..., ge=1, le=2**53 - 1, examples=[1])
PAGE = Query(1, ge=1, le=100_000, examples=[1])
SIZE = Query(50, ge=1, le=200, examples=[50])
_LONGEST_KEY = 80


def paged(found, page, size, shape):
    """A page of rows, each in its shape; beyond the last page there is nothing."""
    pages = Paginator(found, size)
    rows = pages.page(page).object_list if page <= pages.num_pages else []
    return {"items": [shape(row) for row in rows], "page": page, "pages": pages.num_pages, "count": pages.count}


def by(request):
    """Who does a deed, from where, when."""
    return {"actor": request.user, "origin": by_token(request), "at": timezone.now()}


def tagged(request, response, shown):
    """Give an answer its ETag; where the program has it already, there is nothing to send."""
    tag = f'"{shown["edition"]}"'
    response["ETag"] = tag
    if request.headers.get("If-None-Match") == tag:
        raise Unchanged(tag)
    return shown


class Unchanged(Exception):
    """What the program has is what there is."""


def unchanged(_request, one):
    """304."""
    return HttpResponse(status=304, headers={"ETag": str(one)})


def number(value):
    """A number as the API writes it: digits in a text, so that nothing is rounded on the way."""
    return None if value is None else written(value)


def moment(at):
    """A moment in ISO 8601."""
    return None if at is None else at.isoformat()


def deed(function=None, *, first=None):
    """A deed is done once for an Idempotency-Key, and answers the same again; an If-Match must name the edition sent.

    ``first`` is what takes long and changes nothing, such as reading a file: it is done before a transaction holds anybody
    up, and what it finds is ``request.first``. A deed that answers a problem instead of raising it keeps what it did.
    """
    if function is None:
        return functools.partial(deed, first=first)

    @functools.wraps(function)
    def once(request, *args, **kwargs):
        _match_edition(request, kwargs)
        key = request.headers.get("Idempotency-Key", "")
        if not key:
            request.first = first(request, **kwargs) if first else None
            return function(request, *args, **kwargs)
        if len(key) > _LONGEST_KEY or not key.isascii() or not key.isprintable():
            raise Problem(400, "unfit-key", where="Idempotency-Key")
        act = functools.partial(function, request, *args, **kwargs)
        look = functools.partial(first, request, **kwargs) if first else None
        return _done_once(request, key, act, look)

    return once


def _done_once(request, key, act, look):
    """The answer of ``act``, or the one kept under the key; ``look`` runs before the transaction where the key is new."""
    asked = _asked(request)
    is_new = not Answer.objects.filter(token=request.token, key=key).exists()
    request.first = look() if look and is_new else None
    with transaction.atomic():
        kept, new = Answer.objects.select_for_update().get_or_create(
            token=request.token, key=key, defaults={"asked": asked, "at": timezone.now()}
        )
        if kept.asked != asked:
            raise Problem(422, "key-used", where="Idempotency-Key")
        if not new:
            return kept.body
        if look and not is_new:
            request.first = look()
        answered = act()
        if isinstance(answered, HttpResponse):
            kept.delete()
            return answered
        Answer.objects.filter(pk=kept.pk).update(status=200, body=answered)
        return answered


def _asked(request):
    """What makes a request the same as one before: method, address and what was sent, files by their fingerprint."""
    if request.FILES or request.POST:
        files = {name: hashlib.sha256(file.read()).hexdigest() for name, file in request.FILES.items()}
        for file in request.FILES.values():
            file.seek(0)
        names = {name: file.name for name, file in request.FILES.items()}
        body = json.dumps([dict(request.POST.lists()), files, names], sort_keys=True).encode("utf-8", "replace")
    else:
        body = request.body
    return hashlib.sha256(
        b"\0".join((request.method.encode(), request.path.encode("utf-8", "replace"), body))
    ).hexdigest()


def _match_edition(request, kwargs):
    tag = request.headers.get("If-Match", "").strip()
    given = next((value.edition for value in kwargs.values() if hasattr(value, "edition")), None)
    if tag and given is not None and tag.strip('"') != str(given):
        raise Problem(409, "changed-meanwhile", where="If-Match")
