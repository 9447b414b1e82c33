"""A plan from upload to adoption and its first adjustment, through the pages, with the real readers."""

import json
from importlib.resources import files

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kechuang.web.journal.models import Entry
from kechuang.web.journal.verify import verify
from kechuang.web.operation.work import run_one
from kechuang.web.plans.models import Item, Version
from kechuang.web.plans.states import KINDS, Stage, Standing
from tests.readers.docx_builder import build, p

SAMPLE = "yunling_county_plan_2026_2030.docx"


def upload(client, bureau, data, name=SAMPLE):
    sent = {"organisation": bureau.pk, "document": SimpleUploadedFile(name, data)}
    return client.post("/plans/upload/", sent).url


def test_a_county_adopts_the_invented_plan(browser, bureau):
    planner, director = browser("planner"), browser("director")
    page = upload(planner, bureau, files("kechuang.samples").joinpath("invented", SAMPLE).read_bytes())
    assert "正在识读" in planner.get(page).content.decode()
    assert [run_one("worker") for _ in range(3)] == [True, True, False]  # it is read, then audited

    assert planner.get(page + "progress/")["HX-Redirect"] == page
    review = planner.get(page).content.decode()
    assert "云岭县“十五五”科技创新规划" in review
    version = Version.objects.get()
    assert version.items.filter(kind="indicators").count() == 20
    text = version.original.text
    assert all(text[item.start : item.end] == item.quote for item in Item.objects.all())

    doubtful = version.items.filter(weight__gt=0).first()
    planner.post(f"/plans/items/{doubtful.pk}/reject/", {"edition": 0, "reason": "只有增速"})
    for kind in KINDS:
        planner.post(page + "accept/", {"all-sure": kind})
    left = list(version.items.filter(standing=Standing.PENDING).values_list("pk", flat=True))
    assert "没有审核" in director.post(page + "adopt/", follow=True).content.decode()
    planner.post(page + "accept/", {"item": left})
    assert "处错误还没有处理" in director.post(page + "adopt/").content.decode()
    sent = {"despite": "已由市政府常务会议审定"}
    assert "已采用" in director.post(page + "adopt/", sent, follow=True).content.decode()

    adjusted = planner.post(f"/plans/{version.plan_id}/adjust/", {"reason": "中期调整", "basis": "〔2028〕1号"}).url
    second = Version.objects.get(number=2)
    target = second.items.filter(kind="indicators", values__target__isnull=False).first()
    form = {"name": target.values["name"], "target.bound": ">=", "target.value": "99", "reason": "上调", "edition": 0}
    planner.post(f"/plans/items/{target.pk}/correct/", form)
    difference = planner.get(adjusted + "difference/").content.decode()
    assert ">99</a></ins>" in difference
    assert "变更" in difference
    assert Version.objects.get(number=1).stage == Stage.ADOPTED
    assert verify().is_sound
    deeds = list(Entry.objects.order_by("number").values_list("deed", flat=True))
    assert deeds[:2] == ["plan.uploaded", "plan.read"]
    assert "plan.adopted" in deeds
    assert json.loads(Entry.objects.get(deed="plan.read").after)["items"] == version.items.count()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"%PDF-1.7 broken", "PDF"),
        (b"Rar!\x1a\x07 packed", "压缩"),
        (b"", ""),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_what_next(browser, bureau, data, says):
    planner = browser("planner")
    sent = {"organisation": bureau.pk, "document": SimpleUploadedFile("plan.docx", data)}
    answer = planner.post("/plans/upload/", sent)
    if not data:
        assert answer.status_code == 422
        return
    assert run_one("worker")
    page = planner.get(answer.url).content.decode()
    assert says in page
    assert "重新识读" in page
    assert Version.objects.get().stage == Stage.UNREADABLE


def test_a_file_with_macros_is_refused(browser, bureau):
    planner = browser("planner")
    page = upload(planner, bureau, build(p("到2030年达到10家。"), parts={"word/vbaProject.bin": b"x"}))
    assert run_one("worker")
    assert "带有宏" in planner.get(page).content.decode()
