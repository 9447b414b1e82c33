"""The commands of the site, as a user runs them."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from contextlib import closing
from pathlib import Path
from socket import socket

import pytest

KECHUANG = Path(sys.executable).with_name("kechuang")


@pytest.fixture
def surroundings(tmp_path):
    """A folder of its own, and Chinese."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("KECHUANG", "DJANGO"))}
    return {**kept, "KECHUANG_DATA": str(tmp_path / "data"), "LANG": "zh_CN.UTF-8", "PYTHONUNBUFFERED": "1"}


def run(surroundings, *arguments):
    return subprocess.run([KECHUANG, *arguments], capture_output=True, text=True, env=surroundings, timeout=60)


def free_port():
    with closing(socket()) as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def test_a_journal_without_a_database_is_one_clear_line(surroundings):
    answer = run(surroundings, "journal", "verify")
    assert answer.returncode == 2
    assert "数据库不能用" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_a_port_that_is_taken_is_one_clear_line(surroundings):
    with closing(socket()) as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        answer = run(surroundings, "serve", "--no-demo", "--port", str(other.getsockname()[1]))
    assert answer.returncode == 2
    assert "--port" in answer.stderr
    assert "Traceback" not in answer.stderr


def heed_interrupts():
    """What runs in the background of a shell is told to overlook Ctrl+C, and passes that on."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_serve_prints_address_and_accounts_answers_and_ends(surroundings):
    port = free_port()
    with subprocess.Popen(
        [KECHUANG, "serve", "--port", str(port)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=surroundings,
        preexec_fn=heed_interrupts,
    ) as site:
        try:
            said = []
            while not said or "http://" not in said[-1]:
                said.append(site.stdout.readline())
                assert said[-1], "".join(said)
            assert re.search(r"demo_planner +\S{14} +规划编制人员", "".join(said))
            address = f"http://127.0.0.1:{port}/healthy/"
            for _ in range(50):
                try:
                    with urllib.request.urlopen(address, timeout=5) as answer:
                        assert answer.read() == b"ok\n"
                    break
                except OSError:
                    time.sleep(0.1)
            else:
                pytest.fail("the site does not answer")
        finally:
            site.send_signal(signal.SIGINT)
            site.wait(timeout=20)
    sound = run(surroundings, "journal", "verify")
    assert sound.returncode == 0, sound.stdout + sound.stderr
    # the worker may have written a checkpoint by now, or not yet: both are sound
    assert "全部原样" in sound.stdout or "前后一致" in sound.stdout
    assert "administrator" not in run(surroundings, "administrator", "wang", "510000", "某市").stdout
