"""A round as a workbook: given out, taken in as a whole or not at all, given back with what is wrong."""

import contextlib
from decimal import Decimal
from io import BytesIO
from urllib.parse import unquote

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kechuang.domain.collection.entry import NOT_APPLICABLE
from kechuang.readers.sheets import read_rows
from kechuang.web.collection import actions, books
from kechuang.web.collection.models import Cell, MarkedBook
from kechuang.web.collection.workbook import Mistake, Refused, check_book, read_book
from kechuang.web.collection.workbook_written import COLUMNS, read_number, write_book, write_marked
from kechuang.web.journal.models import Entry
from tests.web.collection.conftest import bring, by, fill, number, of, open_round

NAME, VALUE, STATE, REMARK, REASON = (COLUMNS.index(one) for one in ("indicator", "value", "state", "remark", "reason"))


@pytest.fixture
def filed(round_, staff, county):
    """The county's return, partly filled in: a number, a nought, 不适用, a remark that looks like a formula."""
    filed = of(round_, county)
    fill(filed, staff["clerk"], {"研发经费": "11.5", "高新技术企业": "0"})
    asked = {one.asked.indicator.name: one.asked_id for one in filed.cells.select_related("asked__indicator")}
    filling = {
        asked["技术合同成交额"]: actions.Filled(NOT_APPLICABLE, "=HYPERLINK(1)"),
        asked["地区生产总值"]: actions.Filled(number("123456789012345678.000001"), "http://x  与  =1+1\n第二行"),
    }
    filed.refresh_from_db()
    actions.fill(filed, filling, edition=filed.edition, **by(staff["clerk"]))
    return of(round_, county)


def sheet(filed):
    """The rows of the workbook of one return, as they come back."""
    return read_rows(write_book(filed.round, [filed], one=filed))


def changed(rows, name, **values):
    """The rows with cells of one indicator changed, by the name of the column."""
    copy = [list(row) for row in rows]
    for row in copy[2:]:
        if row[NAME] == name:
            for column, value in values.items():
                row[COLUMNS.index(column)] = value
    return copy


def mistakes(rows, filed):
    taken = check_book(rows, filed.round, [filed], one=filed)
    return [(one.row, one.column, one.code) for one in taken.mistakes]


def test_what_is_given_out_and_taken_back_unchanged_changes_nothing(filed, staff):
    before = list(Cell.objects.order_by("pk").values())
    taken = check_book(sheet(filed), filed.round, [filed], one=filed)
    assert taken.mistakes == ()
    assert books.take_in(taken, [filed], **by(staff["clerk"])) == 0
    assert list(Cell.objects.order_by("pk").values()) == before
    assert of(filed.round, filed.organisation).edition == filed.edition


def test_reasons_that_were_given_stay_when_nothing_changes(round_, staff, west):
    filed = of(round_, west)
    values = {
        "研发经费": "11",
        "地区生产总值": "520",
        "研发经费投入强度": "3",
        "高新技术企业": "66",
        "技术合同成交额": "8",
    }
    fill(filed, staff["clerk"], values, answer="初步核算口径")
    filed = of(round_, west)
    assert any(row[REASON] == "初步核算口径" for row in sheet(filed)[2:])
    assert books.take_in(check_book(sheet(filed), round_, [filed]), [filed], **by(staff["clerk"])) == 0


def test_what_was_changed_in_the_workbook_is_taken_in(filed, staff):
    rows = changed(sheet(filed), "高新技术企业", value="66", state="数值", remark="含复审")
    rows = changed(rows, "研发经费投入强度", value="2.5", reason="快报数")
    taken = check_book(rows, filed.round, [filed], one=filed)
    assert taken.mistakes == ()
    assert books.take_in(taken, [filed], **by(staff["clerk"])) == 2
    cell = Cell.objects.get(in_return=filed, asked__indicator__name="高新技术企业")
    assert (cell.state, cell.value, cell.remark) == ("value", Decimal(66), "含复审")
    assert Entry.objects.filter(deed="return.filled-by-workbook").count() == 1


