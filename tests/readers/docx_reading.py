"""A Word document built from paragraphs, and read."""

from kechuang.readers.word.docx import read_docx
from tests.readers.docx_builder import build

SUPERSCRIPT = '<w:vertAlign w:val="superscript"/>'


def read(body, **parts):
    return read_docx(build(body, **parts), name="规划.docx")


def lines(body, **parts):
    return read(body, **parts).text.split("\n")


def field(instruction, result):
    code = f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
    shown = f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}' if result is not None else ""
    return f'<w:r><w:fldChar w:fldCharType="begin"/></w:r>{code}{shown}<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def control(content, properties=""):
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def reference(number, kind="footnote", mark=""):
    custom = ' w:customMarkFollows="1"' if mark else ""
    words = f"<w:t>{mark}</w:t>" if mark else ""
    return f'<w:r><w:rPr>{SUPERSCRIPT}</w:rPr><w:{kind}Reference w:id="{number}"{custom}/>{words}</w:r>'
