"""An optional language model on the intranet that may point out sentences and never supplies a number.

Off unless an address is configured. It is sent sentences that hold a number nobody claimed and answers with exact quotes;
a quote that does not stand in its sentence word for word is dropped, and every number is parsed from the quote by our own code.
The endpoint speaks the OpenAI chat-completions form (vLLM, Ollama and most domestic servers do).
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import urlsplit

from kechuang.domain.source import Source
from kechuang.readers.errors import Unreadable
from kechuang.readers.rulebooks import load_yaml

_BATCH = 20
_TRIES = 2
_LONGEST_ANSWER = 1_000_000


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where the model answers: its address up to ``/v1``, the model's name, an optional key, seconds to wait."""

    base_url: str
    model: str
    key: str | None = None
    timeout: float = 60.0


def endpoint_of(environment: Mapping[str, str]) -> Endpoint | None:
    """The endpoint that ``KECHUANG_MODEL_URL`` and ``KECHUANG_MODEL`` name, None where no address is set.

    Raises Unreadable("model-address") for an address that is not http or https.
    """
    address = environment.get("KECHUANG_MODEL_URL")
    if not address:
        return None
    if urlsplit(address).scheme not in {"http", "https"} or not urlsplit(address).hostname:
        raise Unreadable("model-address", address=address)
    return Endpoint(address.rstrip("/"), environment.get("KECHUANG_MODEL", ""), environment.get("KECHUANG_MODEL_KEY"))


def point_at(sentences: Sequence[Source], endpoint: Endpoint) -> tuple[tuple[Source, str], ...]:
    """The quotes the model picked, each with the sentence it stands in word for word.

    Raises Unreadable("model-silent") when the endpoint does not answer in its form, after two tries.
    """
    found: list[tuple[Source, str]] = []
    for begin in range(0, len(sentences), _BATCH):
        batch = sentences[begin : begin + _BATCH]
        found += _verbatim(batch, _ask(batch, endpoint))
    return tuple(found)


def _verbatim(batch: Sequence[Source], answer: Sequence[Any]) -> list[tuple[Source, str]]:
    kept = []
    for item in answer:
        if not isinstance(item, dict):
            continue
        number, quote = item.get("sentence"), item.get("quote")
        if isinstance(number, int) and isinstance(quote, str) and 0 <= number < len(batch) and quote:
            sentence = batch[number]
            if quote in sentence.text:
                kept.append((sentence, quote))
    return kept


def _ask(batch: Sequence[Source], endpoint: Endpoint) -> Sequence[Any]:
    prompt = load_yaml("words", "model.yaml")["point"]["zh"]
    listed = "\n".join(f"{number}: {sentence.text}" for number, sentence in enumerate(batch))
    request = {
        "model": endpoint.model,
        "temperature": 0,
        "messages": [{"role": "system", "content": prompt}, {"role": "user", "content": listed}],
        "response_format": {"type": "json_object"},
    }
    reason = ""
    for _ in range(_TRIES):
        try:
            quotes = json.loads(_content(_post(endpoint, request)))["quotes"]
            if isinstance(quotes, list):
                return quotes
            reason = "quotes"
        except (OSError, HTTPException, ValueError, KeyError, IndexError, TypeError) as error:
            reason = str(error) or type(error).__name__
    raise Unreadable("model-silent", address=endpoint.base_url, reason=reason)


def _content(answer: Any) -> str:
    return str(answer["choices"][0]["message"]["content"])


def _post(endpoint: Endpoint, request: Mapping[str, Any]) -> Any:
    address = urlsplit(endpoint.base_url + "/chat/completions")
    kind = HTTPSConnection if address.scheme == "https" else HTTPConnection
    connection = kind(address.hostname or "", address.port, timeout=endpoint.timeout)
    headers = {"Content-Type": "application/json"}
    if endpoint.key:
        headers["Authorization"] = f"Bearer {endpoint.key}"
    try:
        connection.request("POST", address.path, json.dumps(request, ensure_ascii=False).encode(), headers)
        response = connection.getresponse()
        body = response.read(_LONGEST_ANSWER)
        if response.status != 200:
            raise HTTPException(f"HTTP {response.status}")
        return json.loads(body)
    finally:
        connection.close()
