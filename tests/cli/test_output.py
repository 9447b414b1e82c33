"""Where a command's answer goes."""

import os
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