def test_the_very_unit_that_is_asked_for_may_stand_behind_the_number_and_blanks_in_the_state(filed):
    rows = changed(sheet(filed), "研发经费", value="１，２３４．５ 亿元", state="数 值")
    rows = changed(rows, "研发经费投入强度", value="2.5%")
    taken = check_book(rows, filed.round, [filed], one=filed)
    assert taken.mistakes == ()
    values = {
        cell.asked.indicator.name: taken.filling[filed.pk][cell.asked_id].entry.value for cell in filed.cells.all()
    }
    assert (values["研发经费"], values["研发经费投入强度"]) == (Decimal("1234.5"), Decimal("2.5"))


def test_a_reason_in_the_row_answers_what_is_asked_of_it(round_, staff, west):
    filed = of(round_, west)
    fill(filed, staff["clerk"], {"研发经费": "11", "地区生产总值": "520"})
    filed = of(round_, west)
    rows = changed(sheet(filed), "研发经费投入强度", value="3")
    assert check_book(rows, round_, [filed]).asked_back == 1
    taken = check_book(changed(rows, "研发经费投入强度", reason="快报数"), round_, [filed])
    assert taken.asked_back == 0
    books.take_in(taken, [filed], **by(staff["clerk"]))
    answers = Cell.objects.get(in_return=filed, asked__indicator__name="研发经费投入强度").answers
    assert [(key.split(":")[0], why) for key, why in answers.items()] == [("entry.ratio", "快报数")]


@pytest.mark.parametrize(
    ("cells", "mistake"),
    [
        ({"value": "1250万元"}, ("value", "entry.not-a-number")),
        ({"value": "约12.5"}, ("value", "entry.not-a-number")),
        ({"value": "—"}, ("value", "entry.not-a-number")),
        ({"value": "=5+7.5"}, ("value", "entry.no-result")),
        ({"value": "#N/A"}, ("value", "entry.no-result")),
        ({"id": ""}, ("id", "workbook.row-added")),
        ({"value": "1e20"}, ("value", "entry.too-large")),
        ({"value": "1" * 19}, ("value", "entry.too-large")),
        ({"value": "0.1234567"}, ("value", "entry.too-fine")),
        ({"value": "-1"}, ("value", "entry.sign.says")),
        ({"state": "有"}, ("state", "workbook.state-unknown")),
        ({"state": "不适用", "value": "3"}, ("value", "workbook.number-where-none-applies")),
        ({"id": "1-2"}, ("id", "workbook.unknown-row")),
        ({"id": "999999-1-0"}, ("id", "workbook.unknown-row")),
        ({"indicator": "别的指标"}, ("indicator", "workbook.not-this-indicator")),
        ({"remark": "长" * 501}, ("remark", "workbook.too-long")),
        ({"reason": "长" * 501}, ("reason", "workbook.too-long")),
    ],
)
def test_what_is_wrong_is_named_by_row_and_column(filed, cells, mistake):
    rows = sheet(filed)
    at = next(number for number, row in enumerate(rows, start=1) if row[NAME] == "高新技术企业")
    assert mistakes(changed(rows, "高新技术企业", **cells), filed) == [(at, *mistake)]


def test_a_row_that_stands_twice_is_named(filed):
    rows = sheet(filed)
    assert mistakes([*rows, rows[2]], filed) == [(len(rows) + 1, "id", "workbook.twice")]


def test_a_return_that_was_changed_meanwhile_is_not_overwritten(filed, staff):
    rows = sheet(filed)
    fill(filed, staff["clerk"], {"高新技术企业": "70"})
    fresh = of(filed.round, filed.organisation)
    assert {one[2] for one in mistakes(rows, fresh)} == {"workbook.changed-meanwhile"}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda rows: [], "workbook.not-ours"),
        (lambda rows: [["kechuang-collection 2 round=1"], *rows[1:]], "workbook.not-ours"),
        (lambda rows: [["随便"], *rows[1:]], "workbook.not-ours"),
        (lambda rows: [[rows[0][0].replace("round=", "round=9")], *rows[1:]], "workbook.other-round"),
        (lambda rows: [[rows[0][0].replace("return=", "return=9")], *rows[1:]], "workbook.other-organisation"),
        (lambda rows: [rows[0], rows[1][::-1], *rows[2:]], "workbook.columns-moved"),
        (lambda rows: [rows[0]], "workbook.columns-moved"),
    ],
)
def test_a_workbook_of_something_else_is_refused_by_name(filed, change, code):
    with pytest.raises(Refused) as refused:
        check_book(change(sheet(filed)), filed.round, [filed], one=filed)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("text", "value"), [("0.30000000000000004", "0.3"), ("1e-05", "0.00001"), ("1234.5", "1234.5")]
)
def test_what_a_formula_left_is_taken_as_the_sheet_shows_it(text, value):
    assert read_number(text).value == Decimal(value)


