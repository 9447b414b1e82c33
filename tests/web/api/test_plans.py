"""Plans by program: a document taken in, versions on their way, what was missed added at its place."""

from django.core.files.uploadedfile import SimpleUploadedFile

from kechuang.web.jobs.models import Job
from kechuang.web.plans.models import Item, Plan, Version
from kechuang.web.plans.states import Stage
from tests.web.api.conftest import code
from tests.web.api.deeds.deed import WHY
from tests.web.api.deeds.plans import PLACE, item, make_draft
from tests.web.indicators.conftest import TEXT


def document(text="创新规划\n到2030年，研发经费达到20亿元。"):
    return SimpleUploadedFile("新规划.txt", text.encode(), "text/plain")


def test_a_document_comes_in_by_the_same_gate_and_job_as_in_the_page(program, subjects, settings):
    planner = program("planner")
    sent = {"organisation": subjects.bureau.pk, "document": document()}
    made = planner.send("plans", sent, **{"idempotency-key": "k1"}).json()["id"]
    again = planner.send("plans", {**sent, "document": document()}, **{"idempotency-key": "k1"}).json()["id"]
    assert made == again
    assert (Version.objects.get(pk=made).stage, Job.objects.filter(kind="plans.read", subject=made).count()) == (
        Stage.READING,
        1,
    )
    other = planner.send("plans", {**sent, "document": document("另一份")}, **{"idempotency-key": "k1"})
    assert code(other) == (422, "key-used")
    settings.LARGEST_UPLOAD = 10
    assert code(planner.send("plans", {**sent, "document": document()})) == (413, "too-large")
    settings.LARGEST_UPLOAD = 10**6
    assert code(planner.send("plans", {**sent, "document": document("")})) == (422, "unfit")
    assert code(planner.send("plans", {"organisation": subjects.bureau.pk})) == (422, "unfit")
    assert code(planner.send("plans", {**sent, "document": document(), "evil": "1"})) == (422, "unfit")
    garbled = planner.client.generic(
        "POST", "/api/v1/plans", b"--x\r\n", "multipart/form-data; boundary=", headers=_bearer(planner)
    )
    assert code(garbled) == (400, "not-readable")


def _bearer(one):
    return {"authorization": f"Bearer {one.shown}"}


def test_one_version_at_a_time_is_under_way(program, subjects):
    planner = program("planner")
    why = {"reason": "中期调整", "basis": "会议纪要"}
    made = planner.send(f"plans/{subjects.plan}/adjust", {**why, "document": document()}).json()["id"]
    assert code(planner.send(f"plans/{subjects.plan}/adjust", why)) == (409, "already-open")
    assert code(planner.post(f"versions/{made}/read-again")) == (409, "no-such-step")
    Version.objects.filter(pk=made).update(stage=Stage.UNREADABLE)
    assert planner.post(f"versions/{made}/read-again").status_code == 200
    assert planner.post(f"versions/{made}/discard", WHY).status_code == 200
    assert code(program("director").post(f"versions/{made}/discard", WHY)) == (403, "not-allowed")
    assert Plan.objects.get(pk=subjects.plan).versions.get(pk=made).stage == Stage.DISCARDED


def test_what_was_not_adopted_is_neither_evaluated_nor_followed_nor_released(program, subjects):
    planner = program("planner")
    why = {"reason": "调整", "basis": "会议纪要"}
    draft = planner.send(f"plans/{subjects.plan}/adjust", why).json()["id"]
    begin = {"version": draft, "kind": "final", "as_of": 2026}
    assert code(planner.post("evaluations", begin)) == (409, "not-adopted")
    assert code(planner.post(f"versions/{draft}/follow-indicators")) == (409, "not-adopted")
    assert code(planner.post(f"versions/{draft}/follow-tasks")) == (409, "not-adopted")
    sent = {"version": draft, "kind": "plan", **WHY}
    assert code(program("director").post("releases", sent)) == (409, "not-adopted")


def test_what_was_missed_is_added_at_its_place_in_the_text(program, subjects):
    make_draft(subjects)
    planner, address = program("planner"), f"versions/{subjects.draft.pk}"
    shown = planner.get(f"{address}/text?start={PLACE['start']}&size=4").json()
    assert shown == {"start": PLACE["start"], "end": PLACE["end"], "length": len(TEXT), "text": "历年数据"}
    made = planner.post(f"{address}/items", item(subjects)).json()["id"]
    added = planner.get(f"items/{made}").json()
    assert (added["standing"], added["quote"], added["line"]) == ("added", "历年数据", 7)
    assert Item.objects.get(pk=made).values["low"] == 20


def test_a_place_is_that_of_its_words_and_every_field_that_does_not_fit_is_named(program, subjects):
    make_draft(subjects)
    planner, address = program("planner"), f"versions/{subjects.draft.pk}/items"
    fit = item(subjects)
    for wrong in ({"start": 0, "end": 2}, {"end": PLACE["start"]}, {"start": 10**6, "end": 10**6 + 4}):
        assert code(planner.post(address, {**fit, **wrong, "quote": "历年数据"})) == (422, "not-in-document")
    assert code(planner.post(address, {**fit, "start": 9, "end": 9, "quote": ""})) == (422, "not-in-document")
    answer = planner.post(address, {**fit, "values": {"low": "many", "evil": "1"}})
    assert code(answer) == (422, "unfit")
    assert [(one["where"], one["code"]) for one in answer.json()["errors"]] == [
        ("body.values.evil", "unfit"),
        ("body.values.measure", "field.required"),
        ("body.values.low", "field.not-a-number"),
    ]
    assert not Item.objects.filter(standing="added").exists()


def test_what_the_reading_may_have_missed_is_listed(program, subjects):
    make_draft(subjects)
    place = {"start": 0, "end": 4, "line": 1, "page": None, "text": "主要指标"}
    Version.objects.filter(pk=subjects.draft.pk).update(missed=[{**place, "document": "plan.txt"}])
    assert program("planner").get(f"versions/{subjects.draft.pk}/missed").json()["items"] == [place]
    assert code(program("reporter").get(f"versions/{subjects.draft.pk}/text")) == (404, "not-found")
