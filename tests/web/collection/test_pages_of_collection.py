"""The pages: what they say, who may, and as many questions for three as for one."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kechuang.web.collection import approval
from kechuang.web.collection.models import Cell, Evidence, Round
from kechuang.web.journal.models import Entry
from kechuang.web.plans.originals import path_of
from tests.web.collection.conftest import PLAIN, bring, by, fill, of, open_round, submit

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"


@pytest.fixture
def client_of(staff, browser):
    """``client_of("clerk")``: signed in as somebody."""
    return browser


def typed(filed, values, **more):
    """What the form sends."""
    cells = Cell.objects.filter(in_return=filed).select_related("asked__indicator")
    names = {one.asked.indicator.name: one.asked_id for one in cells}
    filed.refresh_from_db()
    return {"edition": filed.edition, **{f"v-{names[name]}": text for name, text in values.items()}, **more}


def address(name, filed):
    return reverse(f"collection:{name}", args=[filed.pk])


def counted(word, count):
    """A count of the board, which leads to the returns it counts."""
    return f'<dt>{word}</dt><dd><a class="origin" href="#returns">{count}</a></dd>'


def test_the_list_says_what_to_do_where_there_is_nothing(client_of):
    assert "点“发起调查”" in client_of("planner").get("/collection/").content.decode()
    assert "还没有统计调查" in client_of("reporter").get("/collection/").content.decode()


def test_the_list_shows_how_far_a_round_has_come_and_what_waits_for_whom(round_, client_of, staff, county):
    bring(of(round_, county), staff, "submitted")
    assert "1/4" in client_of("planner").get("/collection/").content.decode()
    page = client_of("reporter").get("/collection/").content.decode()
    assert "1/1" in page
    assert "待我填报" not in page


def test_the_list_counts_as_filed_what_the_board_counts(round_, client_of, staff, county):
    bring(of(round_, county), staff, "submitted")
    approval.send_back(of(round_, county), reason="请核对口径", **by(staff["approver"]))
    assert "1/4" in client_of("planner").get("/collection/").content.decode()
    board = client_of("planner").get(f"/collection/{round_.pk}/").content.decode()
    assert counted("已报", 1) in board


def test_a_further_round_asks_those_of_the_last_one_unless_told_otherwise(followed, staff, client_of, county, west):
    def ticked():
        page = client_of("planner").get("/collection/open/").content.decode()
        return set(re.findall(r'name="units" value="(\d+)"[^>]* checked', page))

    assert {str(county.pk), str(west.pk)} <= ticked()
    open_round(staff, followed, [county])
    assert ticked() == {str(county.pk)}


def test_a_round_is_opened_from_the_page(followed, staff, client_of, county, west):
    asked = sorted(followed.values(), key=lambda one: one.position)
    client = client_of("planner")
    assert "全部调查" in client.get("/collection/").content.decode()
    assert "研发经费投入强度" in client.get("/collection/open/").content.decode()
    given = {
        "title": "2026年度", "year": 2026, "period": "Y", "opens_on": "2026-01-01", "closes_on": "2026-12-31",
        "indicators": [one.pk for one in asked], "optional": [asked[0].pk], "units": [county.pk, west.pk],
    }  # fmt: skip
    for early in ({"closes_on": "2025-12-31"}, {"opens_on": "1948-01-01", "closes_on": "1948-12-31"}):
        refused = client.post("/collection/open/", {**given, **early})
        assert refused.status_code == 422
        assert "截止日期不能早于开始日期，也不能早于1949年" in refused.content.decode()
    answer = client.post("/collection/open/", given, follow=True)
    assert "共 2 个单位" in answer.content.decode()
    round_ = Round.objects.get()
    assert list(round_.asked.order_by("position").values_list("required", flat=True)) == [False, True, True, True, True]


def test_an_organisation_beyond_one_s_reach_is_not_asked(followed, staff, client_of, elsewhere):
    given = {
        "title": "x", "year": 2026, "period": "Y", "opens_on": "2026-01-01", "closes_on": "2026-12-31",
        "indicators": [next(iter(followed.values())).pk], "units": [elsewhere.pk],
    }  # fmt: skip
    assert client_of("planner").post("/collection/open/", given).status_code == 422


def test_a_reporter_fills_in_and_submits_in_the_page(round_, client_of, county, town, staff):
    filed = of(round_, county)
    client = client_of("reporter")
    page = client.get(address("fill", filed)).content.decode()
    assert "本期值" in page
    assert "还有 5 项未填" in page
    gaps = client.post(address("fill", filed), typed(filed, {"高新技术企业": "66"}, action="submit"))
    assert gaps.status_code == 422
    assert "已保存，但还没有提交：有 4 处需要处理" in gaps.content.decode()
    answer = client.post(address("fill", filed), typed(filed, PLAIN, action="submit"))
    if answer.status_code == 422:  # the history asks something back: it is answered in the page
        asks = re.findall(r'name="(w-[^"]+)"', answer.content.decode())
        filed.refresh_from_db()
        answer = client.post(
            address("fill", filed), typed(filed, PLAIN, action="submit", **dict.fromkeys(asks, "已核实"))
        )
    assert answer.url == address("return", filed)
    filed.refresh_from_db()
    assert filed.stage == "submitted"
    assert client.get(address("fill", filed)).url == address("return", filed)


def test_what_is_no_number_is_said_and_nothing_is_kept(round_, client_of, county):
    filed = of(round_, county)
    answer = client_of("reporter").post(
        address("fill", filed), typed(filed, {"高新技术企业": "66家", "研发经费": "11"}, action="save")
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "请只填数字" in page
    assert "本次没有保存：有 1 处填的不是数字" in page
    pk = filed.cells.get(asked__indicator__name="高新技术企业").asked_id
    assert f'<a href="#v-{pk}">高新技术企业</a>' in page
    assert 'value="66家"' in page
    assert 'value="11"' in page
    assert not Cell.objects.filter(in_return=filed, state="value").exists()


def test_a_form_that_was_overtaken_is_not_kept_and_shows_what_was_typed(round_, client_of, staff, county):
    filed = of(round_, county)
    late = typed(filed, {"高新技术企业": "70"}, action="save")
    fill(filed, staff["clerk"], {"高新技术企业": "66"})
    answer = client_of("reporter").post(address("fill", filed), late)
    assert answer.status_code == 409
    assert 'value="70"' in answer.content.decode()
    assert Cell.objects.get(in_return=filed, asked__indicator__name="高新技术企业").value == 66


def test_the_checks_answer_while_one_types_and_keep_nothing(round_, client_of, county):
    filed = of(round_, county)
    answer = client_of("reporter").post(address("check", filed), typed(filed, {"高新技术企业": "-1"}))
    assert "不可能是负数" in answer.content.decode()
    assert "-1 &lt; 0" in answer.content.decode()
    assert 'hx-swap-oob="true"' in answer.content.decode()
    assert not Cell.objects.filter(state="value").exists()


def test_last_year_s_figure_and_the_definition_stand_beside_the_field(round_, followed, client_of, staff, county):
    row = followed["研发经费"]
    page = client_of("reporter").get(address("fill", of(round_, county))).content.decode()
    assert row.definition[:12] in page
    assert re.search(r"上年值 </span><a [^>]*>6</a></td>", page)


def test_the_definition_speaks_the_language_of_whoever_looks(round_, client_of, county):
    client = client_of("reporter")
    client.cookies["language"] = "en"
    assert "Actual intramural spending on R&amp;D" in client.get(address("fill", of(round_, county))).content.decode()


def test_the_board_tells_by_word_and_shape_who_is_late(followed, staff, client_of, county, west):
    round_ = open_round(staff, followed, [county, west], opens_on=date(2020, 1, 1), closes_on=date(2020, 2, 1))
    bring(of(round_, county), staff, "submitted")
    page = client_of("planner").get(reverse("collection:round", args=[round_.pk])).content.decode()
    assert re.search(r'class="light red">逾期 \d+ 天', page)
    assert '<span class="state submitted">待县级审核</span>' in page
    assert counted("迟报", 1) in page
    assert counted("未报", 1) in page
    some = client_of("planner").get(reverse("collection:round", args=[round_.pk]) + "?stage=draft").content.decode()
    assert ("西县" in some, "东县</a>" in some) == (True, False)


def test_what_one_may_not_see_is_not_there_and_what_one_may_not_do_is_refused(round_, client_of, staff, county, west):
    mine, other = of(round_, county), of(round_, west)
    for name in ("return", "fill"):
        assert client_of("reporter").get(address(name, other)).status_code == 404
        assert client_of("stranger").get(address(name, mine)).status_code == 404
        assert client_of("auditor").get(address(name, mine)).status_code == 404
    for name in ("fill", "check", "approve", "send-back", "unapprove", "lock", "attach"):
        assert client_of("stranger").post(address(name, mine)).status_code == 404
    assert client_of("planner").get(address("fill", mine)).status_code == 403
    assert client_of("evaluator").get(address("return", mine)).status_code == 200
    bring(mine, staff, "submitted")
    for who in ("reporter", "planner", "director", "evaluator"):
        for name in ("approve", "send-back"):
            assert client_of(who).post(address(name, mine), {"reason": "x"}).status_code == 403
    assert client_of("reporter").post(reverse("collection:close", args=[round_.pk])).status_code == 403
    assert client_of("stranger").post(reverse("collection:close", args=[round_.pk])).status_code == 404


def test_an_approver_approves_and_sends_back_in_batches(round_, client_of, staff, county, town, west):
    for one in (county, town, west):
        bring(of(round_, one), staff, "submitted")
    client = client_of("approver")
    assert client.get("/collection/queue/").content.decode().count('name="return"') == 3
    chosen = {"return": [of(round_, one).pk for one in (county, town)], "verb": "approve"}
    assert "已处理 2 张" in client.post("/collection/batch/", chosen, follow=True).content.decode()
    back = {"return": [of(round_, west).pk], "verb": "send-back"}
    assert "请写明理由" in client.post("/collection/batch/", back, follow=True).content.decode()
    assert (
        "已处理 1 张" in client.post("/collection/batch/", {**back, "reason": "缺佐证"}, follow=True).content.decode()
    )
    assert of(round_, west).reason == "缺佐证"
    assert "请先勾选" in client.post("/collection/batch/", {"verb": "approve"}, follow=True).content.decode()
    page = client_of("planner").post("/collection/batch/", {**back, "verb": "approve", "round": round_.pk}, follow=True)
    assert "西县：" in page.content.decode()


def test_the_queue_says_so_when_nothing_waits_and_is_not_for_everybody(round_, client_of):
    assert "没有待您审核" in client_of("planner").get("/collection/queue/").content.decode()
    assert client_of("reporter").get("/collection/queue/").status_code == 403


def test_the_return_shows_what_changed_between_two_submissions(round_, client_of, staff, west):
    filed = of(round_, west)
    bring(filed, staff, "submitted")
    client = client_of("approver")
    client.post(address("send-back", filed), {"reason": "核对"})
    fill(filed, staff["clerk"], {"高新技术企业": "68"})
    submit(filed, staff["clerk"])
    page = client.get(address("return", filed)).content.decode()
    assert re.search(r"高新技术企业</td><td><del>66</del> </td><td><ins>68</ins>", page)
    assert "首次提交" in page
    client.post(address("approve", filed))
    assert "已审定" in client_of("planner").post(address("approve", filed), follow=True).content.decode()
    assert "请写明理由" in client_of("planner").post(address("unapprove", filed), follow=True).content.decode()
    client_of("planner").post(address("lock", filed))
    assert of(round_, west).stage == "locked"


def test_a_round_is_closed_when_all_have_been_approved(followed, staff, client_of, west):
    round_ = open_round(staff, followed, [west])
    closing = reverse("collection:close", args=[round_.pk])
    assert "西县" in client_of("planner").post(closing, follow=True).content.decode()
    bring(of(round_, west), staff, "bureau-approved")
    assert "锁定 1 张" in client_of("planner").post(closing, follow=True).content.decode()


def test_evidence_is_attached_seen_by_who_sees_the_return_and_taken_off_while_it_may_change(
    round_, client_of, staff, county, west
):
    filed = of(round_, county)
    client = client_of("reporter")
    client.post(address("attach", filed), {"file": SimpleUploadedFile("台账.pdf", PDF)})
    kept = Evidence.objects.get()
    assert Entry.objects.get(deed="evidence.added").kind == "return"
    file = client_of("evaluator").get(reverse("collection:evidence", args=[kept.pk]))
    assert b"".join(file.streaming_content) == PDF
    assert file["Content-Type"] == "application/octet-stream"
    assert file["Content-Disposition"].startswith("attachment")
    assert file["X-Content-Type-Options"] == "nosniff"
    assert client_of("stranger").get(reverse("collection:evidence", args=[kept.pk])).status_code == 404
    assert client_of("planner").post(reverse("collection:detach", args=[kept.pk])).status_code == 403
    bring(filed, staff, "submitted")
    client.post(reverse("collection:detach", args=[kept.pk]))
    assert Evidence.objects.count() == 1
    client_of("approver").post(address("send-back", filed), {"reason": "换一份"})
    client.post(reverse("collection:detach", args=[kept.pk]))
    assert Evidence.objects.count() == 0


def test_evidence_is_attached_and_taken_off_without_leaving_figures_that_are_being_typed(round_, client_of, county):
    filed = of(round_, county)
    client, part = client_of("reporter"), {"HX-Request": "true"}
    answer = client.post(address("attach", filed), {"file": SimpleUploadedFile("台账.pdf", PDF)}, headers=part)
    said = answer.content.decode()
    assert (answer.status_code, said.startswith('<section id="evidence">')) == (200, True)
    assert "已上传 台账.pdf。" in said
    empty = client.post(address("attach", filed), {"file": SimpleUploadedFile("空.pdf", b"")}, headers=part)
    assert "不能是空文件" in empty.content.decode()
    kept = Evidence.objects.get()
    gone = client.post(reverse("collection:detach", args=[kept.pk]), headers=part).content.decode()
    assert "已移除 台账.pdf。" in gone
    assert "还没有佐证材料" in gone
    whole = client.post(address("attach", filed), {"file": SimpleUploadedFile("台账.pdf", PDF)}, follow=True)
    assert "已上传 台账.pdf。" in whole.content.decode()


def test_evidence_whose_file_is_gone_is_said_and_not_an_error(round_, client_of, county):
    filed = of(round_, county)
    client_of("reporter").post(address("attach", filed), {"file": SimpleUploadedFile("台账.pdf", PDF)})
    kept = Evidence.objects.get()
    path_of(kept.original.sha256).unlink()
    answer = client_of("reporter").get(reverse("collection:evidence", args=[kept.pk]), follow=True)
    assert "文件不在了" in answer.content.decode()


@pytest.mark.parametrize("data", [b"MZ\x90\0", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", b""])
def test_what_is_no_evidence_is_refused(round_, client_of, county, data):
    filed = of(round_, county)
    answer = client_of("reporter").post(
        address("attach", filed), {"file": SimpleUploadedFile("x.pdf", data)}, follow=True
    )
    assert 'class="message error"' in answer.content.decode()
    assert Evidence.objects.count() == 0


@pytest.mark.parametrize("name", ["list", "queue", "round", "return"])
def test_pages_ask_the_same_number_of_questions_for_one_and_for_three(
    name, followed, client_of, staff, county, west, department
):
    counts = []
    units = [county, west, department]
    for number in (1, 3):
        round_ = open_round(staff, followed, units[:number], year=2026 + number)
        for one in units[:number]:
            bring(of(round_, one), staff, "submitted")
        where = {"round": [round_.pk], "return": [of(round_, county).pk]}.get(name, [])
        client = client_of("approver")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(f"collection:{name}", args=where)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
