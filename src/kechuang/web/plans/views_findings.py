"""The audit's findings (规划体检): beside the document, labelled by planners, and as files to download."""

import json
from functools import partial

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from kechuang.readers.capped import Caps, run_capped
from kechuang.readers.errors import Unreadable
from kechuang.web.jobs.models import Job, State
from kechuang.web.journal.actions import record
from kechuang.web.organisations import access as organisations
from kechuang.web.origin import origin_of
from kechuang.web.plans import audits, queries
from kechuang.web.plans.access import findings_visible_to
from kechuang.web.plans.actions import AUDITING
from kechuang.web.plans.auditing import commented, report_of
from kechuang.web.plans.findings import findings_of, mended_and_gone
from kechuang.web.plans.layout import blocks_of
from kechuang.web.plans.models import Audit
from kechuang.web.plans.originals import path_of
from kechuang.web.plans.states import UNLABELLED, Status, Verdict
from kechuang.web.plans.worded import exported, suppressed, worded, worded_abstentions
from kechuang.web.words import say
from kechuang.writers.audit_json import report_to_json
from kechuang.writers.sarif import report_to_sarif

SHOWN = ("unlabelled", *(one.value for one in Status if one not in UNLABELLED), "all", "abstained")
_CAPS = Caps(memory=2 * 2**30, cpu=60, wall=90.0)
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
def findings(request, pk):
    """What does not add up in a version, grouped by how grave it is, beside the document."""
    version = _version(request, pk)
    audit = Audit.objects.select_related("beside__plan").filter(version=version).first()
    all_of_them = findings_of(version)
    shown = request.GET.get("shown") if request.GET.get("shown") in SHOWN else SHOWN[0]
    context = {
        **_counted(version, all_of_them),
        "audit": audit,
        "under_way": Job.objects.filter(kind=AUDITING, subject=pk, state__in=[State.WAITING, State.RUNNING]).exists(),
        "shown": shown,
        "groups": _groups(version, [one for one in all_of_them if _fits(one, shown)]),
        "abstained": worded_abstentions(version, audit) if audit and shown == "abstained" else [],
        "gone": mended_and_gone(version) if shown in ("mended", "all") else [],
        "blocks": blocks_of(
            version.original.text, tables=version.original.tables, page_starts=version.original.page_starts
        ),
        "open": organisations.may(request.user, "plan.review", version.plan.organisation_id),
        "is_word": version.original.format == "docx",
    }
    return render(request, "plans/findings.html", context)


def _fits(one, shown):
    return shown == "all" or (one.status in UNLABELLED if shown == "unlabelled" else one.status == shown)


def _groups(version, found):
    """The findings to show, the gravest first: ``(severity, cards)``."""
    cards = worded(version, found)
    levels = dict.fromkeys(card.severity for card in cards)
    return [(level, [card for card in cards if card.severity == level]) for level in levels]


def _counted(version, found):
    counts = {name: sum(_fits(one, name) for one in found) for name in SHOWN}
    audit = Audit.objects.filter(version=version).first()
    counts["abstained"] = len(audit.abstained) if audit else 0
    grave = [(level, sum(one.row.severity == level for one in found)) for level in ("error", "warning", "note")]
    return {"version": version, "counts": list(counts.items()), "grave": grave}


@require_POST
def label(request, pk):
    """Say something of one finding."""
    visible = findings_visible_to(request.user, on=timezone.localdate())
    finding = get_object_or_404(visible.select_related("version__plan__organisation", "version__original"), pk=pk)
    verdict = request.POST.get("verdict")
    if verdict not in set(Verdict):
        raise Http404
    reason = request.POST.get("reason", "").strip()[:1_000]
    try:
        audits.label(finding, verdict=verdict, reason=reason, **_by(request))
    except audits.NoReason:
        return render(request, "plans/refused.html", {"message": say("findings.say-why")}, status=409)
    except audits.NothingSaid:
        return render(request, "plans/refused.html", {"message": say("findings.nothing-said")}, status=409)
    version, all_of_them = finding.version, findings_of(finding.version)
    if not request.htmx:
        return redirect(f"{reverse('plans:findings', args=[version.pk])}?shown=all#item-{finding.pk}")
    card = worded(version, [one for one in all_of_them if one.row.pk == finding.pk])[0]
    context = {**_counted(version, all_of_them), "card": card, "open": True, "alone": True, "shown": ""}
    return render(request, "plans/finding.html", context)


@require_POST
def audit_again(request, pk):
    """Audit a version once more."""
    version = _version(request, pk)
    audits.audit_again(version, **_by(request))
    return redirect("plans:findings", pk=pk)


@require_safe
def file(request, pk, form):
    """The findings as a file: JSON, SARIF, or the Word file with comments."""
    version = _version(request, pk)
    audit = get_object_or_404(Audit, version=version)
    if form not in _FILES or (form == "word" and version.original.format != "docx"):
        raise Http404
    data, kind, ending = _FILES[form](version, audit)
    record("plan.findings-exported", version, after={"form": form}, **_by(request))
    headers = {"Content-Disposition": f'attachment; filename="findings-{version.plan_id}-v{version.number}.{ending}"'}
    return HttpResponse(data, content_type=kind, headers=headers)


def _say(key, details):
    return say(key, **details)


def _report(version, audit):
    data, names = exported(version, audit)
    return report_of(data, audit.abstained, names), names


def _json(version, audit):
    report, _ = _report(version, audit)
    return json.dumps(report_to_json(report, _say), ensure_ascii=False, indent=2), "application/json", "json"


def _sarif(version, audit):
    report, names = _report(version, audit)
    log = report_to_sarif(report, list(names.values()), _say, _language())
    data = suppressed(log, findings_of(version))
    return json.dumps(data, ensure_ascii=False, indent=2), "application/sarif+json", "sarif"


def _word(version, audit):
    report, _ = _report(version, audit)
    path = str(path_of(version.original.sha256))
    job = partial(commented, path, version.original.name, report.findings, _language())
    try:
        return run_capped(job, _CAPS), _WORD, "docx"
    except Unreadable:
        raise Http404 from None


def _language():
    return "en" if get_language() == "en" else "zh"


_FILES = {"json": _json, "sarif": _sarif, "word": _word}


def _version(request, pk):
    version = get_object_or_404(queries.versions_for_page(request.user, on=timezone.localdate()), pk=pk)
    organisations.require(request.user, "plan.see-draft", version.plan.organisation_id)
    return version


def _by(request):
    return {"actor": request.user, "origin": origin_of(request), "at": timezone.now()}
