"""Pages on the API: one's tokens and the operations; and the entrance for programs."""

import json

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import Http404, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kechuang.web.api import access, actions
from kechuang.web.api.describing import operations
from kechuang.web.api.forms import TokenForm
from kechuang.web.api.problems import language_of, problem
from kechuang.web.api.site import openapi, resolve
from kechuang.web.middleware import is_beyond_limit
from kechuang.web.origin import origin_of
from kechuang.web.words import say


@csrf_exempt
@login_not_required
def call(request, rest):
    """An operation; who asks is said by a token, never by a browser's session."""
    request.LANGUAGE_CODE = language = language_of(request)
    with translation.override(language):
        try:
            if settings.SECURE_SSL_REDIRECT and not request.is_secure():
                answer = problem(403, "not-secure")
            elif is_beyond_limit(request):
                answer = problem(413, "too-large", where="body")
            elif "\x00" in request.get_full_path() or "%00" in request.get_full_path():
                answer = problem(400, "not-readable", where="query")
            else:
                match = resolve(rest)
                answer = match.func(request, *match.args, **match.kwargs)
        except (MultiPartParserError, TooManyFieldsSent, TooManyFilesSent):
            answer = problem(400, "not-readable", where="body")
        except RequestDataTooBig:
            answer = problem(413, "too-large", where="body")
        except Http404:
            answer = problem(404, "not-found", where=request.path[:300])
        if answer.status_code == 405:
            answer = problem(405, "no-method", where=request.method[:20], headers={"Allow": answer.headers["Allow"]})
    answer["Content-Language"] = language
    answer["Cache-Control"] = "no-store"
    return answer


@login_not_required
@require_safe
def description(request):
    """What operations there are, as OpenAPI 3.1."""
    language = "en" if language_of(request) == "en" or request.GET.get("language") == "en" else "zh"
    text = json.dumps(openapi(language), ensure_ascii=False, default=str)
    return HttpResponse(text, content_type="application/json")


@require_safe
def docs(request):
    """What operations there are, to read."""
    schema = openapi("en" if request.LANGUAGE_CODE == "en" else "zh")
    rooms = {}
    for address, method, operation in operations(schema):
        rooms.setdefault(operation["tags"][0], []).append(_line(address, method, operation))
    context = {
        "rooms": list(rooms.items()),
        "count": sum(map(len, rooms.values())),
        "limit": settings.API_CALLS_A_MINUTE,
    }
    return render(request, "api/docs.html", context)


def _line(address, method, operation):
    body = next((sent["example"] for sent in operation.get("requestBody", {}).get("content", {}).values()), None)
    ((media_type, answer),) = operation["responses"]["200"]["content"].items()
    shown = (
        json.dumps(answer["example"], ensure_ascii=False, indent=1, default=str) if "example" in answer else media_type
    )
    return {
        "method": method.upper(),
        "address": address,
        "summary": operation["summary"],
        "parameters": [one for one in operation.get("parameters", ()) if one["in"] != "header"],
        "body": json.dumps(body, ensure_ascii=False, indent=1) if body is not None else "",
        "answer": shown,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request):
    """One's tokens, and making one: it is shown once."""
    form = TokenForm(access.verbs_of(request.user), access.organisations_of(request.user), request.POST or None)
    shown = ""
    if request.method == "POST" and form.is_valid():
        _, shown = actions.make_token(**form.cleaned_data, **_by(request))
        form = TokenForm(access.verbs_of(request.user), access.organisations_of(request.user))
    found = access.tokens_visible_to(request.user).select_related("organisation").order_by("-pk")[:200]
    context = {"form": form, "tokens": found, "shown": shown, "now": timezone.now()}
    return render(request, "api/tokens.html", context, status=422 if form.errors else 200)


@require_POST
def revoke(request, pk):
    """Take a token back."""
    token = get_object_or_404(access.tokens_visible_to(request.user), pk=pk)
    actions.revoke_token(token, **_by(request))
    messages.success(request, say("token.was-revoked", name=token.name))
    return redirect("api:tokens")


def _by(request):
    return {"actor": request.user, "origin": origin_of(request), "at": timezone.now()}
