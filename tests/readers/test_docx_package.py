"""Files that are broken, hostile or no Word files at all: each gets one clear answer, quickly."""

import time
import zipfile
from io import BytesIO

import pytest

from kechuang.readers.errors import Unreadable
from kechuang.readers.rulebooks import load_yaml
from kechuang.readers.word.docx import read_docx
from tests.readers.docx_builder import build, p, pack, r, root, tbl, tc, tr
from tests.readers.docx_good import GOOD

MEGABYTE = 2**20


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def refusal(data):
    with pytest.raises(Unreadable) as refused:
        read_docx(data, name="规划.docx")
    code, details = refused.value.code, refused.value.details
    wording = load_yaml("problems.yaml")[code]
    assert all(wording[language].format(**details) for language in ("zh", "en"))
    return code


def test_empty_files_are_called_empty():
    assert [refusal(data) for data in (b"", b"\0" * 5000, b" \r\n")] == ["empty-file"] * 3


@pytest.mark.parametrize(
    ("start", "found"),
    [
        (b"%PDF-1.7", "PDF"),
        (b"\xff\xd8\xff\xe0", "JPEG"),
        (b"\x89PNG\r\n", "PNG"),
        (b"{\\rtf1", "RTF"),
        (b"\n<HTML>", "HTML"),
        (b"abc", "?"),
    ],
)
def test_other_files_under_a_word_name_are_called_what_they_are(start, found):
    with pytest.raises(Unreadable) as refused:
        read_docx(start + b"x" * 500, name="规划.docx")

    assert (refused.value.code, refused.value.details) == ("not-a-word-file", {"found": found})


def test_old_and_encrypted_files_under_a_new_name_are_told_apart():
    encrypted_97 = OLE + b"\0" * 504 + b"\xec\xa5" + b"\0" * 9 + b"\1" + b"\0" * 100

    assert refusal(OLE + b"\0" * 600) == "word-is-legacy"
    assert refusal(OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")) == "encrypted-word"
    assert refusal(encrypted_97) == "encrypted-word"


def test_a_truncated_file_is_called_incomplete_wherever_it_was_cut():
    assert {refusal(GOOD[:length]) for length in range(4, len(GOOD) - 1, 97)} == {"docx-truncated"}


def test_other_packages_are_called_what_they_are():
    workbook = pack({"xl/workbook.xml": "<x/>"})

    assert refusal(workbook) == "not-a-word-file"
    assert refusal(pack({"readme.txt": "x"})) == "docx-no-document"
    assert refusal(pack({"word/document.xml": "<document/>"})) == "docx-no-document"


def test_a_zip_bomb_is_refused_from_its_directory():
    body = root("document", f"<w:body>{p('x')}</w:body>")

    assert refusal(pack({"word/document.xml": body, "word/media/a.bin": b"0" * 30 * MEGABYTE})) == "docx-zip-bomb"


def test_a_bomb_that_lies_about_its_size_unpacks_no_further_than_it_said():
    data = bytearray(pack({"word/document.xml": b"<a>" + b"0" * 50 * MEGABYTE}))
    directory = data.rfind(b"PK\x01\x02")
    data[directory + 24 : directory + 28] = (1000).to_bytes(4, "little")
    start = time.process_time()

    assert refusal(bytes(data)) == "docx-damaged"
    assert time.process_time() - start < 2


def test_millions_of_elements_are_refused_before_they_are_built():
    document = "<w:document>" + "<a/>" * 4_000_001
    stored = BytesIO()
    with zipfile.ZipFile(stored, "w") as archive:
        archive.writestr("word/document.xml", document)

    assert refusal(stored.getvalue()) == "docx-too-large"


def test_thousands_of_parts_are_refused():
    assert refusal(pack({f"word/{number}.xml": "x" for number in range(2_001)})) == "docx-too-many-parts"


def test_a_directory_that_claims_few_entries_but_is_huge_is_refused_before_it_is_read():
    end = b"PK\x05\x06" + b"\0" * 6 + (3).to_bytes(2, "little") + (50 * MEGABYTE).to_bytes(4, "little") + b"\0" * 6

    assert refusal(b"PK\x03\x04" + b"\0" * 100 + end) == "docx-too-many-parts"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_part_that_stands_twice_is_refused():
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", root("document", f"<w:body>{p('甲')}</w:body>"))
        archive.writestr("Word/Document.xml", root("document", f"<w:body>{p('乙')}</w:body>"))

    assert refusal(buffer.getvalue()) == "docx-duplicate-part"


def test_a_name_that_points_out_of_the_package_is_refused():
    assert refusal(pack({"word/document.xml": "<a/>", "../../etc/passwd": "x"})) == "docx-unsafe-name"


def test_password_protected_parts_are_called_encrypted():
    data = bytearray(GOOD)
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        data[at + flags] |= 1

    assert refusal(bytes(data)) == "encrypted-word"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_and_never_resolved(encoding, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("secret", "utf-8")
    doctype = f'<!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    document = f'<?xml version="1.0" encoding="{encoding}"?>{doctype}' + root(
        "document", f"<w:body>{p('&x;')}</w:body>"
    )

    assert refusal(pack({"word/document.xml": document.encode(encoding)})) == "docx-entities"


def test_a_billion_laughs_is_refused_at_once():
    entities = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(9))
    document = f'<!DOCTYPE d [<!ENTITY e0 "ha">{entities}]><d a="&e9;">&e9;</d>'

    assert refusal(pack({"word/document.xml": document})) == "docx-entities"


