"""What the command says of itself."""

import pytest

from kechuang.cli.main import COMMANDS, main
from kechuang.readers.words import LANGUAGES, read_words

LOCALES = {"zh": "zh_CN.UTF-8", "en": "en_GB.UTF-8"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_command_lists_what_it_does_in_ones_language(capsys, monkeypatch, language):
    monkeypatch.setenv("LC_ALL", LOCALES[language])
    monkeypatch.setenv("COLUMNS", "500")
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    shown = " ".join(capsys.readouterr().out.split())
    words = read_words(language)
    assert ended.value.code == 0
    assert [name for name in COMMANDS if f" {name} {words.say(f'{name}.help')}" not in shown] == []


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_command_explains_itself_in_ones_language(capsys, monkeypatch, language, name):
    monkeypatch.setenv("LC_ALL", LOCALES[language])
    monkeypatch.setenv("COLUMNS", "500")
    with pytest.raises(SystemExit) as ended:
        main([name, "--help"])
    assert ended.value.code == 0
    assert read_words(language).say(f"{name}.help") in capsys.readouterr().out
