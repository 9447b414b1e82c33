"""Automatic numbering: the labels that Word prints and does not store."""

import pytest

from kechuang.readers.word.docx import read_docx
from tests.readers.docx_builder import abstract, build, level, num, p, style, tbl, tc, tr

PLAN = abstract(
    1,
    level(0, "chineseCountingThousand", "%1、", '<w:suff w:val="nothing"/>'),
    level(1, "chineseCountingThousand", "（%2）", '<w:suff w:val="nothing"/>'),
    level(2, "decimal", "%3.", '<w:suff w:val="nothing"/>'),
)


def lines(body, **parts):
    return read_docx(build(body, **parts), name="规划.docx").text.split("\n")


def numbered(*items, numbering):
    """Paragraphs (list, level, text) of one document, as its reader sees them."""
    return lines("".join(p(text, numbered=(number, depth)) for number, depth, text in items), numbering=numbering)


def test_three_levels_count_and_restart_under_their_parents():
    items = [
        (1, 0, "规划背景"),
        (1, 1, "基础"),
        (1, 1, "形势"),
        (1, 2, "机遇"),
        (1, 0, "任务"),
        (1, 1, "平台"),
        (1, 2, "引才"),
    ]

    assert numbered(*items, numbering=PLAN + num(1, 1)) == [
        "一、规划背景", "（一）基础", "（二）形势", "1.机遇", "二、任务", "（一）平台", "1.引才",
    ]  # fmt: skip


def test_a_pattern_shows_the_counters_of_the_levels_above():
    numbering = abstract(
        1, level(0, "decimal", "第%1章"), level(1, "decimal", "%1.%2"), level(2, "lowerLetter", "%1.%2.%3)")
    )

    assert numbered((1, 0, "总则"), (1, 1, "目的"), (1, 2, "依据"), (1, 1, "范围"), numbering=numbering + num(1, 1)) == [
        "第1章 总则", "1.1 目的", "1.1.a)依据", "1.2 范围",
    ]  # fmt: skip


def test_legal_style_shows_every_counter_in_decimal():
    numbering = abstract(1, level(0, "chineseCounting", "第%1章"), level(1, "decimal", "%1.%2", "<w:isLgl/>"))

    assert numbered((1, 0, "总则"), (1, 1, "目的"), numbering=numbering + num(1, 1)) == ["第一章 总则", "1.1 目的"]


def test_a_level_used_before_its_parent_counts_the_parent_as_begun():
    numbering = abstract(1, level(0, "decimal", "%1"), level(1, "decimal", "%1.%2"))

    assert numbered((1, 1, "先"), (1, 0, "后"), numbering=numbering + num(1, 1)) == ["1.1 先", "2 后"]


