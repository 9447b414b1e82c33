"""Evaluations for pages."""

import json
from dataclasses import asdict, dataclass, field

from django.db.models import OuterRef, Subquery

from kechuang.readers.snapshot import read_snapshot
from kechuang.web.evaluations.access import evaluations_visible_to
from kechuang.web.evaluations.actions import COMPUTING
from kechuang.web.evaluations.computing import RESULTS
from kechuang.web.evaluations.models import Result
from kechuang.web.indicators.templatetags.indicators import write_aim
from kechuang.web.jobs.models import Job

_VERDICTS = ("reached", "on_course", "at_risk", "off_course", "not_enough_to_tell")


def evaluations_for_list(person):
    """Evaluations one may see with what a line shows, the newest first."""
    found = evaluations_visible_to(person).select_related("plan__organisation", "recipe", "begun_by")
    return found.defer("snapshot__content").select_related("snapshot").order_by("-begun_at", "-pk")


def evaluations_for_page(person):
    """The same with the progress of the job."""
    job = Job.objects.filter(kind=COMPUTING, subject=OuterRef("pk")).order_by("-pk")
    return evaluations_for_list(person).annotate(progress=Subquery(job.values("progress")[:1]))


def files_of(evaluation):
    """Names, types and hashes of the results, without their bytes."""
    return list(evaluation.results.order_by("name").values("name", "media_type", "sha256"))


@dataclass(frozen=True)
class Shown:
    """Results with the names that were frozen with them."""

    content: dict
    snapshot: object
    indicators: dict
    organisations: dict
    tallies: list = field(default_factory=list)

    @property
    def findings(self):
        """What does not add up, false alarms left out."""
        return [one for one in self.content["findings"] if one.get("counts", True)]

    @property
    def false_alarms(self):
        """What planners had found to be none, with their reasons."""
        return [one for one in self.content["findings"] if not one.get("counts", True)]

    @property
    def together(self):
        """Indicator -> what its parts imply together; nothing in results of before that was told."""
        return {one["indicator_id"]: one for one in self.content.get("together", ())}

    def outlooks(self, organisation=None):
        """The outlooks of an organisation, the plan's own unless named, in the order of the plan."""
        wanted = self.snapshot.home if organisation is None else organisation
        rows = [one for one in self.content["outlook"] if one["organisation_id"] == wanted]
        order = {one.id: place for place, one in enumerate(self.snapshot.indicators)}
        return sorted(rows, key=lambda one: order[one["indicator_id"]])


def results_of(evaluation):
    """The results as they are shown; None before they are there."""
    result = Result.objects.filter(evaluation=evaluation, name=RESULTS).values_list("content", flat=True).first()
    if result is None:
        return None
    content = json.loads(bytes(result))
    snapshot = read_snapshot(bytes(evaluation.snapshot.content))
    names = {one.id: one for one in snapshot.indicators}
    home = [one for one in content["outlook"] if one["organisation_id"] == snapshot.home]
    tallies = [(verdict, sum(one["verdict"] == verdict for one in home)) for verdict in _VERDICTS]
    return Shown(content, snapshot, names, snapshot.organisation_by_id, [pair for pair in tallies if pair[1]])


def rows_of(shown):
    """The outlooks of the plan's own organisation with the odds in percent, never 0 or 100 where nothing is settled."""
    ends, together = ("baseline", "latest"), shown.together
    return [
        {
            **one,
            **{end: _with_text(one[end], values_of(shown, one)) for end in ends},
            "target_text": target_text(shown, indicator),
            "percent_text": _percent_text(one["probability"]),
            "together": together.get(one["indicator_id"]),
            "item": indicator.item,
            "cumulative": indicator.cumulative,
        }
        for one in shown.outlooks()
        for indicator in [shown.indicators[one["indicator_id"]]]
    ]


def values_of(shown, outlook):
    """The frozen values of the whole years an outlook rests on, the years rising."""
    return shown.snapshot.yearly.get((outlook["organisation_id"], outlook["indicator_id"]), ())


def parts_of(shown, indicator):
    """What the parts of an indicator imply, each with its name and the frozen value it was judged from; None where nothing is told."""
    told = shown.together.get(indicator)
    if told is None:
        return None
    return {**told, "members": [_member(shown, indicator, one) for one in told["members"]]}


def _member(shown, indicator, one):
    values = shown.snapshot.yearly.get((one["organisation_id"], indicator), ())
    value = next(value for value in reversed(values) if value.year == one["year"])
    return {**one, "name": shown.organisations[one["organisation_id"]].name, "value": value}


def target_text(shown, indicator):
    """The target of an indicator as the plan puts it: a number, or the average growth that is asked."""
    row = shown.snapshot.plan.indicators[indicator.row]
    change = asdict(row.change) if row.change else None
    return write_aim(indicator.low, indicator.high, indicator.bound, change, row.target.text if row.target else "")


def trimmed(value):
    """A number without idle zeros, at most four places behind the point."""
    return f"{value:.4f}".rstrip("0").rstrip(".")


def _with_text(part, values):
    """A number in words; ``value_id`` is the frozen value of that year, which is a value of the bureau's still."""
    if part is None:
        return None
    value = next((one.id for one in values if one.year == part["year"]), None)
    return {**part, "text": trimmed(part["value"]), "value_id": value}


def _percent_text(probability):
    if probability is None:
        return "—"
    share = round(probability * 100)
    return f"{share if probability in (0, 1) else min(99, max(1, share))}%"
