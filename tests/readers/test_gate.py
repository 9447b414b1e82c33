"""The gate: Word files that run or fetch something are refused, plain links are not."""

import pytest

from kechuang.readers.errors import Unreadable
from kechuang.readers.gate import check_upload
from tests.readers.docx_builder import build, p

TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def relations(kind):
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId9" Type="{TYPE}/{kind}" Target="http://example.org/x" TargetMode="External"/>'
        "</Relationships>"
    )


@pytest.mark.parametrize("name", ["word/vbaProject.bin", "word/activeX/activeX1.xml", "WORD/VBAPROJECT.BIN"])
def test_programs_are_refused(name):
    with pytest.raises(Unreadable) as refused:
        check_upload(build(p("到2030年"), parts={name: b"x"}))
    assert refused.value.code == "upload-macros"


@pytest.mark.parametrize("kind", ["attachedTemplate", "oleObject", "frame"])
def test_what_is_fetched_on_opening_is_refused(kind):
    with pytest.raises(Unreadable) as refused:
        check_upload(build(p("到2030年"), parts={"word/_rels/settings.xml.rels": relations(kind)}))
    assert refused.value.code == "upload-external"


def test_a_link_in_running_text_is_only_a_link():
    check_upload(build(p("到2030年"), parts={"word/_rels/settings.xml.rels": relations("hyperlink")}))


def test_what_is_no_word_file_is_the_readers_to_judge():
    check_upload(b"%PDF-1.7")
    check_upload(b"")
