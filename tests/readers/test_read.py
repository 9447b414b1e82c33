"""One file to one document: told by content, read under limits, refused in one clear line."""

from dataclasses import replace

import pytest

from kechuang.readers.errors import Unreadable
from kechuang.readers.read import OcrMode, read_document

PAGE = "<html><head><title>规划</title></head><body><p>到2025年，突破100家。</p></body></html>"


def refusal(path, **options):
    with pytest.raises(Unreadable) as refused:
        read_document(path, **options)
    return refused.value.code


@pytest.mark.parametrize("name", ["规划.txt", "规划.docx", "规划.pdf", "规划"])
def test_a_text_is_a_text_under_any_name(tmp_path, name):
    path = tmp_path / name
    path.write_text("一、总体要求\n", "utf-8")
    document = read_document(path)
    assert (document.name, document.format, document.text) == (name, "txt", "一、总体要求\n")


def test_a_web_page_named_doc_is_read_as_the_page_it_is(tmp_path):
    path = tmp_path / "规划.doc"
    path.write_text(PAGE, "gb18030")
    assert (read_document(path).format, read_document(path).text) == ("html", "到2025年，突破100家。")


def test_a_large_file_reads_the_same_in_a_process_of_its_own(tmp_path):
    small, large = tmp_path / "小.html", tmp_path / "大.html"
    small.write_text(PAGE, "utf-8")
    large.write_text(PAGE + "<!--" + "x" * 600_000 + "-->", "utf-8")
    one, other = read_document(small), read_document(large)
    assert replace(other, name=one.name, sha256=one.sha256) == one


def test_a_name_written_by_an_older_system_is_still_text(tmp_path):
    path = tmp_path / "规划.txt".encode("gb18030").decode("utf-8", "surrogateescape")
    path.write_bytes("正文".encode())
    assert read_document(path).name == "规划.txt"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty-file"),
        (b"Rar!\x1a\x07\x00....", "archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook\0".encode("utf-16-le"), "spreadsheet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage\0".encode("utf-16-le"), "encrypted-word"),
        (b"\0\0\0\x18ftypmp42....", "media"),
        (b"\x7fELF\x02\x01\x01\0", "unknown-file"),
        (b'<?xml version="1.0"?><pkg:package xmlns:pkg="x">', "word-xml"),
    ],
)
def test_what_is_no_document_is_refused_by_what_it_is(tmp_path, content, code):
    path = tmp_path / "规划.docx"
    path.write_bytes(content)
    assert refusal(path) == code


def test_a_picture_is_not_recognised_where_that_is_switched_off(tmp_path):
    path = tmp_path / "规划.docx"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 100)
    assert refusal(path, ocr=OcrMode.NEVER) == "scan-not-recognised"


def test_a_scan_is_told_from_a_text_where_recognition_is_off(real_plans):
    assert refusal(real_plans / "more" / "cn_fyp15_boxes_scan.pdf", ocr=OcrMode.NEVER) == "scan-not-recognised"


def test_a_partly_scanned_file_is_read_and_its_pictures_named(real_plans):
    document = read_document(real_plans / "more" / "hubei_wenwu_14.pdf", ocr=OcrMode.NEVER)
    assert len(document.text) > 10_000
    assert [problem.details["pages"] for problem in document.problems if problem.code == "pages-without-text"] == ["1"]
