"""Data files as offices keep them: long, wide, with years in the column names, in three encodings."""

import pytest

from kechuang.domain.indices.build import build_index
from kechuang.domain.indices.panel import panel_of as panel_of_rows
from kechuang.readers.indices.panel_text import encoding_of
from kechuang.readers.indices.panels import panel_of
from tests.domain.indices.small import recipe

PLAIN = "index: {parts: [专利, 投入]}"


def cells(panel):
    return {
        (region, period, indicator): panel.values[t, r, k]
        for t, period in enumerate(panel.periods)
        for r, region in enumerate(panel.regions)
        for k, indicator in enumerate(panel.indicators)
        if panel.values[t, r, k] == panel.values[t, r, k]
    }


WANTED = {
    ("甲", "2020", "专利"): 1,
    ("甲", "2020", "投入"): 2.5,
    ("乙", "2020", "专利"): 3,
    ("甲", "2021", "投入"): 1000,
}

LONG = 'region,period,indicator,value\n甲,2020,专利,1\n甲,2020,投入,2.5\n乙,2020,专利,3\n甲,2021,投入,"1,000"\n乙,2021,别的,x\n'
WIDE = "period;region;专利;投入\n2020;甲;1;2.5\n2020;乙;3;..\n2021;甲;;1000\n"
ACROSS = "region\t专利_2020\t投入_2020\t专利_2021\t投入_2021\n甲\t1\t2.5\t\t1000\n乙\t3\t—\t-\tNA\n"


@pytest.mark.parametrize(
    ("layout", "text"),
    [
        ("", LONG),
        ("", WIDE),
        ('data: {columns: "{indicator}_{period}"}', ACROSS),
        ("", "\ufeff" + LONG.replace("\n", "\r\n")),
        ("", LONG + "\n,,,\n"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_the_same_figures_in_every_layout_and_encoding(layout, text, encoding):
    if encoding == "gb18030":
        text = text.removeprefix("\ufeff")
    assert cells(panel_of(text.encode(encoding), recipe(f"{layout}\n{PLAIN}"))) == WANTED


def test_western_names_are_not_taken_for_chinese():
    latin = "region,name,x\nCIV,Côte d'Ivoire,1\nCUW,Curaçao,2\nTUR,Türkiye,3\n".encode("latin-1")
    assert encoding_of(latin) == "latin-1"
    assert panel_of(latin, recipe("index: {parts: [x]}")).names == ("Côte d'Ivoire", "Curaçao", "Türkiye")


def test_every_value_knows_its_line_also_after_a_line_break_in_a_cell():
    panel = panel_of(b'region,note,x\nA,"two\nlines",1\nB,,2\nC,,\n', recipe("index: {parts: [x]}"))
    assert panel.rows[0, :, 0].tolist() == [3, 4, 0]


def test_a_word_for_missing_may_be_the_recipes_own():
    made = recipe("data: {missing: [未公布]}\nindex: {parts: [x]}")
    assert cells(panel_of("region,x\nA,未公布\nB,2".encode(), made)) == {("B", "", "x"): 2}


def test_periods_are_in_the_order_of_time():
    panel = panel_of(b"region,period,x\nA,2010,1\nA,998,2\nA,2009,3", recipe("index: {parts: [x]}"))
    assert panel.periods == ("998", "2009", "2010")
    assert panel.values[:, 0, 0].tolist() == [2, 3, 1]


def test_rows_in_memory_make_the_same_panel():
    assert cells(panel_of_rows((*key, value) for key, value in WANTED.items())) == WANTED


def test_the_whole_country_is_scored_beside_its_provinces_but_takes_no_place():
    made = recipe(
        "select: {unranked: [全国]}\nindex: {parts: [x], rescale: [{method: fraction, of: 'region:全国', times: 100}]}"
    )
    index = build_index(made, panel_of("region,x\n全国,4\n甲,2\n乙,6".encode(), made))
    assert index.scores("index")[0].tolist() == [100, 50, 150]
    assert [None if rank != rank else rank for rank in index.ranks["index"][0].tolist()] == [None, 2, 1]


def test_only_the_regions_and_periods_asked_for_take_part():
    text = "select: {without: [C], periods: [2021], where: {side: [east]}}\nindex: {parts: [x]}"
    data = b"region,period,side,x\nA,2020,east,1\nA,2021,east,2\nB,2021,west,3\nC,2021,east,4\nD,2021,east,5"
    made = recipe(text)
    frame = build_index(made, panel_of(data, made)).frame
    assert (frame.regions, frame.periods) == (("A", "D"), ("2021",))
