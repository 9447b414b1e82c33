"""Workbooks: what goes out comes back unchanged, what is wrong is named by row and column, and nothing is taken in by half."""

import random
import time
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kechuang.readers.sheets import read_rows
from kechuang.readers.words import read_words
from kechuang.web.indicators import actions, exchange, history, sheet
from kechuang.web.indicators.dividing import Draft
from kechuang.web.indicators.models import Course, Indicator, Observation
from kechuang.web.journal.models import Entry
from kechuang.web.organisations.roles import VERBS, Role
from tests.web.conftest import make_organisation
from tests.web.indicators.conftest import by


@pytest.fixture
def plan(followed, adopted):
    """The plan that is followed."""
    return adopted.plan


@pytest.fixture
def client(plan, browser):
    """The planner."""
    return browser("planner")


def rows_of(answer):
    """The rows of a workbook that was answered."""
    assert answer.status_code == 200
    return read_rows(b"".join(answer.streaming_content) if answer.streaming else answer.content)


def send(client, name, plan, rows, file="table.xlsx"):
    """Send rows as a workbook, or as a CSV where the file is called so."""
    if file.endswith(".csv"):
        data = "\n".join(",".join(str(cell) for cell in row) for row in rows).encode("gb18030")
    else:
        book, buffer = openpyxl.Workbook(), BytesIO()
        for row in rows:
            book.active.append([str(cell) for cell in row])
        book.save(buffer)
        data = buffer.getvalue()
    return client.post(reverse(f"indicators:{name}", args=[plan.pk]), {"sheet": SimpleUploadedFile(file, data)})


def everything():
    """All that an import could change."""
    return [
        list(Indicator.objects.order_by("pk").values()),
        list(Course.objects.order_by("pk").values()),
        list(Observation.objects.order_by("pk").values()),
    ]


@pytest.mark.parametrize("name", ["export", "import", "export-history", "import-history"])
@pytest.mark.parametrize("role", [role.value for role in Role])
def test_only_planners_take_workbooks_out_and_in(name, role, plan, browser):
    may = role in {one.value for one in VERBS["indicator.break-down"]}
    sees = role in {one.value for one in VERBS["plan.see"]}
    answer = browser(role).get(reverse(f"indicators:{name}", args=[plan.pk]))
    assert answer.status_code == (200 if may else 403 if sees else 404)


def test_a_break_down_that_goes_out_and_comes_back_changes_nothing(plan, client, county, west, people):
    firms = Indicator.objects.get(name="高新技术企业")
    typed = {2026: Decimal("41.123456"), 2030: Decimal("60.25")}
    parts = [
        Draft(county.pk, "geometric", Decimal(30), Decimal(60)),
        Draft(west.pk, "typed", None, Decimal("60.25"), counted=False, years=typed),
    ]
    whole = Draft(plan.organisation_id, "s")
    actions.break_down(firms, whole, parts, edition=firms.edition, **by(people["planner"]))
    rows = rows_of(client.get(reverse("indicators:export", args=[plan.pk])))
    before = everything()
    answer = send(client, "import", plan, rows)
    assert answer.status_code == 302
    assert everything() == before
    assert rows_of(client.get(reverse("indicators:export", args=[plan.pk]))) == rows


def test_a_changed_cell_changes_that_share(plan, client, county):
    rows = rows_of(client.get(reverse("indicators:export", args=[plan.pk])))
    at = next(at for at, row in enumerate(rows) if row[2] == "高新技术企业" and row[5] == "东县")
    rows[at][6:11] = ["计入汇总", "匀速", "30", "", "７0"]
    assert send(client, "import", plan, rows).status_code == 302
    course = Course.objects.get(indicator__name="高新技术企业", organisation=county)
    assert (course.base_value, course.target_value, course.shape) == (30, 70, "linear")
    assert [one.value for one in course.years.order_by("year")] == [38, 46, 54, 62, 70]
    assert Entry.objects.get(deed="indicator.broken-down").reason == "table.xlsx"


