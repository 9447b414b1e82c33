"""Evaluations for pages."""

import json
from dataclasses import dataclass, field

from django.db.models import OuterRef, Subquery

from kechuang.readers.snapshot import read_snapshot
from kechuang.web.evaluations.access import evaluations_visible_to
from kechuang.web.evaluations.actions import COMPUTING
from kechuang.web.evaluations.computing import RESULTS
from kechuang.web.evaluations.models import Result
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
    ends = ("baseline", "latest", "target")
    return [
        {**one, "percent": _percent(one["probability"]), **{end: _with_text(one[end]) for end in ends}}
        for one in shown.outlooks()
    ]


def trimmed(value):
    """A number without idle zeros, at most four places behind the point."""
    return f"{value:.4f}".rstrip("0").rstrip(".")


def _with_text(part):
    return part and {**part, "text": trimmed(part["value"])}


def _percent(probability):
    if probability is None or probability in (0, 1):
        return None if probability is None else round(probability * 100)
    return min(99, max(1, round(probability * 100)))
