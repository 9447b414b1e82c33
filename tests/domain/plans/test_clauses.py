"""How running text is taken apart: broken paragraphs, parts that look back and forward, years, changes, items."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from kechuang.domain.document import Cell, Document, Paragraph, Table
from kechuang.domain.numerals import scan_quantities
from kechuang.domain.plans.plan import Heading
from kechuang.domain.plans.prose.clauses import read_blocks
from kechuang.domain.plans.prose.clauses_context import Sections, Tense
from kechuang.domain.plans.prose.reading_commitments import read_commitments
from kechuang.domain.plans.prose.reading_statements import read_statements
from kechuang.domain.plans.prose.years import Mention, read_years
from kechuang.domain.plans.structure.reading_boxes import read_boxes
from kechuang.domain.plans.structure.reading_outline import read_outline
from kechuang.readers.text import read_text
from tests.domain.plans.prose import FIVE_YEARS, VOCABULARY, commitments, plan_text, statements


def document_of(*lines, tables=()):
    paragraphs, position = [], 0
    for line in lines:
        paragraphs.append(Paragraph(position, position + len(line)))
        position += len(line) + 1
    return Document("规划.txt", "txt", "\n".join(lines), "0" * 64, tuple(paragraphs), tables)


def texts(document):
    return [block.text for block in read_blocks(document, ())]


def test_a_paragraph_that_stops_without_a_full_stop_goes_on_in_the_next():
    assert texts(document_of("全县建有各类创新创业平台，包括省级企", "业技术中心3个。", "另起一段。")) == [
        "全县建有各类创新创业平台，包括省级企业技术中心3个。",
        "另起一段。",
    ]


def test_titles_items_and_rows_of_numbers_do_not_go_on():
    lines = (
        "科技创新平台建设",
        "（一）总体要求与发展目标的主要方面",
        "1.建设平台体系并完善服务体系机制",
        "研发经费\t1.2\t1.3\t1.4\t1.5\t1.6",
        "合计全部单位",
    )
    assert texts(document_of(*lines)) == list(lines)


def test_tables_contents_pages_and_hidden_text_are_not_running_text():
    document = document_of("正文一段。", "甲乙", "目录行", "隐藏行")
    _, table, contents, hidden = document.paragraphs
    cells = (Cell(0, 0, table.start, table.start + 1, "甲"), Cell(0, 1, table.start + 1, table.end, "乙"))
    document = replace(
        document,
        tables=(Table(table.start, table.end, cells),),
        paragraphs=(
            document.paragraphs[0],
            table,
            replace(contents, contents=True),
            replace(hidden, hidden=True),
        ),
    )
    assert texts(document) == ["正文一段。"]


def test_notes_under_a_table_are_not_running_text():
    assert texts(document_of("注：1.括号内为五年累计数。", "2.增加到1940个。", "正文一段。")) == ["正文一段。"]


def test_every_character_of_a_joined_block_knows_its_place():
    document = document_of("全县建有各类创新创业平台，包括省级企", "业技术中心3个。")
    (block,) = read_blocks(document, ())
    assert "".join(document.text[block.place(offset)] for offset in range(len(block.text))) == block.text


def tense(*titles, identity=FIVE_YEARS):
    """The tense of the last of headings given as (level, title)."""
    text = "\n".join(title for _, title in titles)
    document = document_of(*text.split("\n"))
    outline = tuple(
        Heading(level, None, title, document.source(one.start, one.end))
        for (level, title), one in zip(titles, document.paragraphs, strict=True)
    )
    return Sections(outline, (), identity, VOCABULARY).tense_at(len(document.text))


def test_headings_say_whether_their_part_looks_back_or_forward():
    assert tense((1, "发展基础")) is Tense.PAST
    assert tense((1, "规划背景"), (2, "主要问题")) is Tense.PAST
    assert tense((1, "规划背景"), (2, "面临形势")) is Tense.SETTING
    assert tense((1, "总体要求")) is Tense.FUTURE
    assert tense((1, "夯实创新发展基础")) is Tense.FUTURE
    assert tense((1, "“十三五”科技发展")) is Tense.PAST
    assert tense((1, "2022年重点工作")) is Tense.FUTURE


def test_a_heading_takes_the_time_of_the_one_above_it():
    assert tense((1, "发展基础"), (2, "创新能力大幅提升")) is Tense.PAST
    assert tense((1, "发展基础"), (2, "加快平台建设")) is Tense.PAST
    assert tense((1, "重点任务"), (2, "科技人才队伍")) is Tense.FUTURE
    assert tense((1, "总体要求"), (1, "平台体系")) is Tense.FUTURE


def years(sentence):
    return [(year.year, year.mention) for year in read_years(sentence, 0, len(sentence), FIVE_YEARS, VOCABULARY)]


def test_years_and_plans_are_read_and_those_compared_with_are_told_apart():
    assert years("到2025年底,比2020年增长") == [(2025, Mention.AT), (2020, Mention.SINCE)]
    assert years("“十三五”期间") == [(2020, Mention.AT)]
    assert years("较“十二五”末增长") == [(2015, Mention.SINCE)]
    assert years("二〇三五年") == [(2035, Mention.AT)]
    assert years("2018—2020年") == [(2020, Mention.AT)]
    assert years("在2020年基础上翻一番") == [(2020, Mention.SINCE)]


def test_where_no_heading_tells_the_last_year_named_does():
    document = document_of("“十三五”时期成效明显。", "建成平台5家。", "到2025年能力更强。", "建成平台9家。")
    marker = Heading(1, "九", "附则", document.source(len(document.text), len(document.text)))
    found = read_commitments(document, (marker,), (), FIVE_YEARS, VOCABULARY)
    told = read_statements(document, (marker,), (), FIVE_YEARS, VOCABULARY)
    assert ([one.low for one in found], [one.low for one in told]) == ([9], [5])


SENTENCES = st.text(
    alphabet="到2025年建设企业达至由10家%以上、，。；（）约增长较“十三五”末的其中新增亿元每分别 \n", max_size=80
)


@settings(max_examples=200, deadline=None)
@given(SENTENCES)
def test_whatever_the_sentence_each_source_gives_its_number_again(sentence):
    for found in (*commitments(sentence), *statements(sentence)):
        again = scan_quantities(found.source.text, VOCABULARY)
        assert (
            any((one.low, one.high, one.unit) == (found.low, found.high, found.unit) for one in again)
            or "分别" in sentence
        )


def test_each_source_in_the_real_plans_gives_its_number_again(real_plans):
    for path in sorted(real_plans.glob("*.txt")):
        document = read_text(path.read_bytes(), name=path.name)
        outline = read_outline(document, VOCABULARY, FIVE_YEARS)
        boxes, _ = read_boxes(document, VOCABULARY, outline)
        arguments = (document, outline, boxes, FIVE_YEARS, VOCABULARY)
        for found in (*read_commitments(*arguments), *read_statements(*arguments)):
            source = found.source
            assert document.text[source.start : source.end] == source.text
            again = scan_quantities(source.text, VOCABULARY)
            assert any((one.low, one.high, one.unit) == (found.low, found.high, found.unit) for one in again)


def test_a_very_long_sentence_costs_no_more_than_its_length():
    document, outline = plan_text(("发展目标", "到2025年建设5个，" * 20_000))
    assert len(read_blocks(document, outline)) == 1
    assert len(read_commitments(document, outline, (), FIVE_YEARS, VOCABULARY)) <= 20_000
