"""Our own audit reads our own report."""

from dataclasses import replace

import pytest

from kechuang.cli.main import main
from kechuang.cli.reading import read_file
from kechuang.domain.audit.audit import audit
from kechuang.domain.finding import Severity
from kechuang.domain.plans.reading import read_plan
from kechuang.readers.catalogue import read_catalogue
from kechuang.readers.regions import read_regions
from kechuang.readers.rulebooks import read_vocabulary
from kechuang.readers.word.docx import read_docx
from kechuang.writers.report_docx import write_report_docx
from tests.domain.reports.made import FACTS
from tests.domain.reports.test_report import lay_out


def test_a_report_on_a_sound_plan_does_not_contradict_itself():
    document = read_docx(write_report_docx(lay_out(replace(FACTS, contradictions=()))), name="report.docx")
    plan = read_plan(document, read_vocabulary(), read_regions())
    found = audit(document, plan, read_catalogue(), read_vocabulary()).findings
    assert [finding.rule for finding in found if finding.severity is not Severity.NOTE] == []


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", ["bazhong_city_plan_2021_2025", "chengkou_county_plan_2021_2025"])
@pytest.mark.parametrize("carrier", ["docx", "pdf"])
def test_a_report_on_a_plan_full_of_contradictions_quotes_them_and_has_none(
    real_plans, tmp_path, name, language, carrier
):
    out = {"docx": tmp_path / "report.docx", "pdf": tmp_path / "report.pdf"}
    command = ["report", str(real_plans / f"{name}.txt"), "--language", language]
    assert main([*command, "--out", str(out["docx"]), "--pdf", str(out["pdf"])]) == 0
    result = audit(*read_file(out[carrier]), read_catalogue(), read_vocabulary())
    assert [finding.rule for finding in result.findings if finding.severity is not Severity.NOTE] == []
    assert "abstained.quoted" in {one.reason for one in result.abstained}
