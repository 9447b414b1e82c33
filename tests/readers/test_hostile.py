"""Hostile files: each costs bounded time and memory and gives one clear line, never a traceback."""

import io
import os
import re
import struct
import time
import zipfile
import zlib
from importlib.resources import files

import pytest

import kechuang.readers as readers
from kechuang.readers.errors import Unreadable
from kechuang.readers.read import LARGEST_FILE, OcrMode, read_document
from kechuang.readers.rulebooks import load_yaml

WORDS = load_yaml("problems.yaml")
SECONDS = 60  # on a machine that does other things as well; each of these takes a second or two


def refusal(path):
    """The code of the refusal, its words complete in both languages, in bounded time."""
    begin = time.monotonic()
    with pytest.raises(Unreadable) as refused:
        read_document(path, ocr=OcrMode.NEVER)
    assert time.monotonic() - begin < SECONDS
    for words in WORDS[refused.value.code].values():
        said = words.format_map(refused.value.details)
        assert said
        assert "\n" not in said
    return refused.value.code


def docx(document, *, compress=zipfile.ZIP_DEFLATED):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compress) as archive:
        archive.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" '
            'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
        )
        archive.writestr(
            "_rels/.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Target="word/document.xml" '
            'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>',
        )
        archive.writestr("word/document.xml", document)
    return stream.getvalue()


def body(inner):
    return f'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{inner}</w:body></w:document>'


PARAGRAPH = "<w:p><w:r><w:t>到2025年，突破100家。</w:t></w:r></w:p>"


def write(tmp_path, name, data):
    path = tmp_path / name
    path.write_bytes(data)
    return path


def test_an_ordinary_file_beside_them_is_read(tmp_path):
    assert read_document(write(tmp_path, "规划.docx", docx(body(PARAGRAPH)))).text == "到2025年，突破100家。"


@pytest.mark.parametrize("name", ["规划.docx", "规划.pdf", "规划.txt", "规划.html"])
def test_an_empty_file(tmp_path, name):
    assert refusal(write(tmp_path, name, b"")) == "empty-file"


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_a_truncated_word_file(tmp_path, share):
    whole = docx(body(PARAGRAPH * 2000), compress=zipfile.ZIP_STORED)
    assert refusal(write(tmp_path, "规划.docx", whole[: int(len(whole) * share)])) in ("docx-truncated", "docx-damaged")


def test_a_zip_bomb(tmp_path):
    assert refusal(write(tmp_path, "规划.docx", docx(body("<w:p/>" * 20_000_000)))) in (
        "docx-zip-bomb",
        "docx-too-large",
    )


def test_xml_that_reaches_for_other_files(tmp_path):
    secret = write(tmp_path, "secret.txt", b"SECRET")
    entity = f'<!DOCTYPE d [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'
    hostile = docx(entity + body("<w:p><w:r><w:t>&e;</w:t></w:r></w:p>"))
    assert refusal(write(tmp_path, "规划.docx", hostile)) == "docx-entities"


def test_xml_whose_entities_multiply(tmp_path):
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "甲" * 10}">' for n in range(12))
    hostile = docx(f"<!DOCTYPE d [{entities}]>" + body("<w:p><w:r><w:t>&e11;</w:t></w:r></w:p>"))
    assert refusal(write(tmp_path, "规划.docx", hostile)) == "docx-entities"


def test_a_picture_named_docx(tmp_path):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    png += chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")
    assert refusal(write(tmp_path, "规划.docx", png)) == "scan-not-recognised"


