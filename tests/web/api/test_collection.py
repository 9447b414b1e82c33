"""Collection by program: rounds, what the checks say, evidence, and the workbook of a return both ways."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from kechuang.readers.sheets import read_rows
from kechuang.web.collection.models import Evidence, MarkedBook, Round
from kechuang.web.collection.workbook_written import COLUMNS
from kechuang.web.journal.models import Entry
from tests.web.api.conftest import code
from tests.web.api.deeds.collection import VALUE, ask
from tests.web.api.deeds.collection import round_ as _round
from tests.web.api.deeds.deed import edited


@pytest.fixture
def filed(subjects):
    """A return of the county that asks for two indicators."""
    ask(subjects)
    return subjects.filed


def field(filed, name):
    """The field of an indicator."""
    return filed.cells.get(asked__indicator__name=name).asked_id


def send(program, address, data, name="return.xlsx", file="sheet", **headers):
    """Send a file."""
    return program.send(address, {file: SimpleUploadedFile(name, data)}, **headers)


def test_a_round_asks_only_for_what_is_followed_of_whom_one_reaches(program, subjects, elsewhere):
    planner, fit = program("planner"), _round(subjects)
    made = planner.post("rounds", fit).json()
    assert (made["changed"], Round.objects.get(pk=made["id"]).title) == (1, "2027年度统计")
    assert planner.post(f"rounds/{made['id']}/call-for").json()["changed"] == 1
    assert planner.post(f"rounds/{made['id']}/call-for").json()["changed"] == 0
    assert code(program("director").post(f"rounds/{made['id']}/call-for")) == (403, "not-allowed")
    assert code(planner.post("rounds", {**fit, "closes_on": "2020-01-01"})) == (422, "closes-too-early")
    assert code(planner.post("rounds", {**fit, "indicators": [{"indicator": 10**9}]})) == (422, "unfit")
    assert code(planner.post("rounds", {**fit, "organisations": [10**9]})) == (422, "unfit")
    assert code(planner.post("rounds", {**fit, "organisations": [elsewhere.pk]})) == (403, "not-allowed")
    assert Round.objects.count() == 1


def test_an_open_round_is_changed_as_in_the_page(program, subjects, county, west):
    planner = program("planner")
    made = planner.post("rounds", _round(subjects)).json()["id"]
    later = (timezone.localdate() + timedelta(days=30)).isoformat()
    sent = {
        "closes_on": later,
        "indicators": [{"indicator": subjects.indicator}],
        "organisations": [county.pk, west.pk],
        "reason": "汛期延期",
    }
    assert planner.post(f"rounds/{made}/change", sent).json()["changed"] == 3
    assert planner.get(f"rounds/{made}").json()["closes_on"] == later
    assert Round.objects.get(pk=made).returns.count() == 2
    past = {**sent, "closes_on": "2020-01-01"}
    assert code(planner.post(f"rounds/{made}/change", past)) == (422, "day-past")
    assert code(program("director").post(f"rounds/{made}/change", sent)) == (403, "not-allowed")


def test_what_the_checks_ask_back_is_told_by_its_id_and_answered(program, filed):
    reporter, address = program("reporter"), f"returns/{filed.pk}"
    asked = field(filed, "高新技术企业")
    far = {"edition": 0, "cells": [{"asked": asked, "value": "520"}]}
    told = reporter.post(f"{address}/check", far).json()
    [finding] = [one for one in told["findings"] if one["asked"] == asked]
    assert (told["ready"], finding["blocks"], finding["reason"]) == (False, False, "")
    assert reporter.get(f"{address}/findings").json() == {"findings": [], "ready": True}  # a check keeps nothing
    assert reporter.post(f"{address}/fill", far).status_code == 200
    refused = reporter.post(f"{address}/submit", {"edition": 1})
    assert code(refused) == (422, "findings-stand")
    assert [(one["where"], one["finding"]) for one in refused.json()["errors"]] == [(f"cells.{asked}", finding["id"])]
    answered = {"asked": asked, "value": "520", "answers": {finding["id"]: "两园区并入"}}
    assert reporter.post(f"{address}/fill", {"edition": 1, "cells": [answered]}).status_code == 200
    shown = reporter.get(f"{address}/findings").json()
    assert (shown["ready"], [one["reason"] for one in shown["findings"]]) == (True, ["两园区并入"])
    assert reporter.post(f"{address}/submit", {"edition": 2}).status_code == 200


def test_evidence_goes_in_is_listed_comes_back_and_is_taken_off(program, filed):
    reporter, address, asked = program("reporter"), f"returns/{filed.pk}/evidence", field(filed, "研发经费")
    sent = {"file": SimpleUploadedFile("证书.txt", b"shown"), "asked": asked}
    made = reporter.send(address, sent).json()["id"]
    [row] = reporter.get(address).json()["items"]
    assert (row["id"], row["asked"], row["name"], row["size"]) == (made, asked, "证书.txt", 5)
    answer = reporter.get(f"evidence/{made}/file")
    assert (b"".join(answer), answer["Content-Type"]) == (b"shown", "application/octet-stream")
    assert Entry.objects.filter(deed="evidence.opened", origin__endswith=f"token {reporter.token.pk}").count() == 1
    assert code(program("stranger").get(f"evidence/{made}/file")) == (404, "not-found")
    assert code(program("planner").post(f"evidence/{made}/remove")) == (403, "not-allowed")
    assert reporter.post(f"evidence/{made}/remove").status_code == 200
    assert not Evidence.objects.exists()


def test_what_the_gate_does_not_let_pass_in_the_page_it_does_not_let_pass_here(program, filed, settings):
    reporter, address = program("reporter"), f"returns/{filed.pk}/evidence"
    answer = send(reporter, address, b"MZ\x90\0 program", "setup.exe", "file")
    assert code(answer) == (422, "unfit-file")
    assert code(reporter.send(address, {"file": SimpleUploadedFile("a.txt", b"x"), "asked": 10**9})) == (422, "unfit")
    assert code(reporter.send(address, {"file": SimpleUploadedFile("a.txt", b"x"), "evil": 1})) == (422, "unfit")
    assert code(send(reporter, address, b"", "a.txt", "file")) == (422, "unfit")
    settings.LARGEST_UPLOAD = 3
    assert code(send(reporter, address, b"four", "a.txt", "file")) == (413, "too-large")
    assert reporter.post(f"returns/{filed.pk}/submit", {"edition": 0}).status_code == 200
    settings.LARGEST_UPLOAD = 10
    assert code(send(reporter, address, b"four", "a.txt", "file")) == (409, "not-open")
    assert not Evidence.objects.exists()


def test_a_return_goes_out_and_comes_back_as_a_workbook(program, filed, subjects):
    reporter = program("reporter")
    for address in (f"returns/{filed.pk}/workbook", f"rounds/{filed.round_id}/workbook"):
        out = reporter.get(address)
        value = "52" if "returns" in address else "53"
        taken = send(reporter, address, edited(out.content, 2, "高新技术企业", **{VALUE: value}))
        assert taken.json()["changed"] == 1
    cells = reporter.get(f"returns/{filed.pk}").json()["cells"]
    assert {one["name"]: one["value"] for one in cells} == {"高新技术企业": "53", "研发经费": None}
    assert Entry.objects.filter(deed="return.filled-by-workbook").count() == 2


def test_a_workbook_with_a_wrong_cell_is_not_taken_in_and_comes_back_marked(program, filed):
    reporter, address = program("reporter"), f"returns/{filed.pk}/workbook"
    out = reporter.get(address).content
    wrong = edited(out, 2, "高新技术企业", **{VALUE: "很多"})
    row = next(at for at, cells in enumerate(read_rows(out), start=1) if "高新技术企业" in cells)
    for headers in ({}, {"idempotency-key": "k1"}, {"idempotency-key": "k1"}):  # what failed may be tried again
        answer = send(reporter, address, wrong, **headers)
        told = answer.json()
        assert code(answer) == (422, "cells-wrong")
        assert [(one["row"], one["column"], one["code"], one["value"]) for one in told["errors"]] == [
            (row, "value", "entry.not-a-number", "很多")
        ]
    marked = reporter.get(told["workbook"].removeprefix("/api/v1/"))
    assert told["errors"][0]["what"] in str(read_rows(b"".join(marked)))
    assert MarkedBook.objects.count() == 3
    assert code(program("planner").get(told["workbook"].removeprefix("/api/v1/"))) == (403, "not-allowed")
    assert filed.cells.filter(state="blank").count() == 2
    right = edited(out, 2, "高新技术企业", **{VALUE: "52"})
    assert send(reporter, address, right, **{"idempotency-key": "k1"}).json()["changed"] == 1


def test_a_workbook_that_is_not_for_this_return_is_refused_in_words(program, filed):
    reporter = program("reporter")
    out = reporter.get(f"returns/{filed.pk}/workbook").content
    rows = edited(out, 0, read_rows(out)[0][0], c0="kechuang-collection 1 round=999")
    answer = send(reporter, f"returns/{filed.pk}/workbook", rows)
    assert (code(answer), answer.json()["errors"][0]["code"]) == ((422, "unfit-file"), "workbook.other-round")


def test_a_row_may_be_left_out_of_a_workbook_but_no_column(program, filed):
    reporter = program("reporter")
    out = reporter.get(f"returns/{filed.pk}/workbook").content
    moved = edited(out, 1, read_rows(out)[1][0], c0=read_rows(out)[1][1])
    answer = send(reporter, f"returns/{filed.pk}/workbook", moved)
    assert (code(answer), answer.json()["errors"][0]["code"]) == ((422, "unfit-file"), "workbook.columns-moved")
    assert len(COLUMNS) == 9
