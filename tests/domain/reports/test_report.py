"""The report as people read it: every number cited, and each change of a figure changing what rests on it."""

import re
from collections import Counter
from dataclasses import replace

import pytest

from kechuang.domain.indicators.outlook import AverageGrowth, Verdict
from kechuang.domain.plans.plan import Change
from kechuang.domain.reports.build import build_report
from kechuang.domain.reports.compose import compose
from kechuang.domain.reports.facts import Expected, Followed, Forecast, Grown
from kechuang.domain.reports.layout import Grid, HeadingLine, Lines, Picture, text_of
from kechuang.domain.reports.report import Stage
from kechuang.readers.rulebooks import load_yaml
from kechuang.readers.words import read_words
from tests.domain.reports.made import DOCUMENT, FACTS, FIRMS, PLAN, observed, with_followed


def lay_out(facts=FACTS, language="zh"):
    return compose(
        build_report(facts), facts.documents, say=read_words(language).wordings.__getitem__, language=language
    )


def pieces_of(items):
    for item in items:
        if isinstance(item, Lines):
            yield from item.pieces
        elif isinstance(item, Grid):
            for title, _ in item.columns:
                yield from title
            for row in item.rows:
                for cell in row[1:]:  # the first column numbers the rows
                    yield from cell


def figures(laid_out):
    return Counter(piece.text for piece in pieces_of(laid_out.body) if piece.figure)


def paragraph_with(laid_out, words):
    return next(
        text_of(item.pieces) for item in laid_out.body if isinstance(item, Lines) and words in text_of(item.pieces)
    )


def test_no_wording_of_a_report_holds_a_digit():
    entries = load_yaml("words", "report.yaml")
    assert [key for key, entry in entries.items() if re.search(r"\d", "".join(entry.values()))] == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_digit_of_the_body_belongs_to_a_cited_figure(language):
    loose = [piece.text for piece in pieces_of(lay_out(language=language).body) if not piece.figure]
    assert [text for text in loose if re.search(r"\d", text)] == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_mark_leads_to_an_entry_of_the_annex_and_every_entry_is_asked_for(language):
    laid_out = lay_out(language=language)
    annex = next(item for item in laid_out.annex if isinstance(item, Grid))
    printed = {mark for piece in pieces_of((*laid_out.body, *laid_out.annex)) for mark in piece.marks}
    ranges = " ".join(text_of(row[3]) for row in annex.rows)
    for first, last in re.findall(r"\[(\d+)\](?:—\[(\d+)\])?", ranges):
        printed |= set(range(int(first), int(last or first) + 1))
    assert printed == set(annex.anchors)
    assert list(annex.anchors) == list(range(1, len(annex.rows) + 1))


def test_every_cited_figure_is_marked_in_its_sentence():
    for item in lay_out().body:
        for pieces in (
            [item.pieces]
            if isinstance(item, Lines)
            else [c for r in item.rows for c in r]
            if isinstance(item, Grid)
            else []
        ):
            assert not any(piece.figure for piece in pieces) or any(piece.marks for piece in pieces), text_of(pieces)


def test_both_languages_print_the_same_figures():
    def numbers(language):
        found = re.findall(r"\d+(?:\.\d+)?", " ".join(figures(lay_out(language=language)).elements()))
        return Counter(found)

    assert numbers("zh") == numbers("en")


def test_a_changed_observation_changes_its_dependents_and_nothing_else():
    before = figures(lay_out())
    changed = Followed(FIRMS, (observed(2021, "13", row=2), observed(2023, "21", row=3)))
    after = figures(lay_out(with_followed(0, changed)))
    assert before - after == Counter({"20": 1, "20家": 1, "50.0%": 2, "10.0个百分点": 1, "22.5%": 2})
    assert after - before == Counter({"21": 1, "21家": 1, "55.0%": 2, "5.0个百分点": 1, "19.5%": 2})


def test_a_changed_investment_changes_its_row_and_the_sum():
    before = figures(lay_out())
    first, second = PLAN.projects
    projects = (first, replace(second, investment=first.investment))
    after = figures(lay_out(replace(FACTS, plan=replace(PLAN, projects=projects))))
    assert before - after == Counter({"800.5万元": 1, "2000.5万元": 2})
    assert after - before == Counter({"1200万元": 1, "2400万元": 2})


