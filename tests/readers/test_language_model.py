"""The language model may point, word for word, and nothing else."""

import json
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from kechuang.domain.source import Source
from kechuang.readers.errors import Unreadable
from kechuang.readers.language_model import Endpoint, endpoint_of, point_at

TEXT = "新建实验室大约三座上下，另有若干。"
SENTENCE = Source("规划.txt", 1, None, 0, len(TEXT), TEXT)


@contextmanager
def a_model_that_answers(content: str, status: int = 200):
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            body = json.dumps({"choices": [{"message": {"content": content}}]}).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield Endpoint(f"http://127.0.0.1:{server.server_port}/v1", "any", timeout=5), asked
        finally:
            server.shutdown()
            thread.join()


def test_a_quote_that_stands_in_the_sentence_is_kept_with_its_sentence():
    answer = json.dumps({"quotes": [{"sentence": 0, "quote": "新建实验室大约三座上下"}]})
    with a_model_that_answers(answer) as (endpoint, asked):
        assert point_at([SENTENCE], endpoint) == ((SENTENCE, "新建实验室大约三座上下"),)
    assert asked[0]["temperature"] == 0


def test_what_the_model_made_up_is_dropped():
    answer = json.dumps(
        {"quotes": [{"sentence": 0, "quote": "新建实验室30座"}, {"sentence": 7, "quote": "另有"}, "?", {"quote": 3}]}
    )
    with a_model_that_answers(answer) as (endpoint, _):
        assert point_at([SENTENCE], endpoint) == ()


def test_a_model_that_does_not_answer_in_form_is_named_with_its_address():
    with a_model_that_answers("好的，我来回答") as (endpoint, asked), pytest.raises(Unreadable) as caught:
        point_at([SENTENCE], endpoint)
    assert caught.value.code == "model-silent"
    assert len(asked) == 2


def test_a_model_that_fails_is_named_with_its_status():
    with a_model_that_answers("{}", status=503) as (endpoint, _), pytest.raises(Unreadable) as caught:
        point_at([SENTENCE], endpoint)
    assert "503" in caught.value.details["reason"]


def test_no_model_is_asked_unless_an_address_is_configured():
    assert endpoint_of({}) is None
    assert endpoint_of({"KECHUANG_MODEL_URL": "http://10.0.0.8:8000/v1/", "KECHUANG_MODEL": "qwen"}) == Endpoint(
        "http://10.0.0.8:8000/v1", "qwen"
    )


def test_an_address_that_is_no_web_address_is_refused():
    with pytest.raises(Unreadable):
        endpoint_of({"KECHUANG_MODEL_URL": "file:///etc/passwd"})
