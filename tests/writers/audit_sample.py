"""The audit of the invented plan's Word file, for the tests of what is written from it."""

from pathlib import Path

from kechuang.cli.audit import audit_documents, wording
from kechuang.cli.reading import read_file
from kechuang.readers.words import read_words

WORD = Path(__file__).parents[2] / "src/kechuang/samples/invented/yunling_county_plan_2026_2030.docx"
DOCUMENT, PLAN = read_file(WORD)
REPORT = audit_documents([(DOCUMENT, PLAN)])
SAY = {language: wording(read_words(language)) for language in ("zh", "en")}
