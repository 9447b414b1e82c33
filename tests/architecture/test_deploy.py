"""What `deploy/` and docs/operate.md say of settings and commands is what there is."""

import re
from pathlib import Path

from kechuang.cli.main import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
PAGE = (ROOT / "docs" / "operate.md").read_text("utf-8")
SETTING = re.compile(r"KECHUANG_[A-Z_]*[A-Z]")


def test_every_setting_of_the_environment_file_is_read_and_explained():
    code = "\n".join(
        path.read_text("utf-8") for path in [ROOT / "src/kechuang/web/settings.py", DEPLOY / "gunicorn.conf.py"]
    )
    given = re.findall(r"^(KECHUANG_\w+)=", (DEPLOY / "kechuang.env").read_text("utf-8"), re.M)
    assert len(given) > 8
    assert [name for name in given if name not in code or name not in PAGE] == []


def test_every_setting_that_is_read_is_explained():
    read = {
        name
        for path in [ROOT / "src/kechuang/web/settings.py", DEPLOY / "gunicorn.conf.py"]
        for name in re.findall(r"[\"'](KECHUANG_[A-Z_]*[A-Z])[\"']", path.read_text("utf-8"))
    }
    short = set(re.findall(r"`(_[A-Z]+)`", PAGE))
    assert [name for name in sorted(read) if name not in PAGE and not name.endswith(tuple(short))] == []


def test_every_command_the_services_run_and_the_page_names_exists():
    said = PAGE + "".join(path.read_text("utf-8") for path in DEPLOY.iterdir())
    named = set(re.findall(r"(?:^    |bin/|`|exec )kechuang ([a-z]+)", said, re.M))
    assert {"prepare", "worker", "backup", "restore", "move"} <= named
    assert named - set(COMMANDS) == set()
