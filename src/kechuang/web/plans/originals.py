"""Uploaded files: each stored once, under its fingerprint, never under its name."""

import hashlib
import os
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction

from kechuang.readers.capped import Caps, run_capped
from kechuang.readers.gate import check_evidence
from kechuang.web.plans.models import Original

_CAPS = Caps(memory=2**30, cpu=20, wall=30.0)


def look_at(data, name):
    """Let a file of evidence pass the gate, in a process of its own and before anything is locked; raises Unreadable."""
    run_capped(partial(check_evidence, data, name), _CAPS)


@transaction.atomic
def keep_original(data, name):
    """The row of an uploaded file, which has passed its gate; its bytes are on the disk before the row is committed.

    The row is locked before the disk is looked at: what clears files away (``operation/clearing``) waits, or was done before.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    rows = Original.objects.select_for_update()
    original, _ = rows.get_or_create(sha256=sha256, defaults={"name": name[:200], "size": len(data)})
    path = path_of(sha256)
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_suffix(f".{os.getpid()}")
        with beside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    return original


def path_of(sha256):
    """Where the bytes of an uploaded file are kept."""
    return Path(settings.MEDIA_ROOT) / sha256[:2] / sha256
