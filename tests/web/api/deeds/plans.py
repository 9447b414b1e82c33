"""Plans and their versions."""

from django.utils import timezone

from kechuang.web.plans import actions
from tests.web.api.deeds.deed import Deed
from tests.web.indicators.conftest import DOCUMENT, TEXT, by, read_of

PLACE = {"start": TEXT.index("历年数据"), "end": TEXT.index("历年数据") + 4, "quote": "历年数据"}


def document(text="创新规划\n到2030年，研发经费达到20亿元。"):
    """A document to upload."""
    return "document", "新规划.txt", text.encode()


def make_draft(one):
    """A version to review."""
    one.draft = actions.upload(b"draft", name="draft.txt", organisation=one.bureau, **by(one.people["planner"]))
    actions.keep_reading(one.draft, DOCUMENT, read_of(), at=timezone.now())


def item(one):
    """What was missed in it."""
    return {"kind": "commitments", **PLACE, "values": {"measure": "研发经费", "low": "20"}, "reason": "漏读"}


def _adjustment(one):
    return {"reason": "调整", "basis": "会议纪要"}


DEEDS = {
    "plans-upload": Deed(
        "plans", "plan.upload", given=lambda one: {"organisation": one.bureau.pk}, file=lambda one: document()
    ),
    "plans-adjust": Deed("plans/{one.plan}/adjust", "plan.upload", given=_adjustment, form=True),
    "plans-audit": Deed("versions/{one.version}/audit", "plan.review"),
    "plans-add": Deed("versions/{one.draft.pk}/items", "plan.review", given=item, prepare=make_draft),
    "plans-follow-indicators": Deed("versions/{one.version}/follow-indicators", "indicator.break-down"),
    "plans-follow-tasks": Deed("versions/{one.version}/follow-tasks", "task.assign"),
}