def test_what_is_wrong_is_named_by_row_and_column_and_nothing_is_taken_in(plan, client):
    rows = rows_of(client.get(reverse("indicators:export", args=[plan.pk])))
    where = {(row[2], row[5]): at for at, row in enumerate(rows)}
    east, west = where["高新技术企业", "东县"], where["高新技术企业", "西县"]
    whole, money = where["高新技术企业", "市科技局"], where["研发经费", "东县"]
    rows[east][6:11] = ["计入汇总", "匀速", "三十", "", "70"]
    rows[west][6:11] = ["也许", "匀速", "30", "-1", "70"]
    rows[whole][10] = "130"
    rows[money][0] = "999999"
    rows[money + 1][11] = "7"
    before = everything()
    answer = send(client, "import", plan, rows)
    assert answer.status_code == 422
    assert everything() == before
    assert [(one.row, column, one.code) for one, column in answer.context["mistakes"]] == [
        (money + 1, "指标编号", "break-down-sheet.unknown"),
        (money + 2, "2026", "break-down-sheet.years-not-typed"),
        (whole + 1, "目标值", "break-down-sheet.of-the-plan"),
        (east + 1, "基期值", "figure.not-a-number"),
        (west + 1, "参与", "break-down-sheet.no-part"),
        (west + 1, "权重", "figure.negative"),
    ]
    returned = rows_of(client.get(reverse("indicators:returned", args=["break-down"])))
    assert returned[0][-1] == "错误说明"
    assert "基期值: 不是数" in returned[east][-1]
    assert [row[: len(rows[0])] for row in returned] == [[*row, *[""] * (len(rows[0]) - len(row))] for row in rows]


def test_a_sheet_from_before_somebody_else_s_change_is_refused(plan, client, people, bureau):
    rows = rows_of(client.get(reverse("indicators:export", args=[plan.pk])))
    Indicator.objects.filter(name="高新技术企业").update(edition=7)
    answer = send(client, "import", plan, rows)
    assert {one.code for one, _ in answer.context["mistakes"]} == {"break-down-sheet.changed-meanwhile"}


def test_values_of_the_past_come_in_with_a_column_a_year_and_each_knows_its_cell(plan, client, county):
    table = [["地区", "指标", "计量单位", "2023", "2024年"], ["510001", "高新技术企业", "家", "10", "12"]]
    assert send(client, "import-history", plan, table).status_code == 302
    found = Observation.objects.filter(indicator__name="高新技术企业", organisation=county).order_by("year")
    assert [(one.year, one.value, one.origin, one.source) for one in found] == [
        (2023, 10, "imported", {"file": "table.xlsx", "row": 2, "column": "2023"}),
        (2024, 12, "imported", {"file": "table.xlsx", "row": 2, "column": "2024"}),
    ]


def test_values_of_the_past_come_in_from_a_csv_with_a_row_a_value(plan, client, county, west):
    table = [
        ["地区", "指标", "年份", "数值"],
        ["东县", "高新技术企业", "2024", "0"],
        ["西县", "高新技术企业", "2024", ""],
        ["西县", "高新技术企业", "2023", "不适用"],
    ]
    assert send(client, "import-history", plan, table, file="table.csv").status_code == 302
    found = Observation.objects.filter(indicator__name="高新技术企业").exclude(origin="plan").order_by("year")
    assert [(one.organisation, one.year, one.state, one.value) for one in found] == [
        (west, 2023, "not-applicable", None),
        (county, 2024, "value", 0),
    ]


def test_history_that_goes_out_and_comes_back_changes_nothing(plan, client):
    rows = rows_of(client.get(reverse("indicators:export-history", args=[plan.pk])))
    before = everything()
    assert send(client, "import-history", plan, rows).status_code == 302
    assert everything() == before
    assert any(cell == "10" for row in rows for cell in row)