def test_the_workbook_protects_its_identifiers_and_offers_the_states(filed):
    book = openpyxl.load_workbook(BytesIO(write_book(filed.round, [filed], one=filed)))
    page, notes = book.worksheets
    assert page["A1"].value == f"kechuang-collection 1 round={filed.round_id} return={filed.pk}"
    assert page.freeze_panes == "D3"
    assert page.protection.sheet
    assert [page.cell(3, index + 1).protection.locked for index in (0, STATE, VALUE, REMARK)] == [
        True,
        False,
        False,
        False,
    ]
    assert [rule.formula1 for rule in page.data_validations.dataValidation] == ['"数值,不适用"']
    assert "研发经费" in [row[0].value for row in notes.iter_rows()]
    types = {cell.data_type for row in page.iter_rows(min_row=3) for cell in row}
    assert "f" not in types
    assert all(cell.hyperlink is None for row in page.iter_rows() for cell in row)


def post(client, name, pk, data):
    return client.post(
        reverse(f"collection:{name}", args=[pk]), {"sheet": SimpleUploadedFile("t.xlsx", data)}, follow=True
    )


def test_a_workbook_goes_out_and_comes_back_through_the_page(filed, browser, county):
    client = browser("reporter")
    given = client.get(reverse("collection:workbook", args=[filed.pk]))
    assert (
        unquote(given["Content-Disposition"]) == f"attachment; filename*=utf-8''{filed.round.title}-{county.name}.xlsx"
    )
    assert "0 项有变化" in post(client, "take-in", filed.pk, given.content).content.decode()
    assert Entry.objects.filter(deed="workbook.given-out").count() == 1


def test_one_wrong_cell_and_the_workbook_comes_back_red_with_nothing_taken_in(filed, browser):
    client = browser("reporter")
    book = openpyxl.load_workbook(BytesIO(client.get(reverse("collection:workbook", args=[filed.pk])).content))
    page = book.worksheets[0]
    page.cell(3, VALUE + 1).value = "很多"
    page.cell(4, VALUE + 1).value = 530
    changed_book = BytesIO()
    book.save(changed_book)
    before = list(Cell.objects.order_by("pk").values())
    answer = post(client, "take-in", filed.pk, changed_book.getvalue())
    assert answer.status_code == 422
    assert "有 1 处需要改正" in answer.content.decode()
    assert list(Cell.objects.order_by("pk").values()) == before
    kept = MarkedBook.objects.get()
    marked = client.get(reverse("collection:marked", args=[kept.pk]))
    page = openpyxl.load_workbook(BytesIO(b"".join(marked.streaming_content))).worksheets[0]
    assert page.cell(3, VALUE + 1).fill.fgColor.rgb == "FFFFC7CE"
    assert page.cell(3, VALUE + 1).value == "很多"
    assert page.cell(4, VALUE + 1).value == 530
    assert page.cell(2, len(COLUMNS) + 1).value == "错误说明"
    assert page.cell(3, len(COLUMNS) + 1).value == "本期值：请只填数字，不带单位；没有这项业务请选“不适用”。"
    assert browser("planner").get(reverse("collection:marked", args=[kept.pk])).status_code == 404


def test_the_marked_workbook_is_taken_in_once_it_is_mended(filed, browser):
    client = browser("reporter")
    book = openpyxl.load_workbook(BytesIO(client.get(reverse("collection:workbook", args=[filed.pk])).content))
    book.worksheets[0].cell(3, VALUE + 1).value = "很多"
    spoilt = BytesIO()
    book.save(spoilt)
    post(client, "take-in", filed.pk, spoilt.getvalue())
    marked = client.get(reverse("collection:marked", args=[MarkedBook.objects.get().pk]))
    book = openpyxl.load_workbook(BytesIO(b"".join(marked.streaming_content)))
    book.worksheets[0].cell(3, VALUE + 1).value = 12.5
    mended = BytesIO()
    book.save(mended)
    assert "1 项有变化" in post(client, "take-in", filed.pk, mended.getvalue()).content.decode()


