"""The gate: files that run or fetch something are refused, plain links are not; evidence is what can be looked into."""

import zipfile
from io import BytesIO

import openpyxl
import pytest

from kechuang.readers.errors import Unreadable
from kechuang.readers.gate import check_evidence, check_upload
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


def test_a_relation_that_cannot_be_unpacked_is_damage():
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", "<document/>")
        archive.writestr("word/_rels/document.xml.rels", relations("hyperlink") * 9)
        begins = archive.infolist()[-1].header_offset + 30 + len("word/_rels/document.xml.rels")
    data = bytearray(stream.getvalue())
    data[begins : begins + 8] = b"\xff" * 8
    with pytest.raises(Unreadable) as refused:
        check_upload(bytes(data))
    assert refused.value.code == "docx-damaged"


def test_a_link_in_running_text_is_only_a_link():
    check_upload(build(p("到2030年"), parts={"word/_rels/settings.xml.rels": relations("hyperlink")}))


def test_what_is_no_word_file_is_the_readers_to_judge():
    check_upload(b"%PDF-1.7")
    check_upload(b"")


def workbook():
    """A workbook with one sheet."""
    data = BytesIO()
    openpyxl.Workbook().save(data)
    return data.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("合同.pdf", b"%PDF-1.7 ..."),
        ("截图.PNG", b"\x89PNG\r\n\x1a\n..."),
        ("照片.png", b"\xff\xd8\xff\xe0..."),
        ("说明.txt", "说明".encode()),
        ("说明.docx", build(p("到2030年"))),
        ("名单.xlsx ", workbook()),
    ],
    ids=["pdf", "png", "a jpeg named as another picture", "text", "word", "excel"],
)
def test_documents_pictures_and_sheets_are_evidence(name, data):
    check_evidence(data, name)


@pytest.mark.parametrize("name", ["x.exe", "打开.bat", "说明", "说明.txt.js", "合同.pdf"])
def test_a_text_that_bears_another_name_is_no_evidence(name):
    with pytest.raises(Unreadable) as refused:
        check_evidence("说明".encode(), name)
    assert (refused.value.code, refused.value.details) == (
        "evidence-name",
        {"name": name, "endings": ".txt, .csv, .tsv, .md"},
    )


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"MZ\x90\0 program",
        b"Rar!\x1a\x07 archive",
        b"<html><body>x</body></html>",
        b"PK\x03\x04 not really",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old office",
    ],
    ids=["nothing", "program", "archive", "page", "broken", "old"],
)
def test_what_cannot_be_looked_into_is_no_evidence(data):
    with pytest.raises(Unreadable) as refused:
        check_evidence(data, "材料.pdf")
    assert refused.value.code == "evidence-unfit"


def test_evidence_with_macros_is_refused():
    with pytest.raises(Unreadable) as refused:
        check_evidence(build(p("到2030年"), parts={"word/vbaProject.bin": b"x"}), "材料.docx")
    assert refused.value.code == "upload-macros"
