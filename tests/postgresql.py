"""A PostgreSQL server of the tests' own: a temporary folder, a socket in it, nothing on the network, every commit synced.

    python -m tests.postgresql COMMAND ...      runs COMMAND with KECHUANG_DATABASE_URL naming such a server

Servers come from the distribution's package; where there is none, the command says so and does nothing.
"""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

_OWNER = "postgres"  # PostgreSQL refuses to run as root; as root we run it as this user


def programs() -> Path | None:
    """The folder of the newest server's programs; None where no server is installed."""
    folders = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/postgres")]
    found = shutil.which("postgres")
    folders += [Path(found).parent] if found else []
    return max(folders, key=lambda folder: _version(folder), default=None)


def _version(folder: Path) -> int:
    name = folder.parent.name
    return int(name) if name.isdigit() else 0


class Cluster:
    """One server with its own data; ``kill`` is what a power cut or the kernel would do to its processes."""

    def __init__(self, *, folder: Path | None = None, settings: Sequence[str] = ()) -> None:
        self.bin = programs()
        if self.bin is None:
            raise FileNotFoundError("no PostgreSQL server on this machine")
        self.folder = folder or Path(tempfile.mkdtemp(prefix="kechuang-pg-"))
        self.data = self.folder / "data"
        self.settings = tuple(settings)
        self.server: subprocess.Popen[bytes] | None = None

    def make(self) -> "Cluster":
        """Make the data folder. Whoever may enter the folder may connect: nobody but its owner and root may."""
        if os.geteuid() == 0:
            shutil.chown(self.folder, _OWNER, pwd.getpwnam(_OWNER).pw_gid)
        self.run("initdb", "-D", str(self.data), "-U", _OWNER, "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "-k")
        return self

    def follow(self, primary: "Cluster") -> "Cluster":
        """Become a streaming copy of another server, in place of ``make``."""
        if os.geteuid() == 0:
            shutil.chown(self.folder, _OWNER, pwd.getpwnam(_OWNER).pw_gid)
        self.run("pg_basebackup", "-h", str(primary.folder), "-U", _OWNER, "-D", str(self.data), "-R", "-c", "fast")
        return self

    def start(self) -> "Cluster":
        """Start the server and wait until it answers."""
        given = [f"-cunix_socket_directories={self.folder}", "-clisten_addresses=", "-cmax_connections=200"]
        given.append(
            "-crecovery_init_sync_method=syncfs"
        )  # as docs/operate.md says: file by file takes seconds after a crash
        command = [str(self.bin / "postgres"), "-D", str(self.data), *given, *self.settings]
        with (self.folder / "log").open("ab") as log:
            self.server = subprocess.Popen(command, stdout=log, stderr=log, cwd=self.folder, **_owner())
        self.wait()
        return self

    def wait(self, seconds: float = 60) -> float:
        """Wait until the server takes connections; answers for how long."""
        began = time.monotonic()
        while not self.answers():
            if time.monotonic() - began > seconds or self.server is None or self.server.poll() is not None:
                raise TimeoutError((self.folder / "log").read_text("utf-8", "replace")[-2000:])
            time.sleep(0.05)
        return time.monotonic() - began

    def answers(self) -> bool:
        """Whether the server takes connections."""
        asked = [str(self.bin / "pg_isready"), "-q", "-h", str(self.folder), "-U", _OWNER, "-d", "postgres"]
        return subprocess.run(asked, check=False).returncode == 0

    def kill(self) -> None:
        """Kill every process of the server at once (SIGKILL); it is stopped first, so that it starts no others meanwhile."""
        postmaster = int((self.data / "postmaster.pid").read_text().splitlines()[0])
        os.kill(postmaster, signal.SIGSTOP)
        for process in (*_children(postmaster), postmaster):
            os.kill(process, signal.SIGKILL)
        self.server.wait()

    def stop(self) -> None:
        """Stop the server and remove its folder."""
        if self.server is not None and self.server.poll() is None:
            self.run("pg_ctl", "-D", str(self.data), "-m", "immediate", "-w", "stop")
            self.server.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def run(self, program: str, *arguments: str) -> str:
        """Run one of the server's programs as its owner; answers what it printed."""
        command = [str(self.bin / program), *arguments]
        ended = subprocess.run(
            command, check=True, capture_output=True, text=True, timeout=300, cwd=self.folder, **_owner()
        )
        return ended.stdout

    def ask(self, sql: str, database: str = "postgres") -> str:
        """What the server answers to one statement."""
        return self.run("psql", "-h", str(self.folder), "-U", _OWNER, "-qAtX", "-d", database, "-c", sql).strip()

    def url(self, database: str = "postgres") -> str:
        """The address of a database, as the site's settings take it."""
        return f"postgresql://{_OWNER}@/{database}?host={self.folder}"


def _children(parent: int) -> list[int]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # it ended meanwhile
            if int(stat.read_text("utf-8", "replace").rpartition(")")[2].split()[1]) == parent:
                found.append(int(stat.parent.name))
    return found


def _owner() -> dict[str, Any]:
    """As whom its programs run."""
    if os.geteuid() != 0:
        return {}
    owner = pwd.getpwnam(_OWNER)
    return {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}


def main(command: Sequence[str]) -> int:
    """Run ``command`` beside a fresh server; its exit code is the answer."""
    if programs() is None:
        print("PostgreSQL is not installed; what needs it is left out", flush=True)
        return 0
    cluster = Cluster().make()
    try:
        cluster.start()
        cluster.ask("CREATE DATABASE kechuang")
        surroundings = {**os.environ, "KECHUANG_DATABASE_URL": cluster.url("kechuang")}
        return subprocess.run(command, env=surroundings, check=False).returncode
    finally:
        cluster.stop()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
