"""Text boxes, frames, drawings and embedded objects of a Word document."""

from kechuang.readers.rulebooks import load_yaml
from tests.readers.docx_builder import p, root, tbl, tc, tr
from tests.readers.docx_reading import lines, read


def text_box(*paragraphs):
    return f"<w:txbxContent>{''.join(map(p, paragraphs))}</w:txbxContent>"


def vml(content):
    return f"<w:r><w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict></w:r>"


def test_a_text_box_is_read_once_after_its_paragraph_in_a_frame_of_its_own():
    drawing = f"<w:drawing><wp:inline><a:graphic><wps:txbx>{text_box('专栏1 平台', '建成18个。')}</wps:txbx></a:graphic></wp:inline></w:drawing>"
    choice = f'<mc:AlternateContent><mc:Choice Requires="wps">{drawing}</mc:Choice><mc:Fallback>{vml(text_box("专栏1 平台", "建成18个。"))}</mc:Fallback></mc:AlternateContent>'
    document = read(p("见专栏", f"<w:r>{choice}</w:r>", "。") + p("后文"))

    assert [(document.text[q.start : q.end], q.frame) for q in document.paragraphs] == [
        ("见专栏。", None), ("专栏1 平台", 1), ("建成18个。", 1), ("后文", None),
    ]  # fmt: skip


def test_the_older_form_is_read_where_the_newer_one_holds_no_words():
    choice = f'<mc:AlternateContent><mc:Choice Requires="new"><w:drawing/></mc:Choice><mc:Fallback>{vml(text_box("框内"))}</mc:Fallback></mc:AlternateContent>'

    assert lines(p(choice)) == ["框内"]


def test_a_table_of_one_column_is_a_frame_around_its_paragraphs_and_tables():
    inner = tbl(tr("指标", "2025年"), tr("高企", "80"))
    body = tbl(tr(tc("专栏1 创新主体")), tr(tc("1.倍增行动", inner, "2.成长行动"))) + tbl(tr("专栏2"))
    document = read(body)

    assert document.text.split("\n") == [
        "专栏1 创新主体",
        "1.倍增行动",
        "指标\t2025年",
        "高企\t80",
        "2.成长行动",
        "专栏2",
    ]
    assert [q.frame for q in document.paragraphs] == [1, 1, 1, 2]
    assert [len(table.cells) for table in document.tables] == [4]


def test_neighbouring_paragraphs_with_borders_on_both_sides_share_a_frame():
    border = '<w:pBdr><w:left w:val="single"/><w:right w:val="single"/></w:pBdr>'
    underline = '<w:pBdr><w:bottom w:val="single"/></w:pBdr>'
    body = (
        p("专栏1", extra=border)
        + p("平台", extra=border)
        + p("正文")
        + p("专栏2", extra=border)
        + p("页眉线", extra=underline)
    )

    assert [q.frame for q in read(body).paragraphs] == [1, 1, None, 2, None]


def test_drawn_words_and_diagrams_are_read():
    art = '<w:r><w:pict><v:shape><v:textpath string="专栏3 人才"/></v:shape></w:pict></w:r>'
    diagram = (
        '<w:r><w:drawing><wp:inline><a:graphic><dgm:relIds r:dm="rIdd"/></a:graphic></wp:inline></w:drawing></w:r>'
    )
    relations = {
        "word/_rels/document.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rIdd" Type="http://schemas.microsoft.com/office/2007/relationships/diagramData" Target="diagrams/data1.xml"/></Relationships>',
        "word/diagrams/data1.xml": root(
            "pts", "<a:p><a:r><a:t>引进</a:t></a:r></a:p><a:p/><a:p><a:r><a:t>培养</a:t></a:r></a:p>"
        ),
    }
    document = read(p("如图", art, diagram), parts=relations)

    assert [(document.text[q.start : q.end], q.frame) for q in document.paragraphs] == [
        ("如图", None), ("专栏3 人才", 1), ("引进", 2), ("培养", 2),
    ]  # fmt: skip


def test_large_pictures_charts_objects_and_embedded_documents_are_problems_where_they_stand():
    def picture(width, height):
        extent = f'<wp:extent cx="{width * 36000}" cy="{height * 36000}"/>'
        return f"<w:r><w:drawing><wp:inline>{extent}<a:graphic><a:blip/></a:graphic></wp:inline></w:drawing></w:r>"

    old = '<w:r><w:pict><v:shape style="width:283.5pt;height:200pt"><v:imagedata/></v:shape></w:pict></w:r>'
    chart = "<w:r><w:drawing><wp:inline><a:graphic><c:chart/></a:graphic></wp:inline></w:drawing></w:r>"
    sheet = '<w:r><w:object><o:OLEObject ProgID="Excel.Sheet.12"/></w:object></w:r>'
    body = (
        p("前")
        + p("甲", picture(120, 80), picture(10, 10))
        + p("乙", old)
        + p("丙", chart, sheet)
        + '<w:altChunk r:id="x"/>'
        + p("丁")
    )

    assert [(x.code, dict(x.details), x.source.text) for x in read(body).problems] == [
        ("picture-not-read", {"millimetres": "120 × 80"}, "甲"),
        ("picture-not-read", {"millimetres": "100 × 71"}, "乙"),
        ("chart-not-read", {}, "丙"),
        ("object-not-read", {"program": "Excel.Sheet.12"}, "丙"),
        ("embedded-document-not-read", {}, ""),
    ]


def test_every_problem_has_words_in_both_languages():
    wordings = load_yaml("problems.yaml")
    problems = {
        "picture-not-read": {"millimetres": "120 × 80"},
        "chart-not-read": {},
        "diagram-not-read": {},
        "object-not-read": {"program": "Excel.Sheet.12"},
        "embedded-document-not-read": {},
        "formula-not-read": {"formula": "EQ"},
        "table-too-large": {"rows": "9"},
        "docx-part-damaged": {"part": "word/styles.xml"},
    }

    assert [
        code
        for code, details in problems.items()
        if not all(wordings[code][lang].format(**details) for lang in ("zh", "en"))
    ] == []


def test_a_diagram_whose_part_is_missing_is_a_problem():
    diagram = (
        '<w:r><w:drawing><wp:inline><a:graphic><dgm:relIds r:dm="rIdd"/></a:graphic></wp:inline></w:drawing></w:r>'
    )

    assert [(x.code, x.source.text) for x in read(p("如图", diagram)).problems] == [("diagram-not-read", "如图")]
