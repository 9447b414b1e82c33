"""The rulebooks that come with the package, as domain values."""

import hashlib
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import yaml

from kechuang.domain.vocabulary import Vocabulary

_ROOT = files("kechuang.rulebooks")


def load_yaml(*path: str) -> Any:
    """One file of the rulebooks as plain data; one that holds only comments is an empty mapping."""
    text = _ROOT.joinpath(*path).read_text("utf-8")
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)) or {}


@cache
def read_vocabulary() -> Vocabulary:
    """Every word list under ``rulebooks/reading``; the list ``counts`` in ``units.yaml`` is named ``units.counts``."""
    lists: dict[str, tuple[str, ...]] = {}
    for file in sorted(_ROOT.joinpath("reading").iterdir(), key=lambda entry: entry.name):
        lists.update(_lists_of(file))
    return Vocabulary(lists)


def _lists_of(file: Traversable) -> dict[str, tuple[str, ...]]:
    stem = file.name.removesuffix(".yaml")
    data = load_yaml("reading", file.name) if file.name.endswith(".yaml") else {}
    return {f"{stem}.{key}": tuple(str(word) for word in words) for key, words in (data or {}).items()}


@cache
def rulebook_version(*folders: str) -> str:
    """The SHA-256 of every file in these folders of the rulebooks: what was judged by the same rules has the same."""
    digest = hashlib.sha256()
    for folder in folders:
        for file in sorted(_ROOT.joinpath(folder).iterdir(), key=lambda entry: entry.name):
            if file.name.endswith(".yaml"):
                digest.update(f"{folder}/{file.name}\n".encode() + file.read_bytes())
    return digest.hexdigest()
