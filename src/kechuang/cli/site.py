"""What the commands of the site share: settings from their options, and Django where it is installed."""

import os
import secrets
from pathlib import Path
from typing import Any

from kechuang.cli.output import Failure


def run_site_command(name: str, *arguments: Any, language: str, data: Path | None = None, **options: Any) -> int:
    """Run a management command of the site; the exit code is the one it gives. Raises Failure without Django."""
    if data is not None:
        os.environ["KECHUANG_DATA"] = str(data.resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kechuang.web.settings")
    _keep_secret(Path(os.environ.get("KECHUANG_DATA", "kechuang-data")))
    try:
        import django  # noqa: PLC0415 - optional dependency
        from django.core.management import CommandError, call_command  # noqa: PLC0415 - optional dependency
        from django.db import DatabaseError  # noqa: PLC0415 - optional dependency
        from django.utils import translation  # noqa: PLC0415 - optional dependency
    except ModuleNotFoundError:
        raise Failure("site.not-installed") from None
    try:
        django.setup()
        with translation.override("en" if language == "en" else "zh-hans"):
            call_command(name, *arguments, **options)
    except CommandError as error:
        if error.returncode == 1:
            print(error)
            return 1
        raise Failure("site.refused", reason=str(error)) from error
    except DatabaseError as error:
        raise Failure("site.database", reason=str(error).strip()) from error
    return 0


def _keep_secret(folder: Path) -> None:
    """The folder of the data and the key that signs cookies, made once, readable by nobody else."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(folder / "secret", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
    except FileExistsError:
        return
    except OSError as error:
        raise Failure("cannot-write", file=str(folder), reason=error.strerror or str(error)) from error
