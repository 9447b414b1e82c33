"""Doubt that travels with the text through the layout of a page."""

from kechuang.domain.document import Problem, Unsure
from kechuang.readers.assembly import Assembly, GridCell
from kechuang.readers.ocr.ocr_marks import Marks
from kechuang.readers.pdf.pdf_text import Piece

A_PLACE = Piece("", 0.0, 0.0, 1.0, 1.0)


def test_stand_ins_become_the_real_characters_and_tell_what_is_unsure():
    marks = Marks()
    seven, eight = (marks.mark(A_PLACE._replace(text=text), sure) for text, sure in (("7", 0.6), ("8", 0.4)))
    assembly = Assembly()
    assembly.paragraph(f"达到{seven.text}{eight.text}家")
    assembly.table([GridCell(0, 0, "专利"), GridCell(0, 1, f"1{seven.text}")])
    assembly.problem(Problem("text-struck", None, {"text": seven.text}))
    document = marks.resolve(assembly.document(name="扫描件", format="image", data=b""))
    assert document.text == "达到78家\n专利\t17"
    assert [cell.text for cell in document.tables[0].cells] == ["专利", "17"]
    assert document.unsure == (Unsure(2, 4, 0.4), Unsure(10, 11, 0.6))
    assert document.problems[0].details == {"text": "7"}
