"""Where a command's answer goes: data to standard output or a file, everything meant for people to standard error."""

import json
import sys
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any


class Failure(Exception):
    """A usage or input error of a command; ``code`` names its wording."""

    def __init__(self, code: str, **details: str) -> None:
        super().__init__(code, details)
        self.code = code
        self.details = details


def write_json(value: Any, target: str) -> None:
    """Write JSON to ``target``, ``-`` being standard output."""
    write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", target)


def write_text(text: str, target: str) -> None:
    """Write text to ``target``, ``-`` being standard output."""
    if target == "-":
        sys.stdout.buffer.write(text.encode("utf-8"))
        sys.stdout.flush()
        return
    write_bytes(text.encode("utf-8"), Path(target))


def write_bytes(data: bytes, path: Path) -> None:
    """Write beside, then rename: a reader sees the old file or the whole new one, never half of it.

    A device or a pipe is written to as it stands: renaming would put a plain file in its place. Raises Failure when the
    folder is missing, full or may not be written to.
    """
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(data)
            return
        with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as beside:
            beside.write(data)
        Path(beside.name).chmod(0o644)
        Path(beside.name).replace(path)
    except OSError as error:
        raise Failure("cannot-write", file=str(path), reason=error.strerror or str(error)) from error
