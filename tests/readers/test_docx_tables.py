"""Tables of Word documents: every cell where it stands, every word once."""

from kechuang.domain.document import Cell
from kechuang.readers.word import docx
from kechuang.readers.word.docx import read_docx
from tests.readers.docx_builder import build, p, r, tbl, tc, tr


def read(body, **parts):
    return read_docx(build(body, **parts), name="规划.docx")


def grid(table):
    return [[cell.text if cell is not None else None for cell in row] for row in table.grid]


def only_table(body):
    (table,) = read(body).tables
    return table


def test_merged_cells_cover_their_rectangle_and_stand_once_in_the_text():
    body = tbl(
        tr(tc("类别", down="restart"), tc("指标值", span=2)),
        tr(tc(down="continue"), "2020年", "2025年"),
        tr("投入", "0.30", "0.65"),
    )
    document = read(body)

    assert document.text == "类别\t指标值\n2020年\t2025年\n投入\t0.30\t0.65"
    assert grid(document.tables[0]) == [
        ["类别", "指标值", "指标值"],
        ["类别", "2020年", "2025年"],
        ["投入", "0.30", "0.65"],
    ]
    assert document.tables[0].cells[0] == Cell(0, 0, 0, 2, "类别", row_span=2)


def test_columns_skipped_before_a_row_stay_empty():
    body = tbl(tr("甲", "乙", "丙"), tr("丁", "戊", properties='<w:gridBefore w:val="1"/><w:gridAfter w:val="0"/>'))

    assert grid(only_table(body)) == [["甲", "乙", "丙"], [None, "丁", "戊"]]


def test_grid_lines_that_no_cell_ends_at_are_taken_out():
    body = tbl(tr(tc("指标", span=2), tc("目标", span=3)), tr(tc("高企", span=2), tc("80", span=3)))

    assert grid(only_table(body)) == [["指标", "目标"], ["高企", "80"]]


def test_lines_a_hair_apart_are_one_line():
    widths = (2000, 40, 2000)
    body = tbl(tr(tc("指标", span=2), "目标"), tr("高企", tc("80", span=2)), widths=widths)

    assert grid(only_table(body)) == [["指标", "目标"], ["高企", "80"]]


def test_a_narrow_column_with_words_in_it_stays():
    body = tbl(tr("指标", "≥", "目标"), tr("高企", tc("80", span=2)), widths=(2000, 40, 2000))

    assert grid(only_table(body)) == [["指标", "≥", "目标"], ["高企", "80", "80"]]


def test_older_horizontal_merges_are_merges():
    body = tbl(
        tr(tc("值", properties='<w:hMerge w:val="restart"/>'), tc(properties='<w:hMerge w:val="continue"/>'), "注"),
        tr("2020", "2025", "无"),
    )

    assert grid(only_table(body)) == [["值", "值", "注"], ["2020", "2025", "无"]]


def test_a_merge_that_continues_nothing_is_a_cell_of_its_own():
    body = tbl(tr(tc("甲", down="continue"), "乙"), tr(tc("丙", span=2, down="continue")))

    assert grid(only_table(body)) == [["甲", "乙"], ["丙", "丙"]]


def test_words_left_in_a_cell_that_was_merged_away_are_hidden_not_lost():
    body = tbl(tr(tc("类别", down="restart"), "甲"), tr(tc("旧名", down="continue"), "乙"))
    document = read(body)

    assert [(document.text[q.start : q.end], q.hidden) for q in document.paragraphs] == [("旧名", True)]


def test_paragraphs_of_a_cell_are_joined_by_one_blank():
    body = tbl(tr(tc("年均增长/", "", "〔累计〕"), tc(p("合同", "<w:r><w:br/></w:r>", "成交额"))))

    assert read(body).text == "年均增长/ 〔累计〕\t合同 成交额"


def test_words_set_down_a_cell_character_by_character_are_words_again():
    body = tbl(tr(tc("创", "新", "投", "入"), tc("年", "均"), tc("产", "出值"), tc("投", "1", "项")))

    assert read(body).text == "创新投入\t年均\t产 出值\t投 1 项"


def test_rows_and_cells_in_content_controls_and_custom_tags_count():
    row = f"<w:sdt><w:sdtContent>{tr('甲', '1')}</w:sdtContent></w:sdt>"
    cell = f"<w:customXml><w:sdt><w:sdtContent>{tc('2')}</w:sdtContent></w:sdt></w:customXml>"

    assert grid(only_table(tbl(row, tr("乙", cell)))) == [["甲", "1"], ["乙", "2"]]


def test_deleted_rows_and_cells_are_gone_and_inserted_ones_are_there():
    body = tbl(
        tr("甲", "1", properties="<w:ins/>"),
        tr("乙", "2", properties="<w:del/>"),
        tr("丙", tc("旧", properties="<w:cellDel/>"), tc("3", properties="<w:cellIns/>")),
    )

    assert grid(only_table(body)) == [["甲", "1"], ["丙", "3"]]


def test_hidden_rows_and_hidden_words_in_cells_follow_the_table_marked_hidden():
    body = tbl(tr("甲", tc(p("1", r("藏", "<w:vanish/>")))), tr("乙", "2", properties="<w:hidden/>"))
    document = read(body)

    assert grid(document.tables[0]) == [["甲", "1"]]
    assert [(document.text[q.start : q.end], q.hidden) for q in document.paragraphs] == [
        ("藏", True),
        ("乙", True),
        ("2", True),
    ]


def test_tables_and_boxes_inside_cells_follow_the_table_that_holds_them():
    inner = tbl(tr("联系人", "电话"), tr("张", "0839"))
    box = f"<w:r><w:pict><v:textbox><w:txbxContent>{p('框')}</w:txbxContent></v:textbox></w:pict></w:r>"
    document = read(tbl(tr("甲", tc(p("乙", box), inner))))

    assert document.text.split("\n") == ["甲\t乙", "框", "联系人\t电话", "张\t0839"]
    assert [grid(table) for table in document.tables] == [[["甲", "乙"]], [["联系人", "电话"], ["张", "0839"]]]


def test_a_table_that_only_lays_out_other_tables_leaves_no_empty_line():
    document = read(tbl(tr(tc(tbl(tr("甲", "1"))), tc(tbl(tr("乙", "2"))))))

    assert document.text == "甲\t1\n乙\t2"


def test_empty_tables_rows_and_cells_are_survived():
    document = read(p("前") + "<w:tbl/>" + tbl(tr(), tr()) + tbl(tr("", "")) + tbl(tr("甲", ""), tr(), tr("", "乙")))

    assert document.text == "前\n甲\t\n\n\t乙"


def test_absurd_spans_are_bounded():
    body = tbl(
        tr(tc("甲", properties='<w:gridSpan w:val="2000000000"/>'), tc("乙", properties='<w:gridSpan w:val="-7"/>')),
        tr("丙", "丁"),
    )

    assert [(cell.text, cell.column, cell.column_span) for cell in only_table(body).cells] == [
        ("甲", 0, 3), ("乙", 3, 1), ("丙", 0, 1), ("丁", 1, 1),
    ]  # fmt: skip


def test_a_table_too_large_for_a_grid_is_read_line_by_line_and_said(monkeypatch):
    monkeypatch.setattr(docx, "_MOST_PLACES", 3)
    document = read(tbl(tr("甲", "1"), tr("乙", "2")))

    assert (document.text, document.tables) == ("甲 1\n乙 2", ())
    assert [(x.code, dict(x.details)) for x in document.problems] == [("table-too-large", {"rows": "2"})]
