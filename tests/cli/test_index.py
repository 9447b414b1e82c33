"""``kechuang index``."""

import csv
import io
import json

import pytest

from kechuang.cli.main import main

RECIPE = """
title: 县域创新指数
data: {name: 名称}
normalise: {method: minmax, to: [0, 100]}
index:
  name: 创新指数
  parts:
    - {key: 投入, weight: 0.6, parts: [研发强度]}
    - {key: 产出, weight: 0.4, parts: [专利]}
uncertainty: {samples: 100, seed: 3, vary: {weights: 0.5, aggregate: [arithmetic, max]}}
"""
DATA = "region,名称,period,研发强度,专利\n1,甲县,2024,1,5\n2,乙县,2024,3,4\n3,丙县,2024,2,9\n1,甲县,2025,2,1\n2,乙县,2025,1,0\n3,丙县,2025,3,9\n"


@pytest.fixture
def files(tmp_path):
    recipe, data = tmp_path / "recipe.yaml", tmp_path / "data.csv"
    recipe.write_text(RECIPE, "utf-8")
    data.write_text(DATA, "gb18030")
    return str(recipe), str(data)


def read(capsys, *arguments):
    assert main(["index", *arguments, "--json", "-"]) == 0
    return json.loads(capsys.readouterr().out)


def test_scores_carry_region_period_level_value_rank_and_rank_interval(files, capsys):
    made = read(capsys, files[0], "--data", files[1])
    assert len(made["scores"]) == 3 * 2 * 3
    first = next(
        row for row in made["scores"] if row["period"] == "2025" and row["level"] == 0 and row["region"] == "3"
    )
    assert first == {
        "region": "3",
        "region_name": "丙县",
        "period": "2025",
        "level": 0,
        "key": "index",
        "name": "创新指数",
        "value": 100.0,
        "rank": 1,
        "rank_low": 1,
        "rank_high": 1,
    }
    assert [one["factor"] for one in made["sensitivity"]] == ["weights", "aggregate"]
    assert {"region": "3", "other": "1", "ahead": 1.0, "period": "2025"} in made["pairs"]
    assert [one["share"] for one in made["weights"] if one["key"] == "专利"] == [[0.4]]


def test_the_same_recipe_and_data_give_the_same_bytes_and_both_are_named_by_their_hash(files, capsys):
    answers = []
    for _ in range(2):
        assert main(["index", files[0], "--data", files[1], "--json", "-"]) == 0
        answers.append(capsys.readouterr().out)
    assert answers[0] == answers[1]
    recipe = json.loads(answers[0])["recipe"]
    assert (recipe["samples"], recipe["seed"], recipe["runs"], recipe["coverage"]) == (100, 3, 200, 0.9)
    assert len(recipe["sha256"]) == len(recipe["data_sha256"]) == 64
    assert recipe["content"]["title"] == "县域创新指数"


def test_many_rows_are_written_as_well(files, tmp_path, capsys):
    data = tmp_path / "many.csv"
    rows = [
        f"{region},{region},{2000 + year},{region * 7 % 11},{region * 5 % 13}"
        for region in range(90)
        for year in range(1, 22)
    ]
    data.write_text("region,名称,period,研发强度,专利\n" + "\n".join(rows), "utf-8")
    made = read(capsys, files[0], "--data", str(data), "--samples", "0")
    assert len(made["scores"]) == 90 * 21 * 3


def test_samples_and_seed_may_be_given_and_no_samples_means_no_runs(files, capsys):
    some = read(capsys, files[0], "--data", files[1], "--samples", "20", "--seed", "9")
    assert (some["recipe"]["samples"], some["recipe"]["seed"]) == (20, 9)
    none = read(capsys, files[0], "--data", files[1], "--samples", "0")
    assert (none["sensitivity"], none["pairs"], none["scores"][0]["rank_low"]) == ([], [], None)


def test_people_read_a_ranking_with_intervals_and_who_is_surely_ahead(files, capsys, monkeypatch):
    monkeypatch.setenv("KECHUANG_LANGUAGE", "zh")
    assert main(["index", files[0], "--data", files[1]]) == 0
    said = capsys.readouterr().out
    assert "丙县 优于 甲县（100% 的运行中领先）" in said
    assert "位次区间（90%）" in said


def test_who_leads_in_too_few_runs_is_never_said_to_be_ahead(files, capsys, monkeypatch):
    monkeypatch.setenv("KECHUANG_LANGUAGE", "zh")
    assert main(["index", files[0], "--data", files[1], "--period", "2024"]) == 0
    said = capsys.readouterr().out
    leads = [line for line in said.splitlines() if "领先）" in line]
    assert leads
    for line in leads:
        share = int(line.split("%")[0].rsplit("在 ")[-1].rsplit("（")[-1])
        assert ("优于" in line) == (share >= 90), line


