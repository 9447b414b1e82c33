"""Runs a job in a separate process with limits on memory and time, so that a hostile file can only cost what is granted.

A worker is a fresh interpreter that answers over a pipe, not a fork of this process: it inherits no state, needs no
``__main__`` guard, and its death is one answer to one job. Starting one costs about a tenth of a second; it then serves
many jobs. Where the platform knows no resource limits (Windows), only the time limit holds.
"""

import contextlib
import json
import os
import pickle
import signal
import struct
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, BinaryIO

from kechuang.readers.errors import Unreadable

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

_START = "import sys, json; sys.path[:] = json.loads(sys.argv[1]); from kechuang.readers.capped import serve; serve()"
_LENGTH = struct.Struct(">Q")
_JOBS_A_LIFE = 200  # what libraries leak, a new worker forgets
# A worker is one core's work; numeric libraries that reserve memory for every core of a large machine hit the limit.
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


@dataclass(frozen=True, slots=True)
class Caps:
    """What one job may cost: bytes of memory, seconds of processor time, seconds in all."""

    memory: int = 2 * 2**30
    cpu: int = 300
    wall: float = 600.0


class Worker:
    """One process that runs jobs one after the other; a job that breaks it costs only itself."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._jobs = 0
        self._late = False
        self._retired = False

    def run(self, job: Callable[[], Any], caps: Caps) -> Any:
        """The value of ``job()``, which must be picklable, as must be the value.

        Raises Unreadable: that of the job itself, or ``too-slow``, ``out-of-memory``, ``reader-crashed``,
        ``reader-failed``.
        """
        try:
            process = self._ready()
        except OSError as error:
            raise Unreadable("reader-failed", reason=f"{type(error).__name__}: {error}") from None
        self._late = False
        timer = threading.Timer(caps.wall, self._too_late, [process])
        timer.daemon = True
        timer.start()
        try:
            answer = self._ask(process, job, caps)
        except (EOFError, OSError):
            raise self._cause_of_death(process, caps) from None
        except BaseException:
            self.close()
            raise
        finally:
            timer.cancel()
        return _opened(answer)

    def retire(self) -> None:
        """End the process for good: a job that is under way or comes later fails."""
        self._retired = True
        self.close()

    def close(self) -> None:
        """End the process; the next job starts another."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe:
                with contextlib.suppress(OSError):
                    pipe.close()

    def _ready(self) -> "subprocess.Popen[bytes]":
        if self._jobs >= _JOBS_A_LIFE or (self._process and self._process.poll() is not None):
            self.close()
        if self._process is None:
            self._jobs = 0
            self._process = subprocess.Popen(
                [sys.executable, "-c", _START, json.dumps(sys.path)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, **_ONE_THREAD},
            )
        self._jobs += 1
        if self._retired:
            self._process.kill()
        return self._process

    def _ask(self, process: "subprocess.Popen[bytes]", job: Callable[[], Any], caps: Caps) -> tuple[Any, ...]:
        assert process.stdin is not None
        assert process.stdout is not None
        _send(process.stdin, (job, caps))
        answer: tuple[Any, ...] = _receive(process.stdout)
        return answer

    def _too_late(self, process: "subprocess.Popen[bytes]") -> None:
        self._late = True
        process.kill()

    def _cause_of_death(self, process: "subprocess.Popen[bytes]", caps: Caps) -> Unreadable:
        code = process.wait()
        self.close()
        if self._late or code == -getattr(signal, "SIGXCPU", 24):
            return Unreadable("too-slow", seconds=f"{caps.wall if self._late else caps.cpu:g}")
        if code == -getattr(signal, "SIGKILL", 9):
            return Unreadable("out-of-memory", megabytes=f"{caps.memory >> 20:,}")
        return Unreadable("reader-crashed", signal=str(abs(code)))


def run_capped(job: Callable[[], Any], caps: Caps) -> Any:
    """The value of ``job()``, computed in a process that lives for this one job; see Worker.run."""
    worker = Worker()
    try:
        return worker.run(job, caps)
    finally:
        worker.close()


_serving = False


def is_capped() -> bool:
    """Whether this process is already a worker under limits."""
    return _serving


def allow(caps: Caps) -> None:
    """Raise the limits of this worker from here on, for a step known to cost more; nothing outside a worker."""
    if _serving:
        _limit(caps)


def serve() -> None:
    """The life of a worker: answer jobs from standard input until it closes."""
    global _serving
    _serving = True
    jobs, answers = _private_pipes()
    with contextlib.suppress(ValueError, OSError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is the parent's to handle
    while True:
        try:
            job, caps = _receive(jobs)
        except EOFError:
            return
        except Exception as error:
            _send(answers, _failed(error))
            continue
        _limit(caps)
        _answer(answers, job, caps)


def _answer(answers: BinaryIO, job: Callable[[], Any], caps: Caps) -> None:
    try:
        payload = pickle.dumps(("value", job()))
    except Unreadable as unreadable:
        payload = pickle.dumps(("unreadable", unreadable.code, dict(unreadable.details)))
    except MemoryError:
        payload = pickle.dumps(("unreadable", "out-of-memory", {"megabytes": f"{caps.memory >> 20:,}"}))
    except Exception as error:
        payload = pickle.dumps(_failed(error))
    answers.write(_LENGTH.pack(len(payload)))
    answers.write(payload)
    answers.flush()


def _failed(error: Exception) -> tuple[str, str, dict[str, str]]:
    return "unreadable", "reader-failed", {"reason": f"{type(error).__name__}: {error}"[:300]}


def _opened(answer: tuple[Any, ...]) -> Any:
    kind, *content = answer
    if kind == "value":
        return content[0]
    raise Unreadable(content[0], **content[1])


def _private_pipes() -> tuple[BinaryIO, BinaryIO]:
    """The pipes to the parent, out of reach of libraries that print: standard output now leads nowhere."""
    jobs = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return jobs, answers


def _limit(caps: Caps) -> None:
    """Set this process's limits for the next job; soft limits only, so that the job after it can be granted more."""
    if resource is None:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    wanted = (
        (resource.RLIMIT_AS, caps.memory),
        (resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + 1 + caps.cpu),
        (resource.RLIMIT_CORE, 0),
    )
    for limit, most in wanted:
        _, hard = resource.getrlimit(limit)
        soft = most if hard == resource.RLIM_INFINITY else min(most, hard)
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(limit, (soft, hard))


def _send(pipe: Any, value: Any) -> None:
    payload = pickle.dumps(value)
    pipe.write(_LENGTH.pack(len(payload)))
    pipe.write(payload)
    pipe.flush()


def _receive(pipe: Any) -> Any:
    return pickle.loads(_exactly(pipe, _LENGTH.unpack(_exactly(pipe, _LENGTH.size))[0]))


def _exactly(pipe: Any, length: int) -> bytes:
    data: bytes = pipe.read(length)
    if len(data) < length:
        raise EOFError
    return data
