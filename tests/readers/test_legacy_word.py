"""Older word-processor files, through LibreOffice where it is installed."""

import shutil

import pytest

from kechuang.readers.errors import Unreadable
from kechuang.readers.word import legacy_word
from kechuang.readers.word.docx import read_docx
from kechuang.readers.word.legacy_word import read_legacy_word
from tests.readers.docx_builder import build, p

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
RTF = rb"{\rtf1\ansi\uc1 \u31185?\u25216?\u21019?\u26032?{\v hidden}\par 2025\par}"

needs_libreoffice = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")


def refusal(data, name="规划.doc"):
    with pytest.raises(Unreadable) as refused:
        read_legacy_word(data, name=name)
    return refused.value.code, refused.value.details


def test_without_libreoffice_the_reader_says_what_to_do(monkeypatch):
    monkeypatch.setenv("PATH", "")

    assert refusal(RTF, "规划.rtf") == ("libreoffice-missing", {"format": ".rtf"})
    assert refusal(OLE + b"\0" * 600, "规划.wps") == ("libreoffice-missing", {"format": ".wps"})


def test_a_new_file_under_an_old_name_is_read_without_libreoffice(monkeypatch):
    monkeypatch.setenv("PATH", "")
    data = build(p("背景"))

    assert read_legacy_word(data, name="规划.doc") == read_docx(data, name="规划.doc")


def test_files_that_are_no_word_files_are_never_handed_on(monkeypatch):
    monkeypatch.setenv("PATH", "")

    assert refusal(b"") == ("empty-file", {})
    assert refusal(b"%PDF-1.7 ...") == ("not-a-word-file", {"found": "PDF"})
    assert refusal(OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")) == ("encrypted-word", {})
    assert refusal(b"PK\x03\x04") == ("docx-truncated", {})


def test_a_conversion_that_takes_too_long_is_stopped(monkeypatch, tmp_path):
    slow = tmp_path / "soffice"
    slow.write_text("#!/bin/sh\n/bin/sleep 60\n", "utf-8")
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(legacy_word, "TIMEOUT_SECONDS", 0.1)

    assert refusal(RTF) == ("libreoffice-timeout", {"format": ".rtf", "seconds": "0.1"})


def test_a_conversion_that_gives_nothing_is_said(monkeypatch, tmp_path):
    idle = tmp_path / "soffice"
    idle.write_text("#!/bin/sh\nexit 1\n", "utf-8")
    idle.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))

    assert refusal(RTF) == ("libreoffice-failed", {"format": ".rtf"})


@needs_libreoffice
def test_rich_text_is_read_and_keeps_its_own_fingerprint():
    document = read_legacy_word(RTF, name="规划.rtf")

    assert (document.name, document.format, document.text) == ("规划.rtf", "rtf", "科技创新\nhidden\n2025")
    assert [q.hidden for q in document.paragraphs] == [False, True, False]
    assert document.sha256 != read_docx(build(p("科技创新")), name="x").sha256


@needs_libreoffice
def test_an_old_plan_reads_like_the_new_one(real_plans):
    old = read_legacy_word((real_plans / "made/plan_legacy.doc").read_bytes(), name="规划")
    new = read_docx((real_plans / "made/plan.docx").read_bytes(), name="规划")

    assert (old.text, old.paragraphs, old.tables, old.notes) == (new.text, new.paragraphs, new.tables, new.notes)
    assert old.format == "doc"
