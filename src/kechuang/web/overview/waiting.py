"""What waits for somebody (待办), what they have done (已办), from the rooms' own queries."""

from dataclasses import dataclass

from django.db.models import Q

from kechuang.web.collection import queries as collection
from kechuang.web.evaluations.models import Evaluation
from kechuang.web.evaluations.queries import evaluations_for_list
from kechuang.web.evaluations.states import Stage
from kechuang.web.journal.models import Entry
from kechuang.web.organisations import access
from kechuang.web.plans import queries as plans
from kechuang.web.tasks.queries import tasks_to_report
from kechuang.web.tasks.queries_list import unanswered

_SHOWN = 20
_NOT_WORK = ("person.signed-in", "person.signed-out", "person.timed-out", "refused")


@dataclass(frozen=True)
class Waiting:
    """What waits, a list a kind; ``more`` names the kinds of which only the first are listed."""

    versions: list
    to_fill: list
    to_approve: list
    tasks: list
    instructions: list
    evaluations: list
    more: frozenset

    @property
    def tasks_count(self):
        """Tasks to report on and instructions to answer, which stand in one list."""
        return len(self.tasks) + len(self.instructions)

    @property
    def count(self):
        """How much is listed."""
        return sum(
            map(len, (self.versions, self.to_fill, self.to_approve, self.tasks, self.instructions, self.evaluations))
        )


def waiting_for(person, *, on):
    """Everything that waits for ``person`` today; the same number of queries however much it is."""
    found = {
        "versions": plans.versions_waiting_for(person, on=on),
        "to_fill": collection.returns_to_fill(person),
        "to_approve": collection.returns_to_approve(person),
        "evaluations": _evaluations(person),
    }
    listed = {kind: list(rows[: _SHOWN + 1]) for kind, rows in found.items()}
    listed["tasks"] = tasks_to_report(person, on)[: _SHOWN + 1]
    listed["instructions"] = unanswered(person)[: _SHOWN + 1]
    for filed in listed["to_fill"]:
        filed.days = (filed.round.closes_on - on).days
    more = frozenset(kind for kind, rows in listed.items() if len(rows) > _SHOWN)
    return Waiting(**{kind: rows[:_SHOWN] for kind, rows in listed.items()}, more=more)


def _evaluations(person):
    """Evaluations that wait for an opinion or a signature ``person`` may give."""
    judge, sign = access.reach(person, "evaluation.give-opinion"), access.reach(person, "evaluation.sign")
    if not judge and not sign:
        return Evaluation.objects.none()
    opinion = Q(stage=Stage.COMPUTED, plan__organisation__in=judge)
    signature = Q(stage=Stage.OPINION_GIVEN, plan__organisation__in=sign)
    return evaluations_for_list(person).filter(opinion | signature)


def done_by(person):
    """What ``person`` did, the newest first; coming and going is no work."""
    return Entry.objects.filter(actor_id=person.pk).exclude(deed__in=_NOT_WORK).order_by("-number")
