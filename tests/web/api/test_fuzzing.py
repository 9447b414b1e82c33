"""A short form of ``benchmarks/api_fuzz.py``: whatever is sent, no server error, and every list still answers."""

import logging
import random

import pytest
from django.utils import timezone

from tests.web.api.fuzzing import Fuzzer, make_world


@pytest.fixture(autouse=True)
def _quiet(settings):
    logging.disable(logging.CRITICAL)
    settings.API_CALLS_A_MINUTE = 1_000_000
    yield
    logging.disable(logging.NOTSET)


def test_whatever_is_sent_there_is_no_server_error_and_the_lists_answer(db):
    fuzzer = Fuzzer(make_world(timezone.now()), random.Random(7))
    assert fuzzer.run(94) == []
    assert fuzzer.asked > 80
    assert set(fuzzer.ask_lists().values()) == {200}
