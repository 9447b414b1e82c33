"""Who may see releases and their authors; the public site needs no right: what is released is for everybody."""

from kechuang.web.evaluations.models import Evaluation
from kechuang.web.evaluations.states import Stage
from kechuang.web.organisations import access as organisations
from kechuang.web.plans.models import Version
from kechuang.web.plans.states import Stage as PlanStage
from kechuang.web.publication.models import Release, Target


def releases_visible_to(person):
    """Releases of plans of the organisations whose evaluations ``person`` may see."""
    reach = organisations.reach(person, "publication.see")
    return Release.objects.filter(publication__plan__organisation__in=reach) if reach else Release.objects.none()


def versions_to_release(person):
    """Adopted versions ``person`` may release."""
    reach = organisations.reach(person, "publication.release")
    return Version.objects.filter(stage=PlanStage.ADOPTED, plan__organisation__in=reach)


def evaluations_to_release(person):
    """Signed evaluations ``person`` may release."""
    reach = organisations.reach(person, "publication.release")
    return Evaluation.objects.filter(stage__in=[Stage.SIGNED, Stage.PUBLISHED], plan__organisation__in=reach)


def targets_visible_to(person):
    """Targets of webhooks: only who manages the system sees any."""
    return Target.objects.all() if organisations.may(person, "webhook.manage") else Target.objects.none()


def released():
    """What the public may look at: every release that was not withdrawn."""
    return Release.objects.filter(withdrawal=None)