ENCRYPTED = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj
3 0 obj<</Filter/Standard/V 1/R 2/P -4/O<0000000000000000000000000000000000000000000000000000000000000000>/U<0000000000000000000000000000000000000000000000000000000000000000>>>endobj
trailer<</Root 1 0 R/Encrypt 3 0 R/ID[<00><00>]/Size 4>>
%%EOF"""


def test_an_encrypted_pdf(tmp_path):
    assert refusal(write(tmp_path, "规划.pdf", ENCRYPTED)) == "pdf-encrypted"


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.7\n" + os.urandom(4096), b"%PDF-" + b"1 0 obj<<" * 100_000])
def test_a_damaged_pdf(tmp_path, data):
    assert refusal(write(tmp_path, "规划.pdf", data)) == "pdf-damaged"


def test_a_hundred_megabytes_of_digits_in_one_line(tmp_path):
    assert refusal(write(tmp_path, "规划.txt", b"1234567890" * 10_000_000)) == "too-much-text"


def test_a_line_longer_than_any_paragraph(tmp_path):
    assert refusal(write(tmp_path, "规划.txt", b"1" * 5_000_000)) == "line-too-long"


def test_a_page_of_digits_without_end(tmp_path):
    assert refusal(write(tmp_path, "规划.html", b"<p>" + b"1" * 5_000_000)) == "line-too-long"


def test_a_file_larger_than_any_document(tmp_path):
    path = tmp_path / "规划.txt"
    with path.open("wb") as file:
        file.truncate(LARGEST_FILE + 1)
    assert refusal(path) == "file-too-large"


def test_a_text_table_of_a_hundred_thousand_rows_is_read(tmp_path):
    row = "1\t研发投入强度\t%\t0.30\t0.65\n"
    assert len(read_document(write(tmp_path, "表.txt", (row * 100_000).encode())).paragraphs) == 100_000


def test_a_page_table_of_a_hundred_thousand_rows_is_read(tmp_path):
    row = "<tr><td>1<td>强度<td>0.3</tr>"
    document = read_document(write(tmp_path, "表.html", f"<table>{row * 100_000}</table>".encode()))
    assert len(document.tables[0].cells) == 300_000


@pytest.mark.parametrize(
    ("page", "code"),
    [
        ("<div>" * 1_000_000 + "深", "nested-too-deep"),
        ("<p " + " ".join(f"a{number}=1" for number in range(100_000)) + ">甲", "damaged-page"),
        ("<table>" + "<tr><td colspan=1000 rowspan=65000>甲<td>乙" * 2000, "page-table-too-large"),
    ],
)
def test_a_page_made_to_be_costly(tmp_path, page, code):
    assert refusal(write(tmp_path, "规划.html", page.encode())) == code


@pytest.mark.parametrize("data", [b"\0" * 5000, bytes(range(256)) * 20, os.urandom(5000)])
def test_bytes_that_mean_nothing(tmp_path, data):
    assert refusal(write(tmp_path, "规划.txt", data)) in ("not-text", "unknown-encoding", "unknown-file")


def test_a_folder(tmp_path):
    assert refusal(tmp_path) == "is-a-folder"


def test_a_missing_file(tmp_path):
    assert refusal(tmp_path / "无.docx") == "file-missing"


def test_a_name_no_file_can_have(tmp_path):
    assert refusal(tmp_path / ("长" * 300)) == "cannot-open"
    assert refusal(tmp_path / "规\0划") == "cannot-open"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this platform has no named pipes")
def test_a_pipe_that_nobody_writes_to(tmp_path):
    os.mkfifo(tmp_path / "规划.txt")
    assert refusal(tmp_path / "规划.txt") == "not-a-file"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_one_may_not_read(tmp_path):
    path = write(tmp_path, "规划.txt", b"x")
    path.chmod(0)
    assert refusal(path) == "no-permission"


def test_every_refusal_has_words_in_both_languages():
    mine = ("html*.py", "text*.py", "sniff.py", "read.py", "capped.py", "batch.py")
    sources = [path.read_text("utf-8") for pattern in mine for path in files(readers).glob(pattern)]
    codes = {code for source in sources for code in re.findall(r'(?:Unreadable|Problem)\(\s*"([a-z-]+)"', source)}
    assert {"no-text", "too-slow", "cannot-open"} <= codes
    assert {code for code in codes if set(WORDS.get(code, {})) != {"zh", "en"}} == set()


def test_a_deep_page_of_many_menus_costs_no_more_than_a_flat_one(tmp_path):
    page = "<div>" * 1900 + "<nav>栏目</nav>" * 20_000 + "甲。" * 100
    begin = time.process_time()
    assert read_document(write(tmp_path, "规划.html", page.encode())).text == "甲。" * 100
    assert time.process_time() - begin < SECONDS / 4