def test_an_indicator_is_told_with_baseline_target_value_completion_and_pace():
    assert paragraph_with(lay_out(), "2023年实际值为20家") == (
        "基期（2020年）为10家，目标（2025年）为30家。2023年实际值为20家。"
        "完成率50.0%，时间进度60.0%，慢于时间进度10.0个百分点。余下时间须年均增长22.5%，方能实现目标。"
    )


def test_the_unit_stands_behind_the_digits_not_behind_the_words():
    assert "目标（2025年）为1.3%左右" in paragraph_with(lay_out(), "1.4%")


def test_a_target_in_words_is_quoted():
    assert paragraph_with(lay_out(), "显著提升") == (
        "目标（2025年）为“显著提升”，没有可以直接比较的数字，《规划》也未列基期值。"
    )


def test_odds_and_interval_are_told_where_there_is_a_forecast():
    forecast = Forecast(0.424, (Expected(2024, 24, 22, 26), Expected(2025, 28.4, 25.1, 31.6)))
    laid_out = lay_out(with_followed(0, replace(FACTS.followed[0], forecast=forecast)))
    told = paragraph_with(laid_out, "概率约为")
    assert told.endswith("按期实现目标的概率约为42%。预计2025年为28家，八成可能在25家至32家之间。")
    assert "高新技术企业" in paragraph_with(laid_out, "不足一半")


@pytest.mark.parametrize(("probability", "printed"), [(0.0, "1%"), (1.0, "99%")])
def test_no_forecast_is_certain(probability, printed):
    forecast = Forecast(probability, ())
    laid_out = lay_out(with_followed(0, replace(FACTS.followed[0], forecast=forecast)))
    assert f"概率约为{printed}。" in paragraph_with(laid_out, "概率约为")


def test_the_rank_counts_regions_and_leaves_the_total_out():
    table = next(item for item in lay_out().body if isinstance(item, Grid) and "比较" in item.caption)
    assert [text_of(cell) for cell in table.rows[0]] == [
        "1", "投入强度（%）", "2020年", "0.80", "2/4", "云水县 0.90", "云岭县 0.60",
    ]  # fmt: skip


def test_a_contradiction_keeps_its_arithmetic_and_cites_both_places():
    laid_out = lay_out()
    told = next(item for item in laid_out.body if isinstance(item, Lines) and "前后不一" in text_of(item.pieces))
    assert text_of(told.pieces) == "投入强度前后不一。算式：0.80 ≠ 0.75。建议：核对后统一。"
    annex = next(item for item in laid_out.annex if isinstance(item, Grid))
    (mark,) = {mark for piece in told.pieces for mark in piece.marks}
    assert text_of(annex.rows[mark - 1][3]).startswith("核验规则ratio.disagrees，依据")


def test_without_observations_nothing_is_said_of_progress():
    bare = replace(FACTS, followed=tuple(replace(one, observed=()) for one in FACTS.followed), as_of=None)
    laid_out = lay_out(bare)
    assert "尚未取得规划期内的实际值" in paragraph_with(laid_out, "尚未取得")
    assert not any(isinstance(item, Picture) for item in laid_out.body)
    assert laid_out.title == "《云山县“十四五”科技创新规划》实施情况监测评估报告"


def test_an_empty_plan_still_makes_a_report():
    empty = replace(PLAN, indicators=(), series=(), tasks=(), projects=(), outline=())
    laid_out = lay_out(replace(FACTS, plan=empty, followed=(), as_of=None, contradictions=None))
    assert [item.text for item in laid_out.body if isinstance(item, HeadingLine)] == ["总体情况", "规划概况"]


def test_headings_are_numbered_in_the_official_order():
    numbers = [item.number for item in lay_out().body if isinstance(item, HeadingLine)]
    assert numbers == [
        "一、", "（一）", "（二）", "（三）",
        "二、", "（一）", "（二）", "1.", "2.", "3.", "4.", "5.", "6.",
        "三、", "四、", "五、", "（一）", "六、", "七、",
    ]  # fmt: skip


def test_the_middle_year_makes_a_mid_term_report():
    assert build_report(FACTS).stage is Stage.MIDTERM
    assert build_report(FACTS, Stage.FINAL).stage is Stage.FINAL


