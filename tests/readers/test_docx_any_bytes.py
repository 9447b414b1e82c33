"""Whatever the bytes or elements of a Word file are: it is read, or clearly refused."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kechuang.readers.errors import Unreadable
from kechuang.readers.rulebooks import load_yaml
from kechuang.readers.word.docx import read_docx
from tests.readers.docx_builder import build
from tests.readers.docx_good import GOOD

FAST = settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))


@FAST
@given(st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), min_size=1, max_size=12))
def test_whatever_bytes_change_the_answer_is_a_document_or_a_clear_refusal(changes):
    data = bytearray(GOOD)
    for at, byte in changes:
        data[at] = byte
    survive(bytes(data))


@FAST
@given(st.binary(max_size=300), st.booleans())
def test_arbitrary_bytes_are_refused_clearly(data, zipped):
    survive(b"PK\x03\x04" + data if zipped else data)


TAGS = (
    "p",
    "r",
    "t",
    "tbl",
    "tr",
    "tc",
    "sdt",
    "sdtContent",
    "ins",
    "del",
    "pPr",
    "rPr",
    "numPr",
    "fldChar",
    "instrText",
    "ruby",
    "rubyBase",
)


ATTRIBUTES = (
    "",
    ' w:val="1"',
    ' w:val=""',
    ' w:val="-99999999999999999999"',
    ' w:id="x"',
    ' w:fldCharType="begin"',
    ' w:fldCharType="end"',
)


TREES = st.recursive(
    st.sampled_from(
        (
            "",
            "字",
            "<w:footnoteReference/>",
            "<w:sym/>",
            '<w:sym w:char="zz"/>',
            '<w:gridSpan w:val="0"/>',
            "<w:br/>",
            "<mc:AlternateContent/>",
        )
    ),
    lambda inner: st.builds(
        lambda tag, attribute, children: f"<w:{tag}{attribute}>{''.join(children)}</w:{tag}>",
        st.sampled_from(TAGS),
        st.sampled_from(ATTRIBUTES),
        st.lists(inner, max_size=4),
    ),
    max_leaves=25,
)


@FAST
@given(TREES)
def test_whatever_elements_stand_wherever_the_document_is_read(tree):
    document = read_docx(build(tree, styles=tree, numbering=tree, footnotes=tree), name="规划.docx")

    assert [document.text[c.start : c.end] for table in document.tables for c in table.cells] == [
        c.text for table in document.tables for c in table.cells
    ]


def survive(data):
    """Read, or be refused with a code that has words."""
    codes = {None, *load_yaml("problems.yaml")}
    assert outcome(data) in codes


def outcome(data):
    try:
        read_docx(data, name="规划.docx")
    except Unreadable as refused:
        return refused.code
    return None
