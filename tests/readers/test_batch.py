"""Many files at once: every core, each file at its own risk, resuming where it stopped."""

import json
import os
import time
from functools import partial
from pathlib import Path

import pytest

from kechuang.readers import batch
from kechuang.readers.batch import documents_in, is_done, output_paths, read_manifest, read_many, write_atomically
from kechuang.readers.capped import Caps, is_capped, run_capped
from kechuang.readers.errors import Unreadable
from kechuang.readers.read import read_document

SMALL = Caps(memory=2**29, cpu=20, wall=20.0)


def characters(path: Path) -> int:
    """What a worker of these tests does with a file; some names are orders to misbehave."""
    if path.name == "crash.txt":
        os.abort()
    if path.name == "sleep.txt":
        time.sleep(60)
    if path.name == "spin.txt":
        while True:
            pass
    if path.name == "greedy.txt":
        return len(bytearray(2**31))
    if path.name == "trip.txt":
        raise KeyError("no such key")
    if path.name == "print.txt":
        os.write(1, b"a library prints")
    return len(read_document(path).text)


def where(path: Path) -> tuple[bool, int]:
    return is_capped(), os.getpid()


@pytest.fixture
def folder(tmp_path):
    for number in range(6):
        (tmp_path / f"规划{number}.txt").write_text("一、目标" + "。" * number, "utf-8")
    return tmp_path


def outcome(results):
    return {path.name: got.code if isinstance(got, Unreadable) else got for path, got in results}


def test_every_file_is_answered_once(folder):
    paths = documents_in(folder)
    assert outcome(read_many(paths, work=characters, workers=2)) == {
        f"规划{number}.txt": 4 + number for number in range(6)
    }


def test_answers_come_in_the_order_asked_where_that_is_wished(folder):
    paths = documents_in(folder)
    assert [path for path, _ in read_many(paths, work=characters, workers=2, ordered=True)] == paths


def test_a_file_that_breaks_its_worker_costs_only_itself(folder):
    for name in ("crash.txt", "greedy.txt", "trip.txt", "print.txt"):
        (folder / name).write_text("正文", "utf-8")
    got = outcome(read_many(documents_in(folder), work=characters, workers=1, caps=SMALL))
    assert {name: got[name] for name in ("crash.txt", "greedy.txt", "trip.txt", "print.txt", "规划5.txt")} == {
        "crash.txt": "reader-crashed",
        "greedy.txt": "out-of-memory",
        "trip.txt": "reader-failed",
        "print.txt": 2,
        "规划5.txt": 9,
    }


@pytest.mark.parametrize(
    ("name", "caps"),
    [("sleep.txt", Caps(memory=2**29, cpu=20, wall=1.0)), ("spin.txt", Caps(memory=2**29, cpu=1, wall=30.0))],
)
def test_a_file_that_never_ends_is_stopped(tmp_path, name, caps):
    (tmp_path / name).write_text("正文", "utf-8")
    assert outcome(read_many([tmp_path / name], work=characters, workers=1, caps=caps)) == {name: "too-slow"}


def test_a_file_that_is_missing_is_a_failure_like_any_other(folder):
    got = dict(read_many([folder / "无.txt"], work=characters, workers=1))
    assert [failure.code for failure in got.values()] == ["file-missing"]


def test_workers_are_other_processes_and_serve_many_files(folder):
    got = [answer for _, answer in read_many(documents_in(folder), work=where, workers=2)]
    assert {capped for capped, _ in got} == {True}
    assert os.getpid() not in {process for _, process in got}
    assert len({process for _, process in got}) <= 2


def test_leaving_early_ends_the_workers(folder):
    results = read_many(documents_in(folder), work=where, workers=2)
    _, (_, process) = next(results)
    results.close()
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_a_document_with_problems_crosses_between_processes(tmp_path):
    path = tmp_path / "规划.txt"
    path.write_bytes("研发\0投入".encode())
    document = run_capped(partial(read_document, path), SMALL)
    assert document == read_document(path)


def test_a_folder_resumes_where_it_stopped(folder, tmp_path_factory):
    out = tmp_path_factory.mktemp("out")
    paths = documents_in(folder)
    outputs = output_paths(paths, out)
    manifest = out / "manifest.jsonl"
    for path, got in list(read_many(paths, work=characters, workers=2))[:4]:
        write_atomically(outputs[path], json.dumps(got).encode())
        batch.add_to_manifest(manifest, batch.entry_for(path, settings="1", output=outputs[path]))
    entries = read_manifest(manifest)
    assert sum(is_done(path, entries, settings="1") for path in paths) == 4
    assert not any(is_done(path, entries, settings="2") for path in paths)


@pytest.fixture
def done(folder, tmp_path_factory):
    """One file that has been dealt with: its path, its output, its manifest."""
    out = tmp_path_factory.mktemp("out")
    path, output, manifest = folder / "规划1.txt", out / "规划1.txt.json", out / "manifest.jsonl"
    write_atomically(output, b"5")
    batch.add_to_manifest(manifest, batch.entry_for(path, settings="1", output=output))
    assert is_done(path, read_manifest(manifest), settings="1")
    return path, output, manifest


def test_a_file_that_changed_is_read_again(done):
    path, _, manifest = done
    path.write_text("一、新的目标", "utf-8")
    assert not is_done(path, read_manifest(manifest), settings="1")


def test_a_file_whose_output_is_gone_is_read_again(done):
    path, output, manifest = done
    output.unlink()
    assert not is_done(path, read_manifest(manifest), settings="1")


def test_a_torn_line_of_the_manifest_costs_one_file(done):
    path, _, manifest = done
    with manifest.open("ab") as file:
        file.write(b'{"path": "/a')
    assert is_done(path, read_manifest(manifest), settings="1")
    batch.compact_manifest(manifest, read_manifest(manifest))
    assert len(manifest.read_text("utf-8").splitlines()) == 1


def test_a_failure_is_remembered_with_its_reason(folder, tmp_path):
    path, manifest = folder / "规划2.txt", tmp_path / "manifest.jsonl"
    failure = Unreadable("docx-damaged", part="正文")
    batch.add_to_manifest(manifest, batch.entry_for(path, settings="1", failure=failure))
    entries = read_manifest(manifest)
    (entry,) = entries.values()
    assert (is_done(path, entries, settings="1"), entry.problem, entry.details) == (
        True,
        "docx-damaged",
        {"part": "正文"},
    )


def test_a_file_is_tried_again_when_what_it_lacked_may_have_been_installed(folder, tmp_path):
    path, manifest = folder / "规划2.txt", tmp_path / "manifest.jsonl"
    batch.add_to_manifest(manifest, batch.entry_for(path, settings="1", failure=Unreadable("libreoffice-missing")))
    assert not is_done(path, read_manifest(manifest), settings="1")


def test_lock_files_and_hidden_files_are_no_documents(folder):
    for name in ("~$规划0.docx", ".DS_Store", "Thumbs.db"):
        (folder / name).write_bytes(b"x")
    assert [path.name for path in documents_in(folder)] == [f"规划{number}.txt" for number in range(6)]


def test_writing_leaves_nothing_half_written_behind(tmp_path):
    target = tmp_path / "deep" / "规划.json"
    write_atomically(target, b"1")
    write_atomically(target, b"2")
    assert [path.name for path in target.parent.iterdir()] == ["规划.json"]
    assert target.read_bytes() == b"2"