def test_the_annex_quotes_the_line_a_figure_stands_in():
    annex = next(item for item in lay_out().annex if isinstance(item, Grid))
    places = {text_of(row[2]): text_of(row[3]) for row in annex.rows}
    assert places["文件一第2行"] == "高新技术企业 | 家 | 10 | 30"
    assert DOCUMENT.text.splitlines()[1].split("\t") == ["高新技术企业", "家", "10", "30"]


def test_a_cut_quotation_keeps_its_marks_in_pairs():
    annex = next(item for item in lay_out().annex if isinstance(item, Grid))
    for row in annex.rows:
        evidence = text_of(row[3])
        assert evidence.count("“") == evidence.count("”"), evidence


def growing(text, values, average, verdict, *, is_rate=False, base=None):
    """An indicator that asks an average growth and sets no number, and how that was judged."""
    row = replace(FIRMS, unit="%" if is_rate else "家", baseline=base or FIRMS.baseline)
    asked = replace(
        row,
        target=replace(row.target, value=None, low=None, high=None, text="—"),
        change=Change(None, "annual_growth", text),
    )
    return Followed(asked, values, grown=Grown(verdict, average, is_rate))


def test_an_average_growth_that_is_asked_is_told_with_how_it_was_judged_and_what_is_left():
    average = AverageGrowth(2020, 2023, 3, 25.99, 20.0, 12.3)
    followed = growing("＞20", (observed(2021, "13", row=2), observed(2023, "20", row=3)), average, Verdict.ON_COURSE)
    laid_out = lay_out(with_followed(0, followed))
    assert paragraph_with(laid_out, "研判为") == (
        "《规划》未列目标值，以年均增长＞20%为目标。2023年实际值为20家。"
        "2020年至2023年年均增长26.0%，目标为年均增长＞20%，研判为“有望达标”。余下时间须年均增长12.3%，方能实现目标。"
    )
    table = next(item for item in laid_out.body if isinstance(item, Grid) and "完成情况" in item.caption)
    assert [text_of(cell) for cell in table.rows[0][1:]] == [
        "高新技术企业",
        "家",
        "预期性",
        "10",
        "年均＞20%",
        "20",
        "—",
        "符合进度",
    ]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_annex_names_source_and_working_of_an_average_growth(language):
    average = AverageGrowth(2020, 2023, 2, 7.0, 8.0, 9.5, unknown=1)
    values = (observed(2021, "6", row=2), observed(2023, "8", row=3))
    laid_out = lay_out(with_followed(0, growing("＞8", values, average, Verdict.AT_RISK, is_rate=True)), language)
    annex = next(item for item in laid_out.annex if isinstance(item, Grid))
    workings = {text_of(row[1]): text_of(row[3]) for row in annex.rows}
    numbers = {text_of(row[3]): number for number, row in zip(annex.anchors, annex.rows, strict=True)}
    first, last = sorted((numbers["2021,6"], numbers["2023,8"]))
    words = {
        "zh": (f"各年增速[{first}]、[{last}]的几何平均", "按年均＞8%", "年均7.0%"),
        "en": (f"geometric mean of the yearly growth rates [{first}], [{last}]", "what ＞8%", "7.0%"),
    }[language]
    assert workings["7.0%"] == words[0]
    assert workings["9.5%"].startswith(words[1])
    assert words[2] in workings["9.5%"]
    assert [piece.text for piece in pieces_of(laid_out.body) if not piece.figure and re.search(r"\d", piece.text)] == []


def test_an_average_growth_of_which_nothing_was_reported_waits_for_its_values():
    laid_out = lay_out(with_followed(0, growing("＞8", (), None, Verdict.NOT_ENOUGH, is_rate=True)))
    table = next(item for item in laid_out.body if isinstance(item, Grid) and "完成情况" in item.caption)
    assert text_of(table.rows[0][-1]) == "待补充"
    assert "高新技术企业" in paragraph_with(laid_out, "尚无实际值，建议")


def test_growth_that_is_behind_is_among_what_to_push():
    average = AverageGrowth(2020, 2023, 3, 4.0, 8.0, 14.3)
    followed = growing("＞8", (observed(2023, "11.2", row=3),), average, Verdict.OFF_COURSE)
    assert "余下时间须年均增长14.3%才能实现目标" in paragraph_with(
        lay_out(with_followed(0, followed)), "“高新技术企业”慢于"
    )