def test_the_bureau_s_workbook_holds_all_one_may_see_and_takes_in_what_one_may_fill_in(
    round_, followed, browser, staff, county, town, west, department
):
    client = browser("clerk")
    data = client.get(reverse("collection:round-workbook", args=[round_.pk])).content
    assert len(read_rows(data)) == 2 + 4 * 5
    assert "0 项有变化" in post(client, "round-take-in", round_.pk, data).content.decode()
    bring(of(round_, west), staff, "submitted")
    answer = post(client, "round-take-in", round_.pk, data)
    assert answer.status_code == 422
    assert answer.content.decode().count("编号不在本轮可填的表中") == 5
    assert post(browser("planner"), "round-take-in", round_.pk, data).status_code == 403
    assert post(browser("stranger"), "round-take-in", round_.pk, data).status_code == 404
    mine = browser("reporter").get(reverse("collection:round-workbook", args=[round_.pk])).content
    assert len(read_rows(mine)) == 2 + 5
    assert post(browser("reporter"), "round-take-in", round_.pk, data).status_code == 422
    other = open_round(staff, followed, [county], year=2025)
    assert "另一轮调查" in post(client, "round-take-in", other.pk, data).content.decode()


@pytest.mark.parametrize("data", [b"no workbook", b"PK\x03\x04", b""])
def test_what_is_no_workbook_is_refused_in_words(filed, browser, data):
    answer = post(browser("reporter"), "take-in", filed.pk, data)
    assert answer.status_code == 422
    assert 'class="message error"' in answer.content.decode()


def test_a_mistake_shows_its_working():
    said = Mistake(3, "value", "entry.sign.says", "-1", {}, "-1 < 0").words()
    assert said == "不可能是负数，请改正。 -1 < 0"


@given(
    st.lists(
        st.tuples(
            st.integers(0, 8), st.sampled_from(COLUMNS), st.text(max_size=30) | st.from_regex(r"[-+.,0-9eE]{1,24}")
        ),
        max_size=8,
    )
)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), database=None)
def test_whatever_stands_in_the_cells_there_is_an_answer(filed, changes):
    rows = sheet(filed)
    for at, column, text in changes:
        rows[at % len(rows)][COLUMNS.index(column) % len(rows[at % len(rows)])] = text
    with contextlib.suppress(Refused):
        taken = check_book(rows, filed.round, [filed], one=filed)
        write_marked(filed.round, taken, one=filed)


def test_a_sheet_put_before_ours_does_not_hide_it(filed):
    given = openpyxl.load_workbook(BytesIO(write_book(filed.round, [filed], one=filed)))
    given.create_sheet("汇总", 0)["A1"] = "本单位自用"
    kept = BytesIO()
    given.save(kept)
    assert check_book(read_book(kept.getvalue()), filed.round, [filed], one=filed).mistakes == ()


def test_a_percentage_counts_as_it_shows_and_a_formula_without_a_result_empties_nothing(filed):
    given = openpyxl.load_workbook(BytesIO(write_book(filed.round, [filed], one=filed)))
    page = given.worksheets[0]
    for row in page.iter_rows(min_row=3):
        if row[NAME].value == "研发经费投入强度":
            row[VALUE].value, row[VALUE].number_format = 0.025, "0.0%"
        elif row[NAME].value == "研发经费":
            row[VALUE].value, wrong = "=5+7.5", row[VALUE].row
    kept = BytesIO()
    given.save(kept)
    taken = check_book(read_book(kept.getvalue()), filed.round, [filed], one=filed)
    assert taken.mistakes == (Mistake(wrong, "value", "entry.no-result", "=5+7.5"),)
    share = next(cell for cell in filed.cells.all() if cell.asked.indicator.name == "研发经费投入强度")
    assert taken.filling[filed.pk][share.asked_id].entry.value == Decimal("2.5")
