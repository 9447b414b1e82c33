"""CSV, Excel, JSON and the data package: readable by others, free of formulas, the same bytes each time."""

import csv
import io
import json
import zipfile
from decimal import Decimal

import frictionless
import openpyxl
import pytest

from kechuang.readers.words import read_words
from kechuang.writers.cells import number_text, safe_text
from kechuang.writers.opendata.dataset_json import dataset_to_json, write_dataset_json
from kechuang.writers.opendata.flat_csv import HEADER, write_flat_csv
from kechuang.writers.opendata.package import write_package
from kechuang.writers.opendata.sdmx_data import write_generic, write_structure_specific
from kechuang.writers.opendata.sdmx_structure import write_structure
from kechuang.writers.opendata.stratml import write_performance_report, write_strategic_plan
from kechuang.writers.opendata.workbook import write_workbook

from .sample import FIGURES, SAMPLE

ZH = read_words("zh").say
WRITERS = (
    write_flat_csv,
    write_dataset_json,
    lambda dataset: write_package(dataset, ZH),
    lambda dataset: write_workbook(dataset, ZH),
    lambda dataset: write_structure(dataset, lambda key, language: read_words(language).say(key)),
    write_generic,
    write_structure_specific,
    lambda dataset: write_strategic_plan(dataset, ZH),
    lambda dataset: write_performance_report(dataset, ZH),
)


@pytest.mark.parametrize("write", WRITERS, ids=range(len(WRITERS)))
def test_the_same_data_gives_the_same_bytes(write):
    assert write(SAMPLE) == write(SAMPLE)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "＝1"])
def test_no_text_begins_as_a_formula(text):
    assert safe_text(text) == "'" + text


def test_a_negative_number_stays_a_number():
    assert number_text(Decimal("-3.250000")) == "-3.25"


def test_the_csv_gives_every_number_its_definition_and_source():
    rows = list(csv.DictReader(io.StringIO(write_flat_csv(SAMPLE).decode("utf-8-sig"))))
    assert tuple(rows[0]) == HEADER
    read = {(row["indicator"], row["area"], row["period"], row["sense"]): row for row in rows}
    assert set(read) == {one.key for one in FIGURES}
    for one in FIGURES:
        row = read[one.key]
        assert row["value"] == ("" if one.value is None else number_text(one.value))
        assert row["source"] == safe_text(one.source)
        assert row["status"] == one.status.value
        assert row["release"] == SAMPLE.address
        assert row["definition"] == SAMPLE.measure_by_code[one.measure].definition


def test_a_range_has_both_its_ends_and_a_growth_its_rate():
    rows = csv.DictReader(io.StringIO(write_flat_csv(SAMPLE).decode("utf-8-sig")))
    (firms,) = [(row["bound"], row["value"], row["upper"]) for row in rows if row["indicator"] == "firms"]
    assert firms == ("from", "100", "120")
    read = json.loads(write_dataset_json(SAMPLE))
    growing = next(one for one in read["indicators"] if one["code"] == "gerd")
    told = {name: growing[name] for name in ("aim", "aim_text", "growth", "growth_bound")}
    assert told == {"aim": "annual-growth", "aim_text": "8以上", "growth": "8", "growth_bound": ">="}
    with zipfile.ZipFile(io.BytesIO(write_package(SAMPLE, ZH))) as archive:
        rows = csv.DictReader(io.StringIO(archive.read("indicators.csv").decode()))
    packed = next((row["growth"], row["growth_bound"]) for row in rows if row["code"] == "gerd")
    assert packed == ("8", "at-least")


def test_no_cell_of_the_csv_is_a_formula():
    rows = csv.reader(io.StringIO(write_flat_csv(SAMPLE).decode("utf-8-sig")))
    suspicious = [cell for row in rows for cell in row if cell[:1] in "=+@\t\r" and cell]
    assert suspicious == []


def test_the_json_holds_the_data_set():
    read = json.loads(write_dataset_json(SAMPLE))
    assert read == dataset_to_json(SAMPLE)
    assert [one["value"] for one in read["figures"] if one["area"] == "990101"] == ["0"]
    assert [one["value"] for one in read["figures"] if one["status"] != "value"] == [None, None]


def test_the_workbook_has_numbers_as_numbers_and_text_as_text():
    book = openpyxl.load_workbook(io.BytesIO(write_workbook(SAMPLE, ZH)))
    assert book.sheetnames == ["数据", "指标", "地区和单位", "重点任务"]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    values = [row[6] for row in book["数据"].iter_rows(min_row=2, values_only=True)]
    assert sorted(value for value in values if value is not None) == [-3.25, 0, 1.9, 2.05, 2.6, 100]


def test_the_data_package_is_valid(tmp_path):
    with zipfile.ZipFile(io.BytesIO(write_package(SAMPLE, ZH))) as archive:
        archive.extractall(tmp_path)
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert report.valid, report.to_summary()
    package = frictionless.Package(str(tmp_path / "datapackage.json"))
    rows = package.get_resource("figures").read_rows()
    assert {(row["indicator"], row["area"], row["period"], row["sense"]): row["value"] for row in rows} == {
        one.key: one.value for one in FIGURES
    }


def test_a_data_package_whose_numbers_were_altered_is_not_valid(tmp_path):
    with zipfile.ZipFile(io.BytesIO(write_package(SAMPLE, ZH))) as archive:
        archive.extractall(tmp_path)
    figures = tmp_path / "figures.csv"
    figures.write_bytes(figures.read_bytes().replace(b"2.05", b"9.05"))
    assert not frictionless.validate(str(tmp_path / "datapackage.json")).valid


def test_every_column_has_words():
    known = read_words("en").wordings
    with zipfile.ZipFile(io.BytesIO(write_package(SAMPLE, ZH))) as archive:
        package = json.loads(archive.read("datapackage.json"))
    for resource in package["resources"]:
        assert f"opendata.table.{resource['name']}" in known
        for field in resource["schema"]["fields"]:
            assert {f"opendata.column.{field['name']}", f"opendata.about.{field['name']}"} <= set(known)
