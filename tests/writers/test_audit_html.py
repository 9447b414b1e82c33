"""The page that shows a plan beside its findings."""

import re

from lxml import html

from kechuang.domain.audit.audit import Report
from kechuang.domain.document import Document
from kechuang.domain.finding import Finding, Severity
from kechuang.domain.source import Source
from kechuang.writers.audit_html import report_to_html
from tests.writers.audit_sample import DOCUMENT, REPORT, SAY

PAGE = report_to_html([DOCUMENT], REPORT, SAY["zh"], "zh")


def test_every_finding_is_an_article_and_every_place_a_mark():
    tree = html.fromstring(PAGE)
    assert len(tree.findall(".//article")) == len(REPORT.findings)
    marked = {number for mark in tree.iter("mark") for number in mark.get("data-findings").split()}
    assert marked == {str(number) for number in range(len(REPORT.findings))}


def test_the_text_of_the_document_is_all_there():
    tree = html.fromstring(PAGE)
    shown = [line.text_content() for line in tree.find_class("line")]
    assert shown == [line for line in DOCUMENT.text.split("\n") if line.strip()]


def test_it_needs_no_other_file_and_has_no_inline_handlers():
    assert re.findall(r"""(?:src|href)\s*=|\bon\w+\s*=\s*["']|url\(|@import|https?://""", PAGE) == []
    assert "default-src 'none'" in html.fromstring(PAGE).xpath("//meta[@http-equiv]/@content")[0]


def test_a_hostile_text_stays_text():
    text = "<script>alert(1)</script>“甲"
    document = Document("<b>.txt", "txt", text, "0")
    finding = Finding(
        "marks.unclosed",
        Severity.WARNING,
        (Source("<b>.txt", 1, None, 0, len(text), text),),
        {"mark": "<i>", "text": text},
    )
    page = report_to_html([document], Report((finding,), ()), SAY["en"], "en")
    assert "<script>alert" not in page
    assert "<b>" not in page
    assert "<i>" not in page
