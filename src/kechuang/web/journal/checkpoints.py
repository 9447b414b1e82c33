"""Signed checkpoints (检查点) of the journal: what leaves the machine, so that whoever rewrites the journal is found out.

The note and its Ed25519 signature are those of C2SP (signed-note, tlog-checkpoint); beside each note stand the hashes of the
entries since the one before, and the root under SM3 where the build has it.
"""

import base64
import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from kechuang.domain.journal import SM3, has_sm3, root_of

FILE = "journal.checkpoints"
_ED25519 = b"\x01"
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


def add_checkpoint(folder: Path, leaves: list[bytes], *, key: Ed25519PrivateKey, origin: str) -> Checkpoint | None:
    """Append a checkpoint over ``leaves`` to the file in ``folder``; None where nothing was added since the last."""
    path = folder / FILE
    folder.mkdir(parents=True, exist_ok=True)
    before = last_size(path)
    if before >= len(leaves):
        return None
    checkpoint = Checkpoint(len(leaves), root_of(leaves), tuple(leaves[before:]))
    line = {
        "note": sign_note(checkpoint.size, checkpoint.root, key, origin),
        "sm3": _sm3_root(leaves),
        "leaves": [leaf.hex() for leaf in checkpoint.leaves],
    }
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")
        file.flush()
        os.fsync(file.fileno())
    return checkpoint


def read_checkpoints(path: Path, public: Ed25519PublicKey, origin: str) -> list[Checkpoint]:
    """Every checkpoint of a file, its signature and its hashes checked; an absent file has none. Raises Untrusted."""
    if not path.is_file():
        return []
    checkpoints: list[Checkpoint] = []
    known: list[bytes] = []
    for number, text in enumerate(path.read_text("utf-8", "replace").splitlines(), start=1):
        try:
            line = json.loads(text)
            size, root = open_note(line["note"], public, origin)
            leaves = tuple(bytes.fromhex(leaf) for leaf in line["leaves"])
        except (ValueError, KeyError, TypeError):
            raise Untrusted("journal.checkpoint-unsigned", number) from None
        known += leaves
        if size != len(known) or root_of(known) != root:
            raise Untrusted("journal.checkpoint-torn", number)
        checkpoints.append(Checkpoint(size, root, leaves))
    return checkpoints


def last_size(path: Path) -> int:
    """The size the last checkpoint of a file states; 0 where there is none."""
    if not path.is_file():
        return 0
    last = next((line for line in reversed(path.read_text("utf-8").splitlines()) if line.strip()), None)
    return int(json.loads(last)["note"].splitlines()[1]) if last else 0


def _sm3_root(leaves: list[bytes]) -> str | None:
    """The root of a second tree, under SM3, over the same leaf hashes."""
    return root_of(leaves, SM3).hex() if has_sm3() else None


def _key_id(public: bytes, origin: str) -> bytes:
    return hashlib.sha256(origin.encode() + b"\n" + _ED25519 + public).digest()[:4]