def test_the_working_of_a_score_ends_at_the_line_of_the_data(files, capsys, monkeypatch):
    monkeypatch.setenv("KECHUANG_LANGUAGE", "en")
    assert main(["index", files[0], "--data", files[1], "--trace", "甲县", "--period", "2025"]) == 0
    said = capsys.readouterr().out
    assert "创新指数 = 34.44444444  × 1  [arithmetic]" in said
    assert "研发强度 = 50  × 1  [raw 2 → on scale 50; 研发强度 = 2 on line 5 of the data]" in said
    assert read(capsys, files[0], "--data", files[1], "--trace", "1")["trace"][2]["cells"] == [
        {"column": "研发强度", "value": 2.0, "line": 5}
    ]


def test_scores_as_csv_for_spreadsheets(files, tmp_path):
    out = tmp_path / "scores.csv"
    assert main(["index", files[0], "--data", files[1], "--csv", str(out), "--samples", "0"]) == 0
    rows = list(csv.reader(io.StringIO(out.read_text("utf-8-sig"))))
    assert rows[0] == ["region", "name", "period", "index", "index rank", "投入", "投入 rank", "产出", "产出 rank"]
    assert rows[3] == ["3", "丙县", "2024", "70", "1", "50", "2", "100", "1"]


@pytest.mark.parametrize(
    ("recipe", "data", "said"),
    [
        (RECIPE.replace("专利]", "论文]"), DATA, "there is no column or indicator 论文"),
        (RECIPE.replace("0.6", "0.5"), DATA, "the weights of the parts sum to 0.5 + 0.4 = 0.9"),
        (RECIPE, DATA.replace("9\n", "inf\n"), 'line 4 column 专利: "inf" is not a finite number'),
        (RECIPE, DATA + DATA.splitlines()[1] + "\n", "has two values (lines 2 and 8)"),
        ("index: [", DATA, "not valid YAML"),
    ],
)
def test_what_cannot_be_computed_ends_with_one_line_code_two_and_nothing_written(
    recipe, data, said, tmp_path, capsys, monkeypatch
):
    monkeypatch.setenv("KECHUANG_LANGUAGE", "en")
    paths = tmp_path / "recipe.yaml", tmp_path / "data.csv", tmp_path / "out.json"
    paths[0].write_text(recipe, "utf-8")
    paths[1].write_text(data, "utf-8")
    assert main(["index", str(paths[0]), "--data", str(paths[1]), "--json", str(paths[2])]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert len(error.splitlines()) == 1
    assert not paths[2].exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("--samples", "-1"),
        ("--seed", "-1"),
        ("--trace", "Z"),
        ("--period", "1999"),
        ("--trace", "1", "--period", "1999"),
    ],
)
def test_arguments_that_do_not_fit_are_refused(files, arguments):
    assert main(["index", files[0], "--data", files[1], *arguments]) == 2


def test_files_that_are_not_there_are_refused(files, capsys, monkeypatch):
    monkeypatch.setenv("KECHUANG_LANGUAGE", "en")
    assert main(["index", files[0] + "x", "--data", files[1]]) == 2
    assert main(["index", files[0], "--data", files[1] + "x"]) == 2
    assert capsys.readouterr().err.count("cannot read") == 2


def test_runs_without_a_plan_vary_the_weights_by_a_quarter(files, tmp_path, capsys):
    plain = tmp_path / "plain.yaml"
    plain.write_text(RECIPE.split("uncertainty")[0], "utf-8")
    made = read(capsys, str(plain), "--data", files[1], "--samples", "50")
    assert [one["factor"] for one in made["sensitivity"]] == ["weights"]
    assert read(capsys, str(plain), "--data", files[1])["sensitivity"] == []


def test_a_recipe_that_comes_with_the_program_is_found_by_its_name(tmp_path, capsys):
    data = tmp_path / "cities.csv"
    rows = [
        f"{city},{year},{measure},{value}"
        for city, start, growth in (("甲", 10, 1.1), ("乙", 30, 1.2), ("丙", 20, 1.15))
        for year in range(2016, 2021)
        for measure, value in (("R&D 经费", start * growth ** (year - 2016)), ("投入强度", start / 10 + year - 2016))
    ]
    data.write_text("region,year,measure,value\n" + "\n".join(rows), "utf-8")
    made = read(capsys, "cities", "--data", str(data), "--samples", "20")
    ranks = {row["region"]: row["rank"] for row in made["scores"] if row["level"] == 0 and row["period"] == "2020"}
    assert ranks == {"乙": 1, "丙": 2, "甲": 3}
