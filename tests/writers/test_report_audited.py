"""Our own audit reads our own report."""

from dataclasses import replace

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