def test_damaged_xml_is_located():
    with pytest.raises(Unreadable) as refused:
        read_docx(pack({"word/document.xml": "<a>\n\n<b></a>"}), name="规划.docx")

    assert (refused.value.code, refused.value.details) == (
        "docx-xml-damaged",
        {"part": "word/document.xml", "line": "3"},
    )


def test_a_damaged_part_in_the_zip_is_named():
    data = bytearray(GOOD)
    at = data.find(b"word/document.xml") + len("word/document.xml") + 20
    data[at : at + 40] = b"\xff" * 40

    assert refusal(bytes(data)) == "docx-damaged"


@pytest.mark.parametrize("tag", ["w:smartTag", "w:sdt", "w:ins", "w:unknown"])
def test_absurdly_deep_nesting_is_refused_and_deep_nesting_is_read(tag):
    def nested(depth):
        inner = f"<{tag}><w:sdtContent>" if tag == "w:sdt" else f"<{tag}>"
        outer = f"</w:sdtContent></{tag}>" if tag == "w:sdt" else f"</{tag}>"
        return build(
            "<w:p>" + inner * depth + r("底") + outer * depth + "</w:p>" + inner * depth + p("块") + outer * depth
        )

    assert read_docx(nested(100), name="规划.docx").text == "底\n块"
    assert [refusal(nested(depth)) for depth in (300, 50_000)] == ["docx-too-deep"] * 2


def test_deeply_nested_tables_lose_nothing():
    body = p("底")
    for _ in range(60):
        body = tbl(tr(tc(body), "右"))

    assert read_docx(build(body), name="规划.docx").text.count("右") == 60


def test_ten_million_digits_in_one_run_are_read_and_more_are_refused():
    assert refusal(build(p("", r("12345678" * (11 * MEGABYTE // 8))), parts={"x": b""})) in (
        "docx-text-too-long",
        "docx-zip-bomb",
    )


def test_a_part_that_is_missing_where_it_was_promised_is_only_ignored():
    relations = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="x/styles" Target="nowhere.xml"/></Relationships>'

    assert read_docx(build(p("甲"), parts={"word/_rels/document.xml.rels": relations}), name="规划.docx").text == "甲"


def test_the_larger_directory_of_a_zip64_file_is_bounded_too():
    record = b"PK\x06\x06" + b"\0" * 28 + (10**9).to_bytes(8, "little") + (10**10).to_bytes(8, "little") + b"\0" * 8
    locator = b"PK\x06\x07" + b"\0" * 4 + (4).to_bytes(8, "little") + b"\0" * 4
    end = b"PK\x05\x06" + b"\0" * 4 + b"\xff" * 12 + b"\0" * 2

    assert refusal(b"PK\x03\x04" + record + locator + end) == "docx-too-many-parts"


def test_parts_named_with_backslashes_are_found():
    assert (
        read_docx(pack({"word\\document.xml": root("document", f"<w:body>{p('甲')}</w:body>")}), name="规划.docx").text
        == "甲"
    )


def test_reading_costs_grow_with_the_length_of_the_document_and_not_with_its_square():
    def seconds(times):
        data = build(
            (p("背景", numbered=(1, 0)) + p("达到", r("44"), "家") + tbl(tr("甲", "1"), tr("乙", "2"))) * times
        )
        return min(measured(data) for _ in range(3))

    def measured(data):
        start = time.process_time()
        read_docx(data, name="规划.docx")
        return time.process_time() - start

    assert seconds(1_500) < 50 * 4 * seconds(30)