def test_history_that_cannot_be_is_named_and_an_approved_value_is_not_overwritten(plan, client, people, county):
    firms = Indicator.objects.get(name="高新技术企业")
    approved = actions.Value(firms.pk, county.pk, 2024, 12, source={"cell": 1})
    actions.keep_observations([approved], **by(people["planner"]))
    table = [
        ["地区", "指标", "计量单位", "2023", "2024"],
        ["东县", "高新技术企业", "家", "-3", "13"],
        ["南县", "高新技术企业", "家", "1", ""],
        ["西县", "高新技术企业", "户", "1", ""],
        ["西县", "独角兽企业", "家", "1", ""],
        ["西县", "高新技术企业", "家", "1e99", "1.1234567"],
        ["西县", "研发经费投入强度", "%", "101", ""],
        ["西县", "研发经费", "亿元", "2", ""],
        ["510002", "研发经费", "亿元", "3", ""],
    ]
    before = everything()
    answer = send(client, "import-history", plan, table)
    assert [(one.row, one.column, one.code) for one, _ in answer.context["mistakes"]] == [
        (2, "2023", "history.impossible"),
        (2, "2024", "history.approved"),
        (3, "region", "history.no-organisation"),
        (4, "unit", "history.other-unit"),
        (5, "indicator", "history.no-indicator"),
        (6, "2023", "figure.too-large"),
        (6, "2024", "figure.too-fine"),
        (7, "2023", "history.impossible"),
        (9, "2023", "history.twice"),
    ]
    assert everything() == before


def test_a_table_without_its_columns_is_refused_by_name(plan, client):
    answer = send(client, "import-history", plan, [["东县", "高新技术企业"], ["1", "2"]])
    assert {one.code for one, _ in answer.context["mistakes"]} == {"history.no-column"}
    empty = client.post(reverse("indicators:import", args=[plan.pk]), {})
    assert empty.status_code == 422


def test_what_looks_like_a_formula_goes_out_as_text(plan, client, bureau):
    make_organisation("510099", '=HYPERLINK("http://x","y")', parent=bureau)
    book = openpyxl.load_workbook(BytesIO(client.get(reverse("indicators:export", args=[plan.pk])).content))
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row if str(cell.value).startswith("=")]
    assert cells
    assert {cell.data_type for cell in cells} == {"s"}


def test_ids_are_locked_and_what_is_filled_in_is_not(plan, client):
    book = openpyxl.load_workbook(BytesIO(client.get(reverse("indicators:export", args=[plan.pk])).content))
    page = book.worksheets[0]
    assert page.protection.sheet
    assert page["A2"].protection.locked
    assert not page["K2"].protection.locked
    assert page.freeze_panes == "A2"
    assert len(page.data_validations.dataValidation) == 2


def test_two_hundred_wrong_cells_of_ten_thousand_rows_are_all_named_soon(plan, people, bureau):
    known = exchange.known_of(plan)
    organisations = {f"code {n}": n for n in range(2_000)}
    known = history.Known(known.indicators, organisations, {}, known.form, known.possible, known.not_applicable)
    names = [one.name for one in exchange.followed_of(plan)]
    rows = [["地区", "指标", "2023", "2024"]]
    rows += [[f"code {at % 2_000}", names[at // 2_000], "1", "2.5"] for at in range(10_000)]
    planted = set()
    for at in random.Random(1).sample(range(1, 10_001), 200):
        column = at % 4
        rows[at][column] = ("nowhere", "nothing", "one", "1e40")[column]
        planted.add((at + 1, ("region", "indicator", "2023", "2024")[column]))
    began = time.process_time()
    heading, _ = history.read_heading(rows, exchange.headings)
    _, mistakes = history.check_history(rows, heading, known, file="x")
    assert {(one.row, one.column) for one in mistakes} == planted
    assert time.process_time() - began < 5


def test_a_sheet_of_a_stranger_s_plan_is_not_there(plan, browser):
    for name in ("export", "import", "export-history", "import-history"):
        assert browser("stranger").get(reverse(f"indicators:{name}", args=[plan.pk])).status_code == 404
    assert browser("stranger").get(reverse("indicators:returned", args=["history"])).status_code == 404


def test_every_column_and_mistake_has_words():
    words = read_words("en").wordings
    assert {f"break-down-column.{name}" for name in sheet.COLUMNS} <= set(words)
    assert {f"break-down-hint.{name}" for name in sheet.COLUMNS} <= set(words)
