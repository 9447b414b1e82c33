"""Errors as RFC 9457 problems (application/problem+json): what, where, and what next, in the language asked for."""

import json

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.utils import translation
from ninja.errors import AuthenticationError, HttpError, ValidationError

from kechuang.domain.collection.lifecycle import NoSuchStep as NoSuchReturnStep
from kechuang.domain.tasks.life import NoSuchStep as NoSuchTaskStep
from kechuang.readers.errors import Unreadable
from kechuang.web.collection import actions as collection
from kechuang.web.collection import approval, changing
from kechuang.web.collection.workbook import Refused
from kechuang.web.evaluations import actions as evaluations
from kechuang.web.evaluations.states import NoSuchStep as NoSuchEvaluationStep
from kechuang.web.indicators import actions as indicators
from kechuang.web.journal.actions import record
from kechuang.web.origin import origin_of
from kechuang.web.plans import actions as plans
from kechuang.web.plans import audits, reviewing
from kechuang.web.plans.fields import Unfit
from kechuang.web.plans.states import NoSuchStep as NoSuchPlanStep
from kechuang.web.publication import actions as publication
from kechuang.web.tasks import actions as tasks
from kechuang.web.tasks import assigning, following, work_plans
from kechuang.web.words import active_words, say

# What a room's action may refuse, the status it means, and the key of its words (api.problem.…).
EXPECTED = {
    reviewing.ChangedMeanwhile: (409, "changed-meanwhile"),
    tasks.ChangedMeanwhile: (409, "changed-meanwhile"),
    collection.ChangedMeanwhile: (409, "changed-meanwhile"),
    indicators.ChangedMeanwhile: (409, "changed-meanwhile"),
    evaluations.ChangedMeanwhile: (409, "changed-meanwhile"),
    plans.AlreadyOpen: (409, "already-open"),
    plans.NotOpen: (409, "not-open"),
    tasks.NotOpen: (409, "not-open"),
    collection.NotOpen: (409, "not-open"),
    indicators.NotAdopted: (409, "not-adopted"),
    following.NotAdopted: (409, "not-adopted"),
    evaluations.NotAdopted: (409, "not-adopted"),
    indicators.NothingToUndo: (409, "nothing-to-undo"),
    NoSuchPlanStep: (409, "no-such-step"),
    NoSuchTaskStep: (409, "no-such-step"),
    NoSuchReturnStep: (409, "no-such-step"),
    NoSuchEvaluationStep: (409, "no-such-step"),
    approval.BelowNotApproved: (409, "below-not-approved"),
    approval.AboveRestsOnIt: (409, "above-rests-on-it"),
    approval.NotAllApproved: (409, "not-all-approved"),
    changing.RoundClosed: (409, "round-closed"),
    changing.DayPast: (422, "day-past"),
    collection.ClosesTooEarly: (422, "closes-too-early"),
    changing.ReasonMissing: (422, "reason-missing"),
    changing.Filed: (409, "filed-already"),
    changing.AboveApproved: (409, "above-approved"),
    approval.ReasonMissing: (422, "reason-missing"),
    reviewing.NotInDocument: (422, "not-in-document"),
    assigning.Reached: (409, "milestone-reached"),
    work_plans.NoPlanBeside: (409, "no-plan-beside"),
    plans.NotReady: (422, "items-waiting"),
    plans.Unlabelled: (422, "errors-unlabelled"),
    audits.NoReason: (422, "reason-missing"),
    audits.NothingSaid: (409, "nothing-said"),
    publication.SlugTaken: (409, "slug-taken"),
    publication.BadSlug: (422, "unfit"),
    publication.NotSigned: (409, "not-signed"),
    publication.AlreadyWithdrawn: (409, "no-such-step"),
    tasks.TooEarly: (422, "too-early"),
    Unfit: (422, "unfit"),
}


MOST_ERRORS = 200


class Problem(Exception):
    """A problem by its code; ``where`` names the field or header, ``errors`` every place of it."""

    def __init__(self, status, code, *, where="", headers=None, errors=()):
        super().__init__(code)
        self.status, self.code, self.where, self.headers, self.errors = status, code, where, headers or {}, errors


