"""What a file is, told by its content."""

import io
import zipfile

import pytest

from kechuang.readers.sniff import Carrier, sniff


def zipped(*names):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return stream.getvalue()


def compound(*streams):
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"".join(f"{name}\0".encode("utf-16-le") for name in streams)


@pytest.mark.parametrize(
    ("data", "carrier"),
    [
        (b"", Carrier.EMPTY),
        (b"%PDF-1.7\n", Carrier.PDF),
        (b"\r\njunk before %PDF-1.4\n", Carrier.PDF),
        (zipped("[Content_Types].xml", "word/document.xml"), Carrier.DOCX),
        (zipped("xl/workbook.xml"), Carrier.SPREADSHEET),
        (zipped("ppt/presentation.xml"), Carrier.SLIDES),
        (zipped("OFD.xml", "Doc_0/Document.xml"), Carrier.OFD),
        (zipped("content.xml", "META-INF/manifest.xml"), Carrier.OPEN_DOCUMENT),
        (zipped("规划/正文.docx"), Carrier.ARCHIVE),
        (zipped("word/document.xml")[:30], Carrier.DAMAGED_ZIP),
        (compound("WordDocument"), Carrier.WORD),
        (compound("Workbook"), Carrier.SPREADSHEET),
        (compound("EncryptedPackage"), Carrier.ENCRYPTED_OFFICE),
        (compound("Something"), Carrier.UNKNOWN),
        (b"{\\rtf1\\ansi", Carrier.RTF),
        (b"\x89PNG\r\n\x1a\n....", Carrier.PICTURE),
        (b"\xff\xd8\xff\xe0....", Carrier.PICTURE),
        (b"II*\0....", Carrier.PICTURE),
        (b"RIFF\0\0\0\0WEBPVP8 ", Carrier.PICTURE),
        (b"BM\0\0\0\0\0\0\0\0", Carrier.PICTURE),
        (b"Rar!\x1a\x07\x00", Carrier.ARCHIVE),
        (b"\0\0\0\x18ftypmp42", Carrier.MEDIA),
        ("一、总体要求".encode("gb18030"), Carrier.TEXT),
        ("一、总体要求".encode("utf-16"), Carrier.TEXT),
        (b"\xef\xbb\xbf \n<!-- saved --><!DOCTYPE html><html>", Carrier.HTML),
        (b'<?xml version="1.0"?><html xmlns="x">', Carrier.HTML),
        ("<html><body>规划</body></html>".encode("utf-16"), Carrier.HTML),
        ("<h1>规划</h1><p>正文</p>".encode(), Carrier.HTML),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n", Carrier.HTML),
        ("<某某县规划> 正文".encode(), Carrier.TEXT),
        (b'<?xml version="1.0"?><pkg:package xmlns:pkg="x">', Carrier.WORD_XML),
        (b"\x7fELF\x02", Carrier.UNKNOWN),
    ],
    ids=lambda value: value.name if isinstance(value, Carrier) else "file",  # zip archives hold the time
)
def test_content_tells_the_carrier(data, carrier):
    assert sniff(data, name="规划.docx") is carrier


def test_a_name_only_decides_what_text_with_tags_is_meant_to_be():
    text = "网站提示\n<div>一、总体要求</div>".encode()
    assert (sniff(text, name="规划.txt"), sniff(text, name="规划.htm")) == (Carrier.TEXT, Carrier.HTML)
