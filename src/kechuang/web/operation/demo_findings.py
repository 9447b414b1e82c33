"""Demo data of the audit: some findings of the invented plan labelled before it is adopted, the rest still to look at."""

from kechuang.web.plans import audits
from kechuang.web.plans.models import Finding
from kechuang.web.plans.states import Verdict
from kechuang.web.words import say

# place among the findings, what is said of it, words of the reason
_SAID = (
    (0, Verdict.MENDED, "demo.finding.mended"),
    (2, Verdict.ACCEPTED, "demo.finding.accepted"),
    (5, Verdict.FALSE_ALARM, "demo.finding.false-alarm"),
)


def make(known, people, at):
    """Label findings of the bureau's plan, where its audit has run; ``known`` organisations by code, ``people`` by user name."""
    found = list(Finding.objects.filter(version__plan__organisation=known["990100"]).order_by("position"))
    for place, verdict, words in _SAID:
        if place < len(found):
            after = max(at, found[place].version.audit.at)  # what is mended is said after the audit that found it
            by = {"actor": people["demo_planner"], "origin": "demo", "at": after}
            audits.label(found[place], verdict=verdict, reason=say(words), **by)
