"""Signed checkpoints (检查点) of the journal, kept on another machine, so that rewriting the journal is detected.

The note and its Ed25519 signature are those of C2SP (signed-note, tlog-checkpoint); beside each note stand the hashes of the
entries since the one before, and the root under SM3 where the build has it.
"""

import base64
import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from kechuang.domain.journal import SHA256, SM3, Frontier, has_sm3

FILE = "journal.checkpoints"
_ED25519 = b"\x01"
_BLOCK = 1 << 16
_MARK = "\u2014"  # what begins a line of signature in a signed note


class Untrusted(Exception):
    """A checkpoint file that does not prove anything; ``code`` names why, ``line`` is 1-based."""

    def __init__(self, code, line):
        super().__init__(code, line)
        self.code = code
        self.line = line


@dataclass(frozen=True)
class Checkpoint:
    """The journal at one size: its root, and the hashes of the entries since the checkpoint before."""

    size: int
    root: bytes
    leaves: tuple[bytes, ...]


def load_key(path: Path) -> Ed25519PrivateKey:
    """The key that signs; made when there is none, readable by nobody else."""
    if path.is_file():
        return serialization.load_pem_private_key(path.read_bytes(), password=None)
    key = Ed25519PrivateKey.generate()
    text = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(text)
    return key


def raw_public(key: Ed25519PrivateKey | Ed25519PublicKey) -> bytes:
    """The 32 bytes of the public key."""
    public = key.public_key() if isinstance(key, Ed25519PrivateKey) else key
    return public.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)


def verifier_of(key, origin: str) -> str:
    """The line a witness keeps: name, key id and public key, as C2SP writes them."""
    public = raw_public(key)
    return f"{origin}+{_key_id(public, origin).hex()}+{base64.b64encode(_ED25519 + public).decode()}"


def sign_note(size: int, root: bytes, key: Ed25519PrivateKey, origin: str) -> str:
    """A checkpoint as a signed note."""
    body = f"{origin}\n{size}\n{base64.b64encode(root).decode()}\n"
    signature = _key_id(raw_public(key), origin) + key.sign(body.encode())
    return f"{body}\n{_MARK} {origin} {base64.b64encode(signature).decode()}\n"


def open_note(note: str, public: Ed25519PublicKey, origin: str) -> tuple[int, bytes]:
    """Size and root of a signed note; ValueError where it is not signed by this key under this name."""
    body, _, signatures = note.partition("\n\n")
    body += "\n"
    prefix = f"{_MARK} {origin} "
    for line in signatures.splitlines():
        if not line.startswith(prefix):
            continue
        signature = base64.b64decode(line.removeprefix(prefix), validate=True)
        if signature[:4] != _key_id(raw_public(public), origin):
            continue
        try:
            public.verify(signature[4:], body.encode())
        except InvalidSignature:
            raise ValueError("signature") from None
        named, size, root = body.splitlines()[:3]
        if named != origin:
            raise ValueError("origin")
        return int(size), base64.b64decode(root, validate=True)
    raise ValueError("unsigned")


def add_checkpoint(
    folder: Path, new_leaves: Callable[[int], list[bytes]], *, key: Ed25519PrivateKey, origin: str
) -> Checkpoint | None:
    """Append a checkpoint to the file in ``folder``; None where nothing was added since the last.

    ``new_leaves(size)`` gives the hashes of the entries after the first ``size``. The last line of the file holds what is
    needed to go on, so that a checkpoint costs as much as there is new. One at a time: the caller holds the journal's head.
    """
    path = folder / FILE
    folder.mkdir(parents=True, exist_ok=True)
    trees = _trees_of(last_line(path))
    leaves = new_leaves(trees[SHA256].size)
    if not leaves:
        return None
    for leaf in leaves:
        trees = {algorithm: tree.append(leaf) for algorithm, tree in trees.items()}
    checkpoint = Checkpoint(trees[SHA256].size, trees[SHA256].root(), tuple(leaves))
    line = {
        "note": sign_note(checkpoint.size, checkpoint.root, key, origin),
        "sm3": trees[SM3].root().hex() if SM3 in trees else None,
        "peaks": {algorithm: [peak.hex() for peak in tree.peaks] for algorithm, tree in trees.items()},
        "leaves": [leaf.hex() for leaf in leaves],
    }
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")
        file.flush()
        os.fsync(file.fileno())
    return checkpoint


def _trees_of(line: str) -> dict[str, Frontier]:
    """The trees a line of the file leaves off at: SHA-256, and over the same leaf hashes SM3 where this build has it."""
    kept = json.loads(line) if line else {"peaks": {}}
    size = _size_of(line)
    algorithms = (SHA256, SM3) if has_sm3() and (not line or SM3 in kept["peaks"]) else (SHA256,)
    peaks = {algorithm: kept["peaks"].get(algorithm, ()) for algorithm in algorithms}
    return {
        algorithm: Frontier(size, tuple(bytes.fromhex(peak) for peak in found), algorithm)
        for algorithm, found in peaks.items()
    }


def read_checkpoints(path: Path, public: Ed25519PublicKey, origin: str) -> list[Checkpoint]:
    """Every checkpoint of a file, its signature and its hashes checked; an absent file has none. Raises Untrusted."""
    if not path.is_file():
        return []
    checkpoints: list[Checkpoint] = []
    tree = Frontier()
    for number, text in enumerate(path.read_text("utf-8", "replace").splitlines(), start=1):
        try:
            line = json.loads(text)
            size, root = open_note(line["note"], public, origin)
            leaves = tuple(bytes.fromhex(leaf) for leaf in line["leaves"])
        except (ValueError, KeyError, TypeError):
            raise Untrusted("journal.checkpoint-unsigned", number) from None
        for leaf in leaves:
            tree = tree.append(leaf)
        if (size, root) != (tree.size, tree.root()):
            raise Untrusted("journal.checkpoint-torn", number)
        checkpoints.append(Checkpoint(size, root, leaves))
    return checkpoints


def last_size(path: Path) -> int:
    """The size the last checkpoint of a file states; 0 where there is none."""
    return _size_of(last_line(path))


def last_line(path: Path) -> str:
    """The last line of a file, read from its end; "" where there is none."""
    if not path.is_file():
        return ""
    with path.open("rb") as file:
        position, tail = file.seek(0, os.SEEK_END), b""
        while position and b"\n" not in tail.rstrip(b"\n"):
            step = min(position, _BLOCK)
            position = file.seek(position - step)
            tail = file.read(step) + tail
    return tail.rstrip(b"\n").rpartition(b"\n")[2].decode()


def _size_of(line: str) -> int:
    return int(json.loads(line)["note"].splitlines()[1]) if line else 0


def _key_id(public: bytes, origin: str) -> bytes:
    return hashlib.sha256(origin.encode() + b"\n" + _ED25519 + public).digest()[:4]
