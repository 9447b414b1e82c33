"""The findings of a version with their labels, from this version and earlier ones."""

from dataclasses import dataclass

from kechuang.web.plans.models import Audit, Finding, FindingLabel
from kechuang.web.plans.states import UNLABELLED, Status, Verdict, status_of


@dataclass(frozen=True)
class Judged:
    """A finding with what was last said of it."""

    row: Finding
    status: Status
    label: FindingLabel | None


def findings_of(version):
    """The findings of a version's last audit, each with where it stands; two queries and the audit's own."""
    audit = Audit.objects.filter(version=version).first()
    if audit is None:
        return []
    newest = labels_of(version)
    return [_standing(row, newest.get(row.mark), audit) for row in version.findings.order_by("position")]


def labels_of(version):
    """The newest label of each mark of the plan, as a version sees them: what was said of later versions is not its own."""
    said = FindingLabel.objects.filter(plan=version.plan_id, version__number__lte=version.number)
    return {one.mark: one for one in said.select_related("by", "version").order_by("pk")}


def mended_and_gone(version):
    """Labels that say mended of findings the last audit of the version finds no more."""
    marks = set(version.findings.values_list("mark", flat=True))
    return [one for mark, one in labels_of(version).items() if one.verdict == Verdict.MENDED and mark not in marks]


def _standing(row, said, audit):
    verdict, labelled_at = (said.verdict, said.at) if said else (None, None)
    return Judged(row, status_of(verdict, labelled_at=labelled_at, audited_at=audit.at), said)


def unlabelled_errors(version):
    """How many errors of a version nobody has said anything of."""
    return sum(one.row.severity == "error" and one.status in UNLABELLED for one in findings_of(version))
