"""A site in a folder of its own, run as processes: what tests and benchmarks use that kill, move or load one."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path


class Site:
    """The folder of the data, and the database where it is not SQLite in that folder."""

    def __init__(self, folder: Path, url: str | None = None, **more: str) -> None:
        self.folder = folder
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("KECHUANG", "DJANGO"))}
        self.surroundings: Mapping[str, str] = {
            **kept,
            "KECHUANG_DATA": str(folder),
            "DJANGO_SETTINGS_MODULE": "kechuang.web.settings",
            **({"KECHUANG_DATABASE_URL": url} if url else {}),
            **more,
        }

    def python(self, code: str, *arguments: str, seconds: float = 300) -> str:
        """Run Python inside the site; answers what it printed."""
        begun = f"import django; django.setup()\n{code}"
        return self._run([sys.executable, "-c", begun, *arguments], seconds)

    def kechuang(self, *arguments: str, seconds: float = 300) -> str:
        """Run a command of the site; answers what it printed."""
        return self._run([*_KECHUANG, *arguments], seconds)

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start a command of the site and leave it running; what it prints can be read."""
        return subprocess.Popen(
            [*_KECHUANG, *arguments], env=self.surroundings, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )

    def _run(self, command: list[str], seconds: float) -> str:
        ended = subprocess.run(
            command, env=self.surroundings, capture_output=True, text=True, timeout=seconds, check=False
        )
        assert ended.returncode == 0, ended.stdout[-2000:] + ended.stderr[-4000:]
        return ended.stdout


_KECHUANG = [sys.executable, "-c", "from kechuang.cli.main import run; run()"]