def test_two_lists_of_one_definition_go_on_counting_and_an_override_starts_again():
    again = num(3, 1, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>')
    numbering = PLAN + num(1, 1) + num(2, 1) + again

    assert numbered((1, 0, "甲"), (2, 0, "乙"), (3, 0, "丙"), (3, 0, "丁"), numbering=numbering) == [
        "一、甲", "二、乙", "一、丙", "二、丁",
    ]  # fmt: skip


def test_a_list_may_redefine_a_level():
    redefined = f'<w:lvlOverride w:ilvl="0">{level(0, "upperRoman", "%1.", start=4)}</w:lvlOverride>'

    assert numbered((1, 0, "甲"), numbering=PLAN + num(1, 1, redefined)) == ["IV. 甲"]


def test_a_level_that_never_restarts_counts_through_the_document():
    numbering = abstract(
        1, level(0, "chineseCounting", "第%1章"), level(1, "chineseCounting", "第%2条", '<w:lvlRestart w:val="0"/>')
    )

    assert numbered((1, 0, "总则"), (1, 1, "甲"), (1, 0, "任务"), (1, 1, "乙"), numbering=numbering + num(1, 1)) == [
        "第一章 总则", "第一条 甲", "第二章 任务", "第二条 乙",
    ]  # fmt: skip


def test_a_level_that_restarts_only_under_the_first_level_ignores_the_second():
    numbering = abstract(
        1,
        level(0, "decimal", "%1"),
        level(1, "decimal", "%1.%2"),
        level(2, "decimal", "(%3)", '<w:lvlRestart w:val="1"/>'),
    )
    items = [(1, 0, "章"), (1, 1, "节"), (1, 2, "甲"), (1, 1, "节"), (1, 2, "乙"), (1, 0, "章"), (1, 2, "丙")]

    assert numbered(*items, numbering=numbering + num(1, 1)) == [
        "1 章",
        "1.1 节",
        "(1)甲",
        "1.2 节",
        "(2)乙",
        "2 章",
        "(1)丙",
    ]


def test_headings_are_numbered_through_their_styles_and_keep_their_level():
    numbering = abstract(
        1,
        level(0, "chineseCounting", "%1、", '<w:pStyle w:val="1"/>'),
        level(1, "chineseCounting", "（%2）", '<w:pStyle w:val="2"/>'),
    )
    in_list = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    styles = (
        style("1", "heading 1", in_list) + style("2", "heading 2", in_list) + style("mine", "县级标题", based_on="2")
    )
    body = p("背景", style="1") + p("基础", style="2") + p("形势", style="mine") + p("任务", style="1")
    document = read_docx(build(body, numbering=numbering + num(1, 1), styles=styles), name="规划.docx")

    assert [(document.text[q.start : q.end], q.level) for q in document.paragraphs] == [
        ("一、背景", 1), ("（一）基础", 2), ("（二）形势", 2), ("二、任务", 1),
    ]  # fmt: skip


def test_a_style_may_give_only_the_level_and_inherit_the_list():
    styles = style("1", "heading 1", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>') + style(
        "2", "heading 2", '<w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr>', based_on="1"
    )

    assert lines(p("甲", style="1") + p("乙", style="2"), numbering=PLAN + num(1, 1), styles=styles) == [
        "一、甲",
        "（一）乙",
    ]


def test_list_zero_takes_a_paragraph_out_of_its_styles_list():
    styles = style("1", "heading 1", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>')
    body = p("前言", style="1", numbered=(0, 0)) + p("背景", style="1")

    assert lines(body, numbering=PLAN + num(1, 1), styles=styles) == ["前言", "一、背景"]


def test_a_list_may_defer_to_a_numbering_style():
    numbering = PLAN + abstract(2, '<w:numStyleLink w:val="list"/>') + num(1, 1) + num(2, 2)
    styles = style("list", "规划编号", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>', kind="numbering")

    assert lines(p("甲", numbered=(2, 1)) + p("乙", numbered=(1, 1)), numbering=numbering, styles=styles) == [
        "（一）甲",
        "（二）乙",
    ]


def test_numbering_styles_that_defer_to_each_other_end():
    numbering = abstract(1, '<w:numStyleLink w:val="list"/>') + num(1, 1)
    styles = style("list", "规划编号", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>', kind="numbering")

    assert lines(p("甲", numbered=(1, 0)), numbering=numbering, styles=styles) == ["甲"]


@pytest.mark.parametrize(
    ("suffix", "pattern", "text", "shown"),
    [
        ("tab", "%1、", "总则", "1、总则"),
        ("tab", "%1.", "5G建设", "1. 5G建设"),
        ("space", "第%1章", "总则", "第1章 总则"),
        ("nothing", "%1.", "加快建设", "1.加快建设"),
        ("nothing", "%1.", "5G建设", "1. 5G建设"),
        ("nothing", "%1", "2025年", "1 2025年"),
    ],
)
def test_a_label_never_runs_into_the_number_after_it(suffix, pattern, text, shown):
    numbering = abstract(1, level(0, "decimal", pattern, f'<w:suff w:val="{suffix}"/>')) + num(1, 1)

    assert numbered((1, 0, text), numbering=numbering) == [shown]


def test_bullets_of_symbol_fonts_are_shown_as_characters():
    wingdings = '<w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr>'
    numbering = abstract(1, level(0, "bullet", "\uf06c", wingdings), level(1, "bullet", "\uf0b7"), level(2, "none", ""))

    assert numbered((1, 0, "甲"), (1, 1, "乙"), (1, 2, "丙"), numbering=numbering + num(1, 1)) == ["● 甲", "• 乙", "丙"]


def test_a_newer_format_may_stand_in_a_choice_beside_an_older_one():
    choice = (
        '<mc:AlternateContent><mc:Choice Requires="w14"><w:numFmt w:val="custom" w:format="001, 002, ..."/></mc:Choice>'
        '<mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent>'
    )
    numbering = abstract(1, f'<w:lvl w:ilvl="0"><w:start w:val="1"/>{choice}<w:lvlText w:val="%1"/></w:lvl>') + num(
        1, 1
    )

    assert numbered((1, 0, "甲"), numbering=numbering) == ["001 甲"]


def test_an_empty_numbered_paragraph_counts_without_a_line_and_a_numbered_cell_shows_its_number():
    numbering = abstract(1, level(0, "decimal", "%1")) + num(1, 1)
    rows = (tr(tc(p(numbered=(1, 0))), name) for name in ("高企数", "平台数"))
    body = p(numbered=(1, 0)) + tbl(*rows)

    assert lines(body, numbering=numbering) == ["2\t高企数", "3\t平台数"]


def test_deleted_and_hidden_paragraphs_do_not_count():
    deleted = p("<w:del><w:r><w:delText>删</w:delText></w:r></w:del>", numbered=(1, 0), extra="<w:rPr><w:del/></w:rPr>")
    hidden = p(
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r>", numbered=(1, 0), extra="<w:rPr><w:vanish/></w:rPr>"
    )
    body = p("甲", numbered=(1, 0)) + deleted + hidden + p("乙", numbered=(1, 0))

    assert lines(body, numbering=PLAN + num(1, 1)) == ["一、甲", "藏", "二、乙"]


def test_a_list_that_is_not_defined_numbers_nothing():
    assert numbered((9, 0, "甲"), (1, 8, "乙"), (1, 99, "丙"), numbering=PLAN + num(1, 1)) == ["甲", "乙", "丙"]


def test_absurd_starts_and_levels_are_survived():
    numbering = abstract(1, level(0, "decimal", "%1.", start=10**30), level(99, "decimal", "%1")) + num(1, 1)

    assert numbered((1, 0, "甲"), numbering=numbering) == ["2147483648. 甲"]
