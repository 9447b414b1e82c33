"""YAML as plain data: no tags, no references, nothing read as a date or a truth that a person wrote as a name."""

import re
from pathlib import Path
from typing import Any

import yaml

from kechuang.domain.indices.unfit import Unfit
from kechuang.readers.errors import Unreadable

_LARGEST = 4_000_000
_DEEPEST = 40
_INTEGER = re.compile(r"[-+]?\d{1,18}")
_DECIMAL = re.compile(r"[-+]?(?:\d+\.\d*|\.?\d+)(?:[eE][-+]?\d+)?")
_WORDS: dict[str, Any] = {"": None, "~": None, "null": None, "true": True, "false": False}
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_plain_yaml(path: Path) -> Any:
    """The data of a file; raises Unreadable when there is no such file, Unfit with the line when it is no plain YAML."""
    try:
        if path.stat().st_size > _LARGEST:
            raise Unfit("index.recipe-too-large", file=path.name, most=_LARGEST)
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unfit("index.recipe-not-utf8", file=path.name, offset=error.start) from None
    except OSError as error:
        raise Unreadable("index.cannot-read", file=str(path), reason=error.strerror or str(error)) from error
    return plain_data(text, path.name)


def plain_data(text: str, name: str) -> Any:
    """The data of a text; keys are always text. Numbers and true, false, null are read; ``no`` stays a word."""
    try:
        _check_events(text, name)
        return _data(yaml.compose(text, Loader=_Loader), name)
    except yaml.MarkedYAMLError as error:
        line = 0 if error.problem_mark is None else error.problem_mark.line + 1
        raise Unfit("index.recipe-not-yaml", file=name, line=line, reason=error.problem or "") from None
    except yaml.YAMLError as error:
        raise Unfit("index.recipe-not-yaml", file=name, line=0, reason=str(error)[:80]) from None


def _check_events(text: str, name: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.AliasEvent):
            raise Unfit("index.recipe-alias", file=name, line=_line(event))
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            raise Unfit("index.recipe-too-deep", file=name, line=_line(event))


def _data(node: Any, name: str) -> Any:
    if node is None:
        return None
    if isinstance(node, yaml.SequenceNode):
        return [_data(child, name) for child in node.value]
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, name)
    return node.value if node.style else _scalar(node.value)


def _mapping(node: yaml.MappingNode, name: str) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            raise Unfit("index.recipe-not-yaml", file=name, line=line, reason="key")
        if key_node.value in result:
            raise Unfit("index.recipe-key-twice", file=name, line=line, key=key_node.value)
        result[key_node.value] = _data(value_node, name)
    return result


def _scalar(text: str) -> Any:
    if text.lower() in _WORDS:
        return _WORDS[text.lower()]
    if _INTEGER.fullmatch(text):
        return text if len(text) > 1 and text[0] == "0" else int(text)
    return float(text) if _DECIMAL.fullmatch(text) else text


def _line(event: yaml.Event) -> int:
    return 0 if event.start_mark is None else event.start_mark.line + 1
