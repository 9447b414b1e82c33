"""Backup and restore (备份与恢复): one file that holds the database, the uploads, the keys and the checkpoints.

The site may run meanwhile: the database is copied as it was at one moment, and uploads are on the disk before their rows.
"""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from django.conf import settings
from django.db import connection
from django.db.backends.postgresql.client import DatabaseClient

from kechuang.web.journal import standing
from kechuang.web.journal.checkpoints import FILE, Checkpoint, last_size
from kechuang.web.journal.entries import frontier_of
from kechuang.web.journal.models import Head
from kechuang.web.journal.standing import Because
from kechuang.web.journal.verify import verify

_MANIFEST = "manifest.json"
_DATABASE = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
_UPLOADS, _SECRET, _KEY, _CHECKPOINTS = "uploads", "secret", "checkpoint-key.pem", f"checkpoints/{FILE}"


class NotEmpty(Exception):
    """There is a site already where the backup was to be put."""


class OtherEngine(Exception):
    """The backup is of a database of another engine; ``kechuang move`` goes from one to the other."""


class Damaged(Exception):
    """A backup that is not as it was written; ``name`` is what differs."""

    def __init__(self, name):
        super().__init__(name)
        self.name = name


class ProgramFailed(Exception):
    """What ``pg_dump`` or ``pg_restore`` said when it could not do its work."""


@dataclass(frozen=True)
class Backup:
    """What a backup holds: its engine, how many entries the journal had when it was begun, their root, and its files."""

    engine: str
    entries: int
    root: str
    files: dict[str, str]


def back_up(out, *, at):
    """Write a backup to ``out``, readable by nobody else, and answer what it holds; a half-written one never stands there."""
    out = Path(out).resolve()
    with TemporaryDirectory(dir=out.parent, prefix=".backup-") as work:
        head = Head.objects.get(pk=1)
        root = frontier_of(head.size, head.peaks).root().hex()
        database = Path(work, _DATABASE[connection.vendor])
        _copy_database(database)
        found = {database.name: database, **_files()}
        made = Backup(connection.vendor, head.size, root, {name: _fingerprint(path) for name, path in found.items()})
        manifest = Path(work, _MANIFEST)
        manifest.write_text(json.dumps({"made": at.isoformat(), **vars(made)}, indent=1))
        packed = Path(work, "packed")
        with tarfile.open(packed, "w", format=tarfile.PAX_FORMAT) as archive:
            for name, path in {_MANIFEST: manifest, **found}.items():
                archive.add(path, name)
        _put(packed, out)
    return made


def restore(packed):
    """Put a backup back where there is no site; answers what it holds and what the journal's verification found.

    A file of checkpoints that stands already is kept: it may know more than the backup. Raises NotEmpty, OtherEngine, Damaged.
    """
    _require_empty()
    settings.DATA.mkdir(mode=0o700, parents=True, exist_ok=True)
    with TemporaryDirectory(dir=settings.DATA, prefix=".restore-") as work:
        made = _unpack(Path(packed), Path(work))
        if made.engine != connection.vendor:
            raise OtherEngine
        _put_database(Path(work, _DATABASE[made.engine]))
        for name in made.files:
            target = _place_of(name)
            if target is not None and not (name == _CHECKPOINTS and target.exists()):
                _put(Path(work, name), target)
    verdict = verify([Checkpoint(made.entries, bytes.fromhex(made.root), ())])
    if verdict.is_sound and last_size(settings.CHECKPOINTS / FILE) <= verdict.size:  # else what is missing comes first
        standing.keep(Because.RESTORED)
    return made, verdict


def _files():
    """Everything beside the database, by its name in the backup."""
    uploads = sorted(path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())
    named = {f"{_UPLOADS}/{path.relative_to(settings.MEDIA_ROOT).as_posix()}": path for path in uploads}
    for name in (_SECRET, _KEY, _CHECKPOINTS):
        if _place_of(name).is_file():
            named[name] = _place_of(name)
    return named


def _place_of(name):
    """Where a file of a backup belongs; None for the database, which has its own way."""
    known = {
        _SECRET: settings.DATA / "secret",
        _KEY: settings.CHECKPOINT_KEY,
        _CHECKPOINTS: settings.CHECKPOINTS / FILE,
    }
    if name in known:
        return known[name]
    parts = PurePosixPath(name).parts
    if parts[0] == _UPLOADS and ".." not in parts:
        return Path(settings.MEDIA_ROOT, *parts[1:])
    return None


def _unpack(packed, work):
    """Unpack and hold every file against its fingerprint."""
    try:
        with tarfile.open(packed) as archive:
            archive.extractall(work, filter="data")
        told = json.loads((work / _MANIFEST).read_text())
        made = Backup(told["engine"], told["entries"], told["root"], told["files"])
    except (tarfile.TarError, OSError, ValueError, KeyError, EOFError):
        raise Damaged(packed.name) from None
    for name, fingerprint in made.files.items():
        if not (work / name).is_file() or _fingerprint(work / name) != fingerprint:
            raise Damaged(name)
    return made


def _require_empty():
    if connection.vendor == "sqlite":
        if Path(connection.settings_dict["NAME"]).exists():
            raise NotEmpty
    elif connection.introspection.table_names():
        raise NotEmpty


def _copy_database(target):
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(target)) as copy:
            connection.connection.backup(copy)
        return
    _run("pg_dump", "--format=custom", "--compress=1", f"--file={target}")


def _put_database(source):
    if connection.vendor == "sqlite":
        connection.close()
        _put(source, Path(connection.settings_dict["NAME"]))
        return
    _run(
        "pg_restore",
        "--single-transaction",
        "--exit-on-error",
        "--no-owner",
        "--no-privileges",
        str(source),
        named="-d",
    )


def _run(program, *arguments, named=""):
    """Run one of PostgreSQL's programs on this site's database; its password goes by the environment."""
    command, surroundings = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])
    *how, database = command[1:]
    try:
        subprocess.run(
            [program, *how, *([named] if named else []), database, *arguments],
            env={**os.environ, **(surroundings or {})},
            check=True,
            capture_output=True,
            text=True,
        )
    except FileNotFoundError:
        raise ProgramFailed(program) from None
    except subprocess.CalledProcessError as failed:
        raise ProgramFailed(failed.stderr.strip()[-500:]) from None


def _put(source, target):
    """Move a file to where it belongs, on the disk when this returns, readable by nobody else."""
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    shutil.move(source, beside)
    beside.chmod(0o600)
    with beside.open("rb") as file:
        os.fsync(file.fileno())
    beside.replace(target)


def _fingerprint(path):
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
