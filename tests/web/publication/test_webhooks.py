"""Webhooks: only to allowed addresses, signed, once under one id, never into a private network unless it was listed so."""

import hashlib
import hmac
import ipaddress
import json
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from kechuang.web.publication import actions, sending, webhooks
from kechuang.web.publication.models import Delivery, Target
from kechuang.web.publication.states import Standing
from tests.web.publication.conftest import by, release


class Receiver:
    """A server on this machine that keeps what it was sent and answers as it is told."""

    def __init__(self):
        self.got, self.status, self.location = [], 204, None
        kept = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                kept.got.append((dict(self.headers), body))
                self.send_response(kept.status)
                if kept.location:
                    self.send_header("Location", kept.location)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    @property
    def url(self):
        return f"http://localhost:{self.server.server_port}/hook?a=1"

    def close(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def receiver():
    found = Receiver()
    yield found
    found.close()


@pytest.fixture
def target(receiver, people):
    return webhooks.allow(receiver.url, private=True, note="数据平台", **by(people["administrator"]))


def test_a_release_is_told_signed_and_under_an_id(target, receiver, approved, people, bureau):
    made = release(people, bureau)
    assert webhooks.deliver(at=timezone.now()) == 1
    ((headers, body),) = receiver.got
    said = json.loads(body)
    assert (said["deed"], said["number"], said["sha256"]) == ("released", 1, made.sha256)
    secret = webhooks.secret_of(target).encode()
    assert headers["Kechuang-Signature"] == "sha256=" + hmac.new(secret, body, hashlib.sha256).hexdigest()
    assert headers["Kechuang-Delivery"] == said["delivery"] == Delivery.objects.get().identifier
    assert Delivery.objects.get().standing == Standing.DELIVERED


def test_what_was_delivered_is_not_sent_again(target, receiver, released):
    webhooks.deliver(at=timezone.now())
    webhooks.deliver(at=timezone.now() + timedelta(days=1))
    assert len(receiver.got) <= 1


def test_a_withdrawal_is_told_as_well(target, receiver, approved, people, bureau):
    made = release(people, bureau)
    actions.withdraw(made, reason="有误", **by(people["director"]))
    webhooks.deliver(at=timezone.now())
    assert [json.loads(body)["deed"] for _, body in receiver.got] == ["released", "withdrawn"]


def test_a_receiver_that_fails_is_tried_again_under_the_same_id_and_at_last_given_up(
    target, receiver, approved, people, bureau
):
    receiver.status = 500
    release(people, bureau)
    at = timezone.now()
    for _ in range(webhooks.TRIES + 2):
        webhooks.deliver(at=at)
        at += timedelta(hours=3)
    assert len(receiver.got) == webhooks.TRIES
    assert len({headers["Kechuang-Delivery"] for headers, _ in receiver.got}) == 1
    assert (Delivery.objects.get().standing, Delivery.objects.get().problem) == (Standing.FAILED, "webhook.status 500")


def test_a_message_is_not_tried_before_its_time(target, receiver, approved, people, bureau):
    receiver.status = 500
    release(people, bureau)
    at = timezone.now()
    webhooks.deliver(at=at)
    webhooks.deliver(at=at + timedelta(seconds=30))
    assert len(receiver.got) == 1


def test_a_message_another_worker_holds_is_left_alone_until_that_worker_is_dead(
    target, receiver, approved, people, bureau
):
    release(people, bureau)
    at = timezone.now()
    Delivery.objects.update(standing=Standing.SENDING, claimed_at=at)
    assert webhooks.deliver(at=at + timedelta(seconds=30)) == 0
    assert webhooks.deliver(at=at + timedelta(minutes=5)) == 1


def test_a_redirect_is_not_followed(target, receiver, approved, people, bureau):
    receiver.status, receiver.location = 302, receiver.url
    release(people, bureau)
    webhooks.deliver(at=timezone.now())
    assert len(receiver.got) == 1
    assert Delivery.objects.get().problem == "webhook.status 302"


def test_an_address_in_a_private_network_is_not_reached_unless_it_was_listed_so(receiver, approved, people, bureau):
    webhooks.allow(receiver.url, private=False, note="", **by(people["administrator"]))
    release(people, bureau)
    webhooks.deliver(at=timezone.now())
    assert receiver.got == []
    assert "webhook.private-address" in Delivery.objects.get().problem


def test_a_target_that_is_switched_off_is_told_nothing(target, receiver, approved, people, bureau):
    webhooks.switch(target, active=False, **by(people["administrator"]))
    release(people, bureau)
    assert (webhooks.deliver(at=timezone.now()), Delivery.objects.count()) == (0, 0)


def test_what_is_undone_was_never_told(target, approved, people, bureau):
    with pytest.raises(actions.BadSlug):
        release(people, bureau, slug="A")
    assert not Delivery.objects.exists()


@pytest.mark.parametrize(
    "url",
    [
        "ftp://a.example/",
        "https://",
        "//a.example",
        "https://u:p@a.example/",
        "https://a.example/#x",
        "https://a.example:99999/",
        "https://a.example/ b",
        "file:///etc/passwd",
    ],
)
def test_what_is_no_address_is_not_listed(url, people):
    with pytest.raises(webhooks.BadAddress):
        webhooks.allow(url, private=False, note="", **by(people["administrator"]))


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "0.0.0.0",
        "::1",
        "fe80::1",
        "fc00::1",
        "::ffff:10.0.0.1",
        "2002:0a00:0001::",
        "100.64.0.1",
        "224.0.0.1",
    ],
)
def test_private_addresses_are_known(address):
    assert not sending.is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "2001:4860:4860::8888"])
def test_public_addresses_are_known(address):
    assert sending.is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "person", ["planner", "director", "evaluator", "reporter", "approver", "auditor", "stranger", "nobody"]
)
def test_only_an_administrator_lists_addresses(person, people):
    with pytest.raises(PermissionDenied):
        webhooks.allow("https://a.example/", private=False, note="", **by(people[person]))
    assert not Target.objects.exists()


def test_an_address_is_listed_and_switched_in_the_page(browser, people):
    client = browser("administrator")
    assert client.post("/publication/webhooks/add/", {"url": "nothing", "note": ""}).status_code == 422
    answer = client.post("/publication/webhooks/add/", {"url": "https://a.example/hook", "note": "试"})
    page = client.get(answer.url).content.decode()
    assert webhooks.secret_of(Target.objects.get()) in page
    client.post(f"{answer.url}switch/", {"active": "0"})
    assert not Target.objects.get().active
    assert browser("director").get("/publication/webhooks/").status_code == 403
