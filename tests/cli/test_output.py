"""Where a command's answer goes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kechuang.cli.output import Failure, write_bytes


def test_a_file_is_replaced_whole(tmp_path):
    path = tmp_path / "out.json"
    path.write_bytes(b"before")
    write_bytes(b"after", path)
    assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [("out.json", b"after")]


def test_a_device_is_written_to_and_stays_a_device():
    outer, inner = os.openpty()
    try:
        device = Path(os.ttyname(inner))
        write_bytes(b"said", device)
        assert os.read(outer, 4) == b"said"
        assert device.is_char_device()
    finally:
        os.close(outer)
        os.close(inner)


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(Failure):
        write_bytes(b"said", tmp_path)


def test_a_terminal_that_cannot_show_a_character_does_not_end_the_command(plan):
    command = [sys.executable, "-c", "from kechuang.cli.main import run; run()", "read", str(plan)]
    environment = {**os.environ, "PYTHONIOENCODING": "gb2312", "KECHUANG_LANGUAGE": "zh"}
    done = subprocess.run(command, capture_output=True, env=environment, check=False)
    assert (done.returncode, "云山县" in done.stdout.decode("gb2312", "replace")) == (0, True)
