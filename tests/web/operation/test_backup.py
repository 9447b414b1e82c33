"""Backup and restore, drilled: what comes back is what was there, on both engines, or it is said what is wrong."""

import subprocess
import sys
import tarfile

import pytest

from tests.sites import Site
from tests.web.operation.conftest import MAKE_SMALL, TABLES


def refused(site, *arguments):
    """Run a command that is refused; answers its exit code and what it said."""
    command = [sys.executable, "-c", "from kechuang.cli.main import run; run()", *arguments]
    ended = subprocess.run(command, env=site.surroundings, capture_output=True, text=True, timeout=60)
    return ended.returncode, ended.stdout + ended.stderr


def files_of(site):
    """The uploads, keys and checkpoints of a site."""
    kept = ("uploads", "secret", "checkpoint-key.pem", "checkpoints")
    found = [
        path for path in site.folder.rglob("*") if path.is_file() and path.relative_to(site.folder).parts[0] in kept
    ]
    return {str(path.relative_to(site.folder)): path.read_bytes() for path in found}


@pytest.fixture(params=["sqlite", "postgresql"])
def running(request, demo_site, tmp_path):
    """A site with data, and another one that is empty, on the same engine."""
    if request.param == "sqlite":
        demo_site.kechuang("journal", "checkpoint")
        return demo_site, Site(tmp_path / "new")
    postgresql = request.getfixturevalue("postgresql")
    names = [f"drill_{number}_{tmp_path.name[-8:].strip('_')}".lower() for number in (1, 2)]
    for name in names:
        postgresql.ask(f"DROP DATABASE IF EXISTS {name}")
        postgresql.ask(f"CREATE DATABASE {name}")
    full, empty = (Site(tmp_path / name, postgresql.url(name)) for name in names)
    full.python(MAKE_SMALL)
    full.kechuang("journal", "checkpoint")
    return full, empty


def test_what_is_restored_is_what_was_backed_up(running, tmp_path):
    site, new = running
    packed = tmp_path / "backup.tar"
    said = site.kechuang("backup", str(packed))
    root = said.split("root ")[1].split(".")[0]
    assert packed.stat().st_mode & 0o077 == 0
    assert root in new.kechuang("restore", str(packed))
    assert new.python(TABLES) == site.python(TABLES)
    assert files_of(new) == files_of(site)
    new.kechuang("journal", "verify")


def test_where_a_site_stands_nothing_is_restored(running, tmp_path):
    site, _ = running
    site.kechuang("backup", str(tmp_path / "backup.tar"))
    before = site.python(TABLES)
    code, said = refused(site, "restore", str(tmp_path / "backup.tar"))
    assert code == 2
    assert "There is a site here already" in said
    assert site.python(TABLES) == before


def test_a_backup_that_was_changed_is_named_and_leaves_nothing(demo_site, tmp_path):
    packed, changed = tmp_path / "backup.tar", tmp_path / "changed.tar"
    demo_site.kechuang("backup", str(packed))
    with tarfile.open(packed) as archive:
        archive.extractall(tmp_path / "open", filter="data")
    upload = next(path for path in (tmp_path / "open" / "uploads").rglob("*") if path.is_file())
    upload.write_bytes(upload.read_bytes()[:-1])
    with tarfile.open(changed, "w") as archive:
        archive.add(tmp_path / "open", "")
    packed.write_bytes(packed.read_bytes()[:100_000])
    for file, named in ((changed, upload.name), (packed, "backup.tar")):
        new = Site(tmp_path / file.stem)
        code, said = refused(new, "restore", str(file))
        assert code == 2
        assert named in said
        assert not (new.folder / "kechuang.sqlite3").exists()


def test_checkpoints_that_know_more_than_the_backup_are_kept_and_say_what_is_missing(demo_site, tmp_path):
    demo_site.kechuang("backup", str(tmp_path / "backup.tar"))
    elsewhere = tmp_path / "elsewhere"
    witnessed = Site(demo_site.folder, KECHUANG_CHECKPOINTS=str(elsewhere))
    witnessed.python("from kechuang.web.journal.actions import record; record('plan.read')")
    witnessed.kechuang("journal", "checkpoint")
    new = Site(tmp_path / "new", KECHUANG_CHECKPOINTS=str(elsewhere))
    new.kechuang("restore", str(tmp_path / "backup.tar"))
    code, said = refused(new, "journal", "verify")
    assert code == 1
    assert "missing" in said


def test_a_folder_that_cannot_be_written_to_is_one_clear_line(demo_site):
    code, said = refused(demo_site, "backup", "/proc/backup.tar")
    assert code == 2
    assert "/proc/backup.tar" in said
    assert "Traceback" not in said