def problem(status, code, *, where="", errors=(), headers=None, workbook=""):
    """The answer to a problem; ``workbook`` is the address of the workbook that was sent, with its mistakes marked."""
    body = {
        "type": f"urn:kechuang:problem:{code}",
        "title": say(f"api.problem.{code}"),
        "status": status,
        "code": code,
        "where": where,
        "next": say(f"api.next.{code}"),
    }
    if errors:
        body["errors"], body["count"] = list(errors)[:MOST_ERRORS], len(errors)
    if workbook:
        body["workbook"] = workbook
    text = json.dumps(body, ensure_ascii=False)
    return HttpResponse(text, status=status, content_type="application/problem+json", headers=headers)


def problem_outside(request, status, code):
    """The answer to a problem that no operation met, in the language asked for; asks the database nothing."""
    language = language_of(request)
    with translation.override(language):
        answer = problem(status, code)
    answer["Content-Language"], answer["Cache-Control"] = language, "no-store"
    return answer


def language_of(request):
    """The first language asked for that the site has."""
    known = {code.split("-")[0]: code for code, _ in settings.LANGUAGES}
    for part in request.headers.get("Accept-Language", "")[:200].split(","):
        code = part.split(";")[0].strip().lower().split("-")[0]
        if code in known:
            return known[code]
    return settings.LANGUAGE_CODE


def handle_all(api):
    """Tell the API what to answer to everything an operation may raise."""
    api.add_exception_handler(
        Problem,
        lambda request, one: problem(one.status, one.code, where=one.where, headers=one.headers, errors=one.errors),
    )
    api.add_exception_handler(Http404, lambda request, one: problem(404, "not-found", where=request.path[:300]))
    api.add_exception_handler(PermissionDenied, _refused)
    api.add_exception_handler(AuthenticationError, lambda request, one: unsigned())
    api.add_exception_handler(ValidationError, _unfit)
    api.add_exception_handler(evaluations.Unfit, _unfit_recipe)
    api.add_exception_handler(collection.NotReady, _findings_stand)
    api.add_exception_handler(Unreadable, lambda request, one: _unfit_file(one.code, one.details))
    api.add_exception_handler(Refused, lambda request, one: _unfit_file(one.code, {}))
    api.add_exception_handler(HttpError, lambda request, one: problem(one.status_code, "not-readable", where="body"))
    for kind, (status, code) in EXPECTED.items():
        api.add_exception_handler(kind, _answering(status, code))


def unsigned():
    """Nobody, or a token that opens nothing."""
    return problem(401, "no-token", where="Authorization", headers={"WWW-Authenticate": 'Bearer realm="kechuang"'})


def _answering(status, code):
    return lambda request, one: problem(status, code, where=str(one)[:300])


def _refused(request, refusal):
    after = {"method": request.method, "path": request.path[:500], "verb": str(refusal)[:100]}
    record("refused", actor=request.user, origin=by_token(request), after=after)
    return problem(403, "not-allowed", where=str(refusal)[:100])


def by_token(request):
    """From where a deed came, and through which token."""
    token = getattr(request, "token", None)
    return f"{origin_of(request)} token {token.pk}"[:64] if token is not None else origin_of(request)


def _unfit(request, one):
    known = active_words().wordings
    errors = []
    for error in one.errors[:50]:
        key = f"api.wrong.{error['type'].replace('_', '-')}"
        what = say(key) if key in known else say("api.wrong.other")
        errors.append(
            {"where": ".".join(str(part) for part in error["loc"])[:300], "what": what, "code": error["type"]}
        )
    return problem(422, "unfit", where=errors[0]["where"] if errors else "", errors=errors)


def _findings_stand(request, one):
    errors = [
        {
            "where": f"cells.{finding.field_id}",
            "what": say(f"{finding.rule}.says", **finding.details),
            "code": finding.rule,
            "finding": finding.id,
        }
        for finding in one.findings
    ]
    return problem(422, "findings-stand", where=str(len(errors)), errors=errors)


def _unfit_file(code, details):
    what = say(code, **details)
    return problem(422, "unfit-file", where="body", errors=[{"where": "body", "what": what, "code": code}])


def _unfit_recipe(request, one):
    where = "body.text"
    errors = [{"where": where, "what": say(one.code, **one.details), "code": one.code}]
    return problem(422, "unfit", where=where, errors=errors)
