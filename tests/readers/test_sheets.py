"""Workbooks and text tables as people send them: what a cell shows is what is read, or it is no number."""

import zipfile
from io import BytesIO

import openpyxl
import pytest
import xlsxwriter

from kechuang.readers.errors import Unreadable
from kechuang.readers.sheets import read_rows, read_table

OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


def book(*sheets):
    """A workbook: a name and rows a sheet; a cell is a value, or a value with its number format."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets:
        page = made.create_sheet(name)
        for number, row in enumerate(rows, 1):
            for column, content in enumerate(row, 1):
                value, form = content if isinstance(content, tuple) else (content, "General")
                page.cell(number, column, value).number_format = form
    kept = BytesIO()
    made.save(kept)
    return kept.getvalue()


def test_a_percentage_reads_as_it_shows():
    shown = [(0.025, "0.0%"), (0.125, "0%"), (1.285, "0.00%"), (0.025, '0.0"%"'), (0.025, "0.000"), (0.3, "0.0%;-0.0%")]
    assert read_rows(book(("表", [shown]))) == [["2.5%", "12.5%", "128.5%", "0.025", "0.025", "30%"]]


def test_a_formula_nobody_has_computed_is_no_blank():
    assert read_rows(book(("表", [["甲", "=5+7.5", '=SUM(A1:A3)&"<"']]))) == [["甲", "=5+7.5", '=SUM(A1:A3)&"<"']]


def test_a_formula_with_its_result_reads_as_the_result_and_an_error_as_the_error():
    kept = BytesIO()
    with xlsxwriter.Workbook(kept) as made:
        page = made.add_worksheet()
        page.write_formula(0, 0, "=5+7.5", None, 12.5)
        page.write_formula(0, 1, "=5/0", None, "#DIV/0!")
        page.write_formula(0, 2, '=IF(A1>0,"","无")', None, "无")
        page.write_formula(2, 3, "=VLOOKUP(1,A1:B2,2,0)", None, "#N/A")
    assert read_rows(kept.getvalue()) == [["12.5", "#DIV/0!", "无", ""], ["", "", "", ""], ["", "", "", "#N/A"]]


@pytest.mark.parametrize("cell", [b'<c t="e"><f>', b"<c a "], ids=["without end", "without bracket"])
def test_cells_that_only_a_comment_names_are_none_however_many_they_are(cell):
    given = book(("表", [["甲", 1]]))
    kept = BytesIO()
    with zipfile.ZipFile(BytesIO(given)) as old, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            content = old.read(info)
            if info.filename == "xl/worksheets/sheet1.xml":
                content = content.replace(b"</sheetData>", b"</sheetData><!--" + cell * 500_000 + b"-->")
            new.writestr(info.filename, content)
    assert read_rows(kept.getvalue()) == [["甲", "1"]]


def test_the_sheet_that_begins_so_is_read_wherever_it_stands():
    given = book(("说明", [["怎么填"]]), ("汇总 (2)", []), ("填报表", [["kechuang-collection 1"], ["12", "=1+1"]]))
    assert read_rows(given, begins="kechuang-collection ") == [["kechuang-collection 1", ""], ["12", "=1+1"]]
    assert read_rows(given) == [["怎么填"]]
    assert read_rows(given, begins="kechuang-tasks ") == [["怎么填"]]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (OLD + "Workbook\0".encode("utf-16-le"), "sheet-old"),
        (OLD + "EncryptedPackage\0".encode("utf-16-le"), "sheet-encrypted"),
        (OLD + "WordDocument\0".encode("utf-16-le"), "not-a-sheet"),
        (b"%PDF-1.4", "not-a-sheet"),
        (b"", "not-a-sheet"),
    ],
)
def test_what_is_no_xlsx_is_refused_with_what_to_do(data, code):
    with pytest.raises(Unreadable) as refused:
        read_rows(data)
    assert refused.value.code == code


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_text_table_reads_the_same_whatever_parts_its_cells_and_in_whatever_encoding(mark, encoding):
    lines = ["单位", "指标", "2030年目标值"], ["清溪县科学技术局", "全社会研发经费支出", "12.5"]
    text = "\r\n".join(mark.join(line) for line in lines) + "\r\n"
    assert read_table(text.encode(encoding)) == [list(line) for line in lines]


def test_an_old_workbook_is_no_text_table():
    with pytest.raises(Unreadable, match="sheet-old"):
        read_table(OLD + "Workbook\0".encode("utf-16-le"))
