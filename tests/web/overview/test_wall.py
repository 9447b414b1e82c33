"""A screen on a wall: no sign-in, one plan, nothing of people; it ends, and can be withdrawn."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kechuang.web.journal.models import Entry
from kechuang.web.organisations.models import HeldRole
from kechuang.web.overview.models import Screen
from kechuang.web.overview.screens import make_screen, withdraw_screen
from tests.web.indicators.conftest import by


@pytest.fixture
def ticket(valued, people):
    """A screen and the token of its address."""
    return make_screen(valued.plan, place="三楼会议室", days=30, **by(people["planner"]))


def shown(token, client=None):
    """The answer a screen gets."""
    return (client or Client()).get(reverse("overview:wall", args=[token]))


def test_whoever_has_the_address_sees_how_the_plan_stands_and_no_person(ticket):
    page = shown(ticket[1]).content.decode()
    assert "高新技术企业" in page
    assert "84" in page
    assert "planner" not in page
    assert "<a " not in page
    assert "<form" not in page


def test_another_address_leads_nowhere(ticket):
    assert shown(ticket[1][:-1]).status_code == 404
    assert shown(ticket[0].fingerprint).status_code == 404


def test_a_screen_that_was_withdrawn_or_has_ended_is_blank(ticket, people):
    screen, token = ticket
    Screen.objects.filter(pk=screen.pk).update(
        ends_at=timezone.now() + timedelta(seconds=-1), made_at=timezone.now() - timedelta(days=9)
    )
    assert shown(token).status_code == 404
    Screen.objects.filter(pk=screen.pk).update(ends_at=timezone.now() + timedelta(days=1))
    assert shown(token).status_code == 200
    withdraw_screen(screen, **by(people["planner"]))
    assert shown(token).status_code == 404
    assert Entry.objects.filter(deed="screen.withdrawn").count() == 1


def test_a_screen_is_blank_once_its_maker_makes_none_any_more(ticket, people):
    HeldRole.objects.filter(person=people["planner"]).update(ends_on=timezone.localdate())
    assert shown(ticket[1]).status_code == 404


def test_a_screen_that_renews_itself_keeps_nobody_signed_in(ticket, browser):
    client = browser("director")
    session = client.session
    session["seen"] = 1
    session.save()
    answer = client.get(reverse("overview:wall", args=[ticket[1]]), {"polling": 1})
    assert answer.status_code == 200
    assert settings.LOGIN_URL.replace("accounts:", "") not in answer.content.decode()
    assert client.get(reverse("overview:home")).status_code == 302


def test_only_a_planner_of_the_plan_makes_one_and_its_address_is_shown_once(valued, browser):
    sent = {"plan": valued.plan_id, "place": "大厅", "days": 7}
    for username in ("director", "reporter", "auditor", "administrator"):
        assert browser(username).post(reverse("overview:screens"), sent).status_code == 403
    assert browser("stranger").post(reverse("overview:screens"), sent).status_code == 422
    page = browser("planner").post(reverse("overview:screens"), sent).content.decode()
    token = page.split("/wall/")[1].split("/")[0]
    assert shown(token).status_code == 200
    assert token not in browser("planner").get(reverse("overview:screens")).content.decode()
    assert browser("planner").post(reverse("overview:screens"), {**sent, "days": 400}).status_code == 422


def test_a_planner_of_elsewhere_withdraws_nothing(ticket, browser):
    address = reverse("overview:withdraw-screen", args=[ticket[0].pk])
    assert browser("stranger").post(address).status_code == 404
    assert browser("director").post(address).status_code == 404
    browser("planner").post(address)
    assert shown(ticket[1]).status_code == 404
