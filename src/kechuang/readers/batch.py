"""Many files at once: all cores, each file at its own risk, and a folder of ten thousand resumes where it stopped.

What is done with a file is a function of its path, run in a worker process (``capped``); this module deals files to
workers, keeps a manifest of what is done, and writes results so that none is ever half written.
"""

import json
import os
import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from typing import TypeVar

from kechuang.readers.capped import Caps, Worker
from kechuang.readers.errors import Unreadable
from kechuang.readers.read import OcrMode, caps_for

R = TypeVar("R")
# Failures of the surroundings, not of the file: worth another try when a folder is resumed.
_PASSING = frozenset(
    {
        "cannot-open",
        "file-missing",
        "libreoffice-missing",
        "libreoffice-timeout",
        "no-permission",
        "ocr-missing",
        "out-of-memory",
        "reader-failed",
        "too-slow",
    }
)
_LOCK_FILES = ("~$", ".", "Thumbs.db")  # what Word and file managers leave beside documents


def read_many(
    paths: Iterable[Path],
    *,
    work: Callable[[Path], R],
    workers: int | None = None,
    ocr: OcrMode = OcrMode.AUTO,
    caps: Caps | None = None,
    ordered: bool = False,
) -> Iterator[tuple[Path, R | Unreadable]]:
    """Each path with ``work(path)``, or with why it failed, as they complete or in the order given.

    ``work`` is a function of a module (picklable), as is what it gives. It runs in as many processes as there are cores,
    or ``workers``; a file that breaks its process, takes too long or too much memory fails alone. ``caps`` are the
    limits for one file, by default what ``read.caps_for`` grants it. Leaving the loop early ends the workers.
    """
    crew = [Worker() for _ in range(workers or cores())]
    idle: SimpleQueue[Worker] = SimpleQueue()
    for worker in crew:
        idle.put(worker)
    executor = ThreadPoolExecutor(len(crew), thread_name_prefix="reading")
    try:
        yield from _deal(iter(paths), partial(_run, idle, work, ocr, caps), executor, len(crew), ordered=ordered)
    finally:
        executor.shutdown(wait=False, cancel_futures=True)
        for worker in crew:
            worker.retire()
        executor.shutdown()


def cores() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def documents_in(folder: Path) -> list[Path]:
    """Every file under a folder, in order of their paths, without hidden files and the lock files of Word."""
    found = []
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found += [Path(parent, name) for name in names if not name.startswith(_LOCK_FILES)]
    return sorted(found)


def _deal(
    paths: Iterator[Path],
    run: Callable[[Path], tuple[Path, R | Unreadable]],
    executor: ThreadPoolExecutor,
    crew: int,
    *,
    ordered: bool,
) -> Iterator[tuple[Path, R | Unreadable]]:
    """Keep every worker busy without taking in more results than are wanted."""
    window = crew * (8 if ordered else 2)
    under_way: deque[Future[tuple[Path, R | Unreadable]]] = deque()
    while True:
        for path in _upto(window - len(under_way), paths):
            under_way.append(executor.submit(run, path))
        if not under_way:
            return
        if ordered:
            yield under_way.popleft().result()
            continue
        done, _ = wait(under_way, return_when=FIRST_COMPLETED)
        under_way = deque(future for future in under_way if future not in done)
        for future in done:
            yield future.result()


def _upto(count: int, paths: Iterator[Path]) -> Iterator[Path]:
    for _ in range(count):
        path = next(paths, None)
        if path is None:
            return
        yield path


def _run(
    idle: "SimpleQueue[Worker]", work: Callable[[Path], R], ocr: OcrMode, caps: Caps | None, path: Path
) -> tuple[Path, R | Unreadable]:
    worker = idle.get()
    try:
        return path, worker.run(partial(work, path), caps or caps_for(path, ocr=ocr))
    except Unreadable as unreadable:
        return path, unreadable
    finally:
        idle.put(worker)


# --- Resuming -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Entry:
    """What the manifest knows of a file: what it was when it was read, under which settings, and what came of it."""

    path: str
    size: int
    modified: int  # nanoseconds
    settings: str
    output: str | None = None
    problem: str | None = None
    details: Mapping[str, str] = field(default_factory=dict)


def read_manifest(manifest: Path) -> dict[str, Entry]:
    """The entries of a manifest by path; a line torn off by a power cut is passed over, an absent file is empty."""
    entries: dict[str, Entry] = {}
    with suppress(FileNotFoundError):
        for line in manifest.read_text("utf-8", "replace").splitlines():
            with suppress(ValueError, TypeError):
                entry = Entry(**json.loads(line))
                entries[entry.path] = entry
    return entries


def compact_manifest(manifest: Path, entries: Mapping[str, Entry]) -> None:
    """Write the manifest anew, one line a file; done once at the beginning, so that it does not grow with each run."""
    write_atomically(manifest, "".join(map(_as_line, entries.values())).encode())


def add_to_manifest(manifest: Path, entry: Entry) -> None:
    """Append one entry, after its output has been written; one file more costs one line more."""
    with manifest.open("ab") as file:
        file.write(_as_line(entry).encode())


def entry_for(path: Path, *, settings: str, output: Path | None = None, failure: Unreadable | None = None) -> Entry:
    """The entry of a file as it is now; a file that is gone has size -1."""
    size, modified = _state(path)
    problem = failure.code if failure else None
    details = dict(failure.details) if failure else {}
    return Entry(_key(path), size, modified, settings, str(output) if output else None, problem, details)


def entry_of(path: Path, entries: Mapping[str, Entry]) -> Entry | None:
    """What the manifest knows of a file."""
    return entries.get(_key(path))


def is_done(path: Path, entries: Mapping[str, Entry], *, settings: str) -> bool:
    """Whether a file has been dealt with: unchanged since, under the same settings, and its output still there.

    A failure of the file itself counts as dealt with; one of its surroundings (no LibreOffice, no permission) does not.

    ``settings`` names whatever changes the result: the version of the program, whether scans are recognised.
    """
    entry = entry_of(path, entries)
    if entry is None or (entry.size, entry.modified) != _state(path) or entry.settings != settings:
        return False
    if entry.problem is not None:
        return entry.problem not in _PASSING
    return entry.output is not None and Path(entry.output).is_file()


def output_paths(paths: Sequence[Path], folder: Path) -> dict[Path, Path]:
    """Where each file's result goes: in ``folder``, under the same subfolders, ``.json`` added to the whole name.

    >>> output_paths([Path("in/a/plan.docx"), Path("in/plan.docx")], Path("out"))[Path("in/a/plan.docx")].as_posix()
    'out/a/plan.docx.json'
    """
    full = [Path(_key(path)) for path in paths]
    root = Path(os.path.commonpath([path.parent for path in full])) if full else Path()
    return {
        path: folder / whole.relative_to(root).with_name(whole.name + ".json")
        for path, whole in zip(paths, full, strict=True)
    }


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all: written beside, then renamed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


def _as_line(entry: Entry) -> str:
    return json.dumps(asdict(entry)) + "\n"


def _key(path: Path) -> str:
    return os.path.abspath(path)  # noqa: PTH100 - the name as given, symbolic links not followed


def _state(path: Path) -> tuple[int, int]:
    try:
        status = path.stat()
    except OSError:
        return -1, -1
    return status.st_size, status.st_mtime_ns
