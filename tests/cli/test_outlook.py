"""``kechuang outlook`` as a user runs it."""

import json
import math

import openpyxl
import pytest

from kechuang.cli.main import main

FIGURES = """region,indicator,year,value,unit,source
渠县,高新技术企业,2023,13,家,统计年鉴
渠县,高新技术企业,2024,15,家,统计年鉴
渠县,高新技术企业,2026,22,家,月报
渠县,高新技术企业,2027,27,家,月报
渠县,技术合同成交额,2026,0.7,亿元,
"""
CASES = """indicator,unit,years,values,target,target_year
专利,甲,2018|2019|2020|2021,10|11|12|13.5,20,2025
专利,乙,2018|2019|2020|2021,20|21|23|24,26,2025
能耗,甲,2019|2021,0.6|0.5,0.4,2025
"""
PLAN = """渠县“十五五”科技创新规划

表1 “十五五”科技创新主要指标

序号\t指标\t单位\t2025年\t2030年\t属性
1\t高新技术企业\t家\t18\t40\t预期性
2\t技术合同成交额\t亿元\t0.5\t2\t预期性
3\t省级创新平台\t个\t0\t3\t约束性
"""


@pytest.fixture(autouse=True)
def _english(monkeypatch):
    monkeypatch.setenv("KECHUANG_LANGUAGE", "en")


@pytest.fixture
def plan(tmp_path):
    path = tmp_path / "渠县规划.txt"
    path.write_text(PLAN, "utf-8")
    return path


def _write(folder, text, *, encoding="utf-8", name="figures.csv"):
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def _json(capsys, *arguments):
    assert main(["outlook", *map(str, arguments), "--json", "-"]) == 0
    return json.loads(capsys.readouterr().out)


def _refused(capsys, *arguments):
    assert main(["outlook", *map(str, arguments)]) == 2
    return capsys.readouterr().err.strip()


def test_the_json_has_the_promised_keys_and_cites_plan_and_table(plan, tmp_path, capsys):
    answer = _json(capsys, plan, "--observations", _write(tmp_path, FIGURES))
    assert [one["indicator"] for one in answer] == ["高新技术企业", "技术合同成交额", "省级创新平台"]
    firms = answer[0]
    promised = {
        "indicator",
        "region",
        "baseline",
        "target",
        "latest",
        "pace",
        "probability",
        "interval",
        "verdict",
        "path",
        "basis",
    }
    assert promised <= set(firms)
    assert set(firms["pace"]) >= {"needed", "achieved", "statcan", "unsd", "escap", "completion"}
    assert firms["target"]["source"]["text"] == "40"
    assert firms["latest"] == {
        "year": 2027,
        "value": 27.0,
        "source": {"document": "figures.csv", "line": 5, "page": None, "start": None, "end": None, "text": "月报"},
    }
    assert [one["year"] for one in firms["path"]] == [2028, 2029, 2030]
    assert 0 < firms["probability"] < 1


def test_the_same_input_gives_the_same_bytes(plan, tmp_path, capsys):
    figures = _write(tmp_path, FIGURES)
    outputs = []
    for name in ("one.json", "two.json"):
        assert main(["outlook", str(plan), "--observations", str(figures), "--json", str(tmp_path / name)]) == 0
        outputs.append((tmp_path / name).read_bytes())
    assert outputs[0] == outputs[1]


def test_values_come_back_in_the_unit_the_plan_prints(tmp_path, capsys):
    plan = _write(tmp_path, PLAN.replace("亿元\t0.5\t2", "万元\t5000\t20000"), name="规划.txt")
    contracts = _json(capsys, plan, "--observations", _write(tmp_path, FIGURES))[1]
    assert (contracts["baseline"]["value"], contracts["latest"]["value"]) == (5000, 7000)
    assert contracts["target"]["value"] == 20000


def test_people_get_a_table_and_the_reasons(plan, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "140")
    assert main(["outlook", str(plan), "--observations", str(_write(tmp_path, FIGURES))]) == 0
    said = capsys.readouterr().out
    assert "高新技术企业" in said
    assert "not enough to tell (one value and too few other regions): 省级创新平台" in said.replace("\n", "")


def test_figures_in_chinese_headings_and_an_old_encoding_are_read(plan, tmp_path, capsys):
    text = FIGURES.replace("region,indicator,year,value,unit,source", "地区,指标,年份,数值,单位,来源")
    figures = _write(tmp_path, text, encoding="gb18030")
    assert _json(capsys, plan, "--observations", figures)[0]["latest"]["year"] == 2027


def test_figures_in_a_workbook_or_parted_by_semicolons_read_as_those_in_a_csv(plan, tmp_path, capsys):
    asked = _json(capsys, plan, "--observations", _write(tmp_path, FIGURES))
    rows = [line.split(",") for line in FIGURES.splitlines()]
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    made.save(tmp_path / "figures.xlsx")
    semicolons = _write(tmp_path, "\n".join(map(";".join, rows)), encoding="gb18030", name="figures.csv")
    for table in (tmp_path / "figures.xlsx", semicolons):
        found = _json(capsys, plan, "--observations", table)
        assert [(one["probability"], one["latest"]["value"]) for one in found if one["latest"]] == [
            (one["probability"], one["latest"]["value"]) for one in asked if one["latest"]
        ]


def test_a_year_of_judgement_leaves_out_what_came_later(plan, tmp_path, capsys):
    firms = _json(capsys, plan, "--observations", _write(tmp_path, FIGURES), "--as-of", "2026")[0]
    assert firms["latest"]["year"] == 2026


