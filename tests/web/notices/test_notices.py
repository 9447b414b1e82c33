"""Notices: told once, read by their recipient only, sent out at most once, tried again where the mail server failed."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from kechuang.web.journal.models import Entry
from kechuang.web.notices import actions, delivery
from kechuang.web.notices.models import Address, Delivery, Level, Notice, Standing

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def posted(people, settings):
    """A notice for the planner, who left an address, where a mail server is named."""
    settings.EMAIL_HOST = "mail.invalid"
    settings.SITE_ADDRESS = "https://plans.invalid"
    actions.leave_address(people["planner"], "planner@plans.invalid", origin="", at=AT)
    tell(people["planner"])
    return Delivery.objects.get()


def tell(*people, key="mail-body", at=AT, **details):
    return actions.queue(key, people, at=at, link=("overview:home",), **({"text": "东县"} | details))


def standing(one):
    one.refresh_from_db()
    return one.standing


def test_everybody_is_told_once_in_the_transaction_of_the_deed(people):
    assert tell(people["planner"], people["director"], people["planner"]) == 2
    with transaction.atomic():
        tell(people["planner"])
        transaction.set_rollback(True)
    assert [one.recipient.username for one in Notice.objects.order_by("recipient__username")] == ["director", "planner"]


def test_a_notice_stays_in_the_site_where_no_mail_server_is_named(people):
    tell(people["planner"])
    assert Delivery.objects.count() == 0


def test_the_page_shows_one_s_own_notices_and_the_header_counts_them(browser, people):
    tell(people["planner"])
    page = browser("planner").get("/notices/").content.decode()
    assert "1 条未读" in page
    assert "东县" in page
    assert "东县" not in browser("director").get("/notices/").content.decode()


def test_a_notice_is_marked_as_read_by_its_recipient_and_by_nobody_else(browser, people):
    tell(people["planner"])
    notice = Notice.objects.get()
    assert browser("director").post(f"/notices/{notice.pk}/read/").status_code == 404
    browser("planner").post(f"/notices/{notice.pk}/read/")
    notice.refresh_from_db()
    assert notice.read_at is not None
    page = browser("planner").get("/notices/").content.decode()
    assert "东县" not in page
    assert "东县" in browser("planner").get("/notices/?all=1").content.decode()


def test_all_of_one_s_notices_are_marked_as_read_and_nobody_else_s(browser, people):
    tell(people["planner"], people["director"])
    tell(people["planner"])
    browser("planner").post("/notices/read/")
    assert Notice.objects.filter(read_at=None).get().recipient == people["director"]


def test_the_list_asks_the_same_number_of_questions_for_one_notice_and_for_three(browser, people):
    counts = []
    for _ in range(2):
        tell(people["planner"])
        client = browser("planner")
        with CaptureQueriesContext(connection) as queries:
            client.get("/notices/")
        counts.append(len(queries))
        tell(people["planner"])
    assert counts[0] == counts[1]


def test_what_was_sent_is_not_sent_again(posted):
    assert delivery.deliver(at=AT) == 1
    assert delivery.deliver(at=AT + timedelta(days=1)) == 0
    assert standing(posted) == Standing.SENT
    assert [message.to for message in mail.outbox] == [["planner@plans.invalid"]]
    assert "https://plans.invalid/" in mail.outbox[0].body
    assert re.match(r"【科创规划平台】", mail.outbox[0].subject)


def test_a_worker_that_died_while_sending_is_not_followed_by_a_second_message(posted):
    assert delivery.claim(posted.pk, at=AT)
    assert not delivery.claim(posted.pk, at=AT)
    assert delivery.deliver(at=AT + timedelta(hours=1)) == 0
    assert mail.outbox == []
    assert standing(posted) == Standing.UNCERTAIN


def test_a_mail_server_that_is_away_is_asked_again_ever_more_seldom_and_the_recipient_sees_it(
    posted, monkeypatch, browser
):
    def away(*_):
        raise ConnectionRefusedError("away")

    monkeypatch.setattr(delivery, "_send_mail", away)
    at, pauses = AT, []
    for _ in range(delivery.TRIES):
        delivery.deliver(at=at)
        posted.refresh_from_db()
        pauses.append(posted.due_at - at)
        at = posted.due_at
    assert [pause.seconds // 60 for pause in pauses] == [2, 4, 8, 16, 32, 64]
    assert (posted.standing, posted.problem) == (Standing.FAILED, "ConnectionRefusedError: away")
    assert "邮件未能送出" in browser("planner").get("/notices/").content.decode()


def test_a_level_that_there_is_none_of_is_refused_by_the_database(people):
    with pytest.raises(IntegrityError, match="notice_level_known"):
        actions.queue("mail-body", [people["planner"]], at=AT, link=("overview:home",), level="blue")
    assert Level.RED in Level


def test_an_address_is_one_s_own_to_give_and_to_take_back_and_the_journal_does_not_say_it(posted, browser, people):
    client = browser("planner")
    assert "planner@plans.invalid" in client.get("/notices/").content.decode()
    assert "planner@plans.invalid" not in browser("director").get("/notices/").content.decode()
    assert client.post("/notices/address/", {"email": "no address"}).status_code == 422
    client.post("/notices/address/", {"email": ""})
    assert not Address.objects.exists()
    assert delivery.deliver(at=AT) == 0
    assert mail.outbox == []
    entries = Entry.objects.filter(deed="notices.address-changed")
    assert entries.count() == 2
    assert not any("plans.invalid" in one.after + one.label for one in entries)


def test_nobody_is_asked_for_an_address_where_no_mail_server_is_named(browser):
    assert "email" not in browser("planner").get("/notices/").content.decode()


def test_two_characters_find_one_s_own_notices_and_nobody_else_s(people, browser):
    tell(people["planner"], text="东县已提交填报表")
    tell(people["planner"], text="西县还没有提交")
    tell(people["director"], text="东县的评估")
    page = browser("planner").get("/notices/", {"text": "东县"}).content.decode()
    assert "东县已提交填报表" in page
    assert "西县还没有提交" not in page
    assert "东县的评估" not in page
    both = browser("planner").get("/notices/", {"text": "提交 西县"}).content.decode()
    assert "西县还没有提交" in both
    assert "东县已提交填报表" not in both
    found = browser("planner").get("/search/", {"q": "东县"}).content.decode()
    assert "我的通知中有 1 条" in found
    assert "没有" in browser("planner").get("/notices/", {"text": "无此"}).content.decode()
