"""What a person and a program get from the audit at the command line."""

import json
from pathlib import Path

import pytest

from kechuang.cli.main import main

SAMPLES = Path(__file__).parents[2] / "src/kechuang/samples/invented"
WORD = SAMPLES / "yunling_county_plan_2026_2030.docx"
RIGHT = "云岭县“十五五”科技创新规划（2026—2030年）\n\n一、发展基础\n\n2025年，全县高新技术企业达到18家。\n"
WRONG = RIGHT + "\n2025年，全县高新技术企业由6家增加到18家，增长3倍。\n"


@pytest.fixture
def write(tmp_path):
    def written(text, name="规划.txt"):
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return str(path)

    return written


def test_json_on_standard_output_has_the_promised_keys(write, capsys):
    assert main(["audit", write(WRONG), "--json", "-"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert set(answer) == {"findings", "abstained"}
    (finding,) = answer["findings"]
    assert set(finding) == {"rule", "severity", "message", "arithmetic", "remedy", "sources", "id"}
    assert (finding["rule"], finding["severity"]) == ("growth.times-as-ratio", "error")
    assert set(finding["sources"][0]) == {"document", "line", "page", "start", "end", "text"}


def test_every_source_quotes_the_text_the_text_command_prints(capsys):
    main(["audit", str(WORD), "--json", "-"])
    answer = json.loads(capsys.readouterr().out)
    main(["text", str(WORD)])
    text = capsys.readouterr().out
    sources = [source for finding in answer["findings"] for source in finding["sources"]]
    assert len(sources) > 20
    assert all(text[source["start"] : source["end"]] == source["text"] for source in sources)


def test_strict_fails_on_an_error_and_passes_without(write, capsys):
    assert main(["audit", write(WRONG), "--strict"]) == 1
    assert main(["audit", write(RIGHT), "--strict"]) == 0
    assert "Traceback" not in capsys.readouterr().err


def test_people_read_the_arithmetic_and_the_remedy(write, capsys, monkeypatch):
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    monkeypatch.delenv("KECHUANG_LANGUAGE", raising=False)
    main(["audit", write(WRONG)])
    said = capsys.readouterr().err
    assert "18 ÷ 6 = 3; 3 − 1 = 2" in said


def test_comments_go_into_a_word_file_only(write, tmp_path, capsys):
    out = tmp_path / "批注.docx"
    assert main(["audit", write(RIGHT), "--word", str(out)]) == 2
    assert ".docx" in capsys.readouterr().err
    assert main(["audit", str(WORD), str(WORD), "--word", str(out)]) == 2
    assert not out.exists()


def test_the_same_file_gives_the_same_bytes_in_every_form(tmp_path, capsys):
    for turn in ("first", "second"):
        folder = tmp_path / turn
        folder.mkdir()
        forms = {"--json": "a.json", "--sarif": "a.sarif", "--html": "a.html", "--word": "a.docx"}
        main(["audit", str(WORD), *(part for option, name in forms.items() for part in (option, str(folder / name)))])
    capsys.readouterr()
    for file in sorted((tmp_path / "first").iterdir()):
        assert file.read_bytes() == (tmp_path / "second" / file.name).read_bytes(), file.name


def test_a_folder_that_cannot_be_written_to_leaves_nothing_behind(write, tmp_path, capsys):
    assert main(["audit", write(RIGHT), "--html", str(tmp_path / "missing" / "a.html")]) == 2
    assert "a.html" in capsys.readouterr().err