def test_cases_are_answered_row_by_row_without_looking_at_the_answers(tmp_path, capsys):
    plain = _json(capsys, "--cases", _write(tmp_path, CASES))
    assert [one["row"] for one in plain] == [0, 1, 2]
    assert all(0 < one["probability"] < 1 for one in plain)
    heading, *rows = CASES.strip().split("\n")
    for attained in ("1", "0"):
        told = "\n".join([f"{heading},actual,attained", *(f"{row},99,{attained}" for row in rows)])
        assert _json(capsys, "--cases", _write(tmp_path, told)) == plain


def test_one_row_alone_is_answered(tmp_path, capsys):
    assert len(_json(capsys, "--cases", _write(tmp_path, "\n".join(CASES.split("\n")[:2])))) == 1


def test_a_backtest_stands_beside_the_published_rules(tmp_path, capsys):
    rows = [
        f"甲{at},研发经费,{year},{100 * (1.03 + at / 300) ** (year - 2010) * (1 + 0.02 * math.sin(year * (at + 1)))}"
        for at in range(12)
        for year in range(2010, 2024)
    ]
    figures = _write(tmp_path, "\n".join(["region,indicator,year,value", *rows]))
    tested = _json(capsys, "--backtest", figures)
    assert [one["years_in"] for one in tested] == [1, 2, 3, 4]
    assert set(tested[0]) == {"period", "years_in", "cases", "attained", "model", "coverage", "completion", "growth"}
    assert main(["outlook", "--backtest", str(figures)]) == 0
    assert "completion" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("渠县,高新技术企业,2028,NaN,家,", "figures.csv row 7: value contains NaN, which is not a finite number"),
        ("渠县,高新技术企业,2028,inf,家,", "figures.csv row 7: value contains inf, which is not a finite number"),
        ("渠县,高新技术企业,2028,三十,家,", "figures.csv row 7: value contains 三十, which is not a number"),
        ("渠县,高新技术企业,2028,1e300,家,", "figures.csv row 7: value contains 1e300, too large or too small"),
        ("渠县,高新技术企业,28,30,家,", "figures.csv row 7: year contains 28, which is not a year"),
        ("渠县,高新技术企业,2028,-3,家,", "figures.csv row 7: a count in 家 cannot be negative (-3)"),
        ("渠县,高新技术企业,2027,28,家,", "figures.csv row 7: 高新技术企业 of 2027 differs from row 5"),
        ("渠县,,2028,30,家,", "figures.csv row 7: indicator is empty"),
        ("渠县,高新技术企业,2028,1,200,家,", "figures.csv row 7: there are more cells than headings"),
        ("火星县,高新技术企业,2028,30,家,", "figures.csv row 7: the region 火星县 is in no code list"),
        ("渠县,火星探测器,2028,30,家,", "figures.csv row 7: the indicator 火星探测器 (unit 家) is neither"),
    ],
    ids=["nan", "infinity", "word", "extreme", "year", "negative", "twice", "empty", "comma", "region", "indicator"],
)
def test_a_wrong_row_is_told_with_its_place_and_nothing_is_written(plan, tmp_path, capsys, row, said):
    figures = _write(tmp_path, FIGURES + row + "\n")
    out = tmp_path / "out.json"
    assert _refused(capsys, plan, "--observations", figures, "--json", out).startswith(said)
    assert not out.exists()


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("专利,丙,2018|2019,1|2|3,4,2025", "figures.csv row 5: there are 2 years but 3 values"),
        ("专利,丙,2018|2018,1|2,4,2025", "figures.csv row 5: the year 2018 has two values"),
        ("专利,丙,2018|2019,1|inf,4,2025", "figures.csv row 5: values contains inf"),
        ("专利,丙,2018|2019,1|2,,2025", "figures.csv row 5: target is empty"),
    ],
    ids=["uneven", "twice", "infinity", "no target"],
)
def test_a_wrong_case_is_told_with_its_row(tmp_path, capsys, row, said):
    assert _refused(capsys, "--cases", _write(tmp_path, CASES + row)).startswith(said)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("region,indicator,year\n", "figures.csv: there is no column value"),
        ("", "figures.csv: there is no column region"),
        ('region,indicator,year,value\n"' + "甲" * 140_000, "figures.csv row"),
    ],
    ids=["no column", "empty", "endless cell"],
)
def test_a_table_of_another_shape_is_told(plan, tmp_path, capsys, text, said):
    assert _refused(capsys, plan, "--observations", _write(tmp_path, text)).startswith(said)


def test_what_is_no_text_is_told_with_its_name(plan, tmp_path, capsys):
    noise = tmp_path / "figures.csv"
    noise.write_bytes(bytes(range(256)) * 64)
    assert "figures.csv" in _refused(capsys, plan, "--observations", noise)


def test_no_such_file_is_told(plan, tmp_path, capsys):
    assert _refused(capsys, plan, "--observations", tmp_path / "none.csv").startswith("cannot open")
    assert "none.txt" in _refused(capsys, tmp_path / "none.txt")


def test_no_rows_are_told(tmp_path, capsys):
    assert "no rows" in _refused(capsys, "--cases", _write(tmp_path, CASES.split("\n")[0]))
    assert "no series is long enough" in _refused(
        capsys, "--backtest", _write(tmp_path, "\n".join(FIGURES.split("\n")[:3]))
    )


def test_one_of_three_is_asked_for(plan, tmp_path, capsys):
    assert "one of the three" in _refused(capsys)
    assert "one of the three" in _refused(capsys, plan, "--cases", _write(tmp_path, CASES))
