"""The same Word file with a comment at each place."""

import io
import zipfile

import docx
from docx.oxml.ns import qn

from kechuang.readers.read import read_document
from kechuang.writers.word_comments import comment_word
from tests.writers.audit_sample import DOCUMENT, REPORT, SAY, WORD

DATA = comment_word(WORD.read_bytes(), DOCUMENT, REPORT.findings, SAY["zh"])


def commented(data):
    """What each comment says, and the words it hangs on."""
    word = docx.Document(io.BytesIO(data))
    texts = {comment.comment_id: comment.text for comment in word.comments}
    found = []
    for start in word.element.body.iter(qn("w:commentRangeStart")):
        words, element = "", start.getnext()
        while element is not None and element.tag != qn("w:commentRangeEnd"):
            words += "".join(text.text or "" for text in element.iter(qn("w:t")))
            element = element.getnext()
        found.append((texts[int(start.get(qn("w:id")))], words))
    return found


def test_every_place_of_every_finding_has_its_comment():
    assert len(commented(DATA)) == sum(min(8, len(finding.sources)) for finding in REPORT.findings)


def test_a_comment_hangs_on_the_words_it_speaks_of():
    placed = [words for text, words in commented(DATA) if "8.25" in text]
    assert sorted(placed) == ["0.47", "0.61", "0.95", "1.14", "5.08", "8.52"]


def test_it_says_what_is_wrong_the_arithmetic_and_what_to_do():
    (text,) = {text for text, _ in commented(DATA) if "0.58 ÷ 0.32" in text}
    assert text.split("\n")[0].startswith("错误")
    assert len(text.split("\n")) == 3


def test_the_file_reads_as_before_and_no_other_part_is_touched(tmp_path):
    path = tmp_path / WORD.name
    path.write_bytes(DATA)
    assert read_document(path).text == DOCUMENT.text
    with zipfile.ZipFile(WORD) as before, zipfile.ZipFile(path) as after:
        kept = [name for name in before.namelist() if name.endswith((".xml", ".png", ".jpeg")) and name not in TOUCHED]
        assert len(kept) > 3
        assert all(normal(before.read(name)) == normal(after.read(name)) for name in kept)


# the story itself, and the lists of parts in which comments are entered
TOUCHED = {"word/document.xml", "[Content_Types].xml"}


def normal(part):
    """A part without the order and quotes of its declaration."""
    return part.split(b"?>", 1)[-1].strip() if part.startswith(b"<?xml") else part
