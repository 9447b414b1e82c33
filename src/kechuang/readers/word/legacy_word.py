"""Older word-processor files (.doc, .wps, .rtf, .odt): LibreOffice turns them into .docx, which is then read.

LibreOffice is optional. Each conversion runs in a profile of its own, without macros, links or network addresses, and
is stopped after two minutes.
"""

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import replace
from hashlib import sha256
from pathlib import Path, PurePath

from kechuang.domain.document import Document
from kechuang.readers.errors import Unreadable
from kechuang.readers.word.docx import read_docx
from kechuang.readers.word.docx_package import MOST_BYTES, is_encrypted, open_zip, recognise

SUFFIXES = frozenset({".doc", ".dot", ".wps", ".wpt", ".rtf", ".odt"})
TIMEOUT_SECONDS = 120

_PROGRAMS = ("soffice", "libreoffice")
_WORD_STREAM = "WordDocument".encode("utf-16-le")
_SUFFIX_OF_KIND = {"RTF": ".rtf", "ZIP": ".odt"}
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse">
<value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse">
<value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks"
 oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>2</value>
</prop></item>
</oor:items>
"""


def read_legacy_word(data: bytes, *, name: str) -> Document:
    """Read an older word-processor file; a .docx under an old name is read as what it is.

    Raises Unreadable: ``libreoffice-missing`` where it is not installed, ``libreoffice-failed``,
    ``libreoffice-timeout``, ``encrypted-word``, ``not-a-word-file``, ``empty-file``, and the codes of ``read_docx``.
    """
    suffix = _suffix(data, name)
    if suffix == ".docx":
        return read_docx(data, name=name)
    program = next((found for found in map(shutil.which, _PROGRAMS) if found), None)
    if program is None:
        raise Unreadable("libreoffice-missing", format=suffix)
    converted = _convert(data, suffix, program)
    document = read_docx(converted, name=name)
    return replace(document, format=suffix.removeprefix("."), sha256=sha256(data).hexdigest())


def _suffix(data: bytes, name: str) -> str:
    """The file's true kind, by its content before its name."""
    if not data.strip(b"\0 \t\r\n"):
        raise Unreadable("empty-file")
    if len(data) > MOST_BYTES:
        raise Unreadable("docx-too-large", part=name, megabytes=str(len(data) // 2**20))
    kind = recognise(data)
    if kind == "OLE":
        if is_encrypted(data):
            raise Unreadable("encrypted-word")
        named = PurePath(name).suffix.lower()
        return ".doc" if _WORD_STREAM in data or named not in SUFFIXES else named
    if kind == "ZIP":
        with open_zip(data) as archive:
            return ".docx" if "content.xml" not in archive.namelist() else ".odt"
    if kind not in _SUFFIX_OF_KIND:
        raise Unreadable("not-a-word-file", found=kind)
    return _SUFFIX_OF_KIND[kind]


def _convert(data: bytes, suffix: str, program: str) -> bytes:
    with tempfile.TemporaryDirectory(prefix="kechuang-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        source = home / f"source{suffix}"
        source.write_bytes(data)
        settings = home / "profile" / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(_SETTINGS, "utf-8")
        _run(
            [
                program,
                f"-env:UserInstallation={(home / 'profile').as_uri()}",
                *("--headless", "--norestore", "--nolockcheck", "--nodefault"),
                *("--convert-to", "docx:MS Word 2007 XML", "--outdir", folder, str(source)),
            ],
            home,
            suffix,
        )
        target = source.with_suffix(".docx")
        if not target.is_file() or target.stat().st_size > MOST_BYTES:
            raise Unreadable("libreoffice-failed", format=suffix)
        return target.read_bytes()


def _run(command: list[str], home: Path, suffix: str) -> None:
    """Run LibreOffice in a process group of its own, so that nothing of it outlives the timeout."""
    environment = {"PATH": os.environ.get("PATH", ""), "HOME": str(home), "TMPDIR": str(home), "LC_ALL": "C.UTF-8"}
    process = subprocess.Popen(
        command,
        cwd=home,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(TIMEOUT_SECONDS)
    except subprocess.TimeoutExpired as slow:
        _stop(process)
        raise Unreadable("libreoffice-timeout", format=suffix, seconds=str(TIMEOUT_SECONDS)) from slow


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End the program and what it started; where there are no process groups, the program alone."""
    with suppress(ProcessLookupError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()
