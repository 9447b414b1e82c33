"""Filters of list pages kept under a name: one's own, shared within the organisation, on no page that is none."""

import pytest
from django.urls import reverse

from kechuang.web.journal.models import Entry
from kechuang.web.lists.models import SavedView


def keep(client, **given):
    """Keep a filter of the tasks' list."""
    sent = {"page": "tasks:list", "name": "逾期", "query": "light=red&page=3&hide=2.4", **given}
    return client.post(reverse("lists:save"), sent)


def names(client):
    """The filters a page offers."""
    answer = client.get(reverse("tasks:list"))
    return [name for name in ("逾期", "本县") if f">{name}</a>" in answer.content.decode()]


def test_a_filter_is_kept_and_leads_to_what_it_asked(browser):
    answer = keep(browser("planner"))
    assert answer.url == reverse("tasks:list") + "?light=red&hide=2.4"
    assert names(browser("planner")) == ["逾期"]
    assert [entry.label for entry in Entry.objects.filter(deed="view.saved")] == ["逾期"]


def test_a_filter_of_the_same_name_is_replaced(browser):
    keep(browser("planner"))
    keep(browser("planner"), query="light=amber")
    assert [view.query for view in SavedView.objects.all()] == ["light=amber"]


def test_a_filter_is_ones_own_unless_it_is_shared_and_then_the_organisations(browser):
    keep(browser("planner"))
    assert names(browser("director")) == []
    keep(browser("planner"), shared="1")
    assert names(browser("director")) == ["逾期"]
    assert names(browser("reporter")) == []
    assert names(browser("stranger")) == []


def test_only_ones_own_filters_can_be_let_go(browser):
    keep(browser("planner"), shared="1")
    view = SavedView.objects.get()
    assert browser("director").post(reverse("lists:remove", args=[view.pk])).status_code == 404
    assert browser("planner").post(reverse("lists:remove", args=[view.pk])).url == reverse("tasks:list")
    assert not SavedView.objects.exists()


@pytest.mark.parametrize("page", ["tasks:task", "https://example.org/", "", "none:none"])
def test_nothing_is_kept_of_a_page_that_is_no_list(page, browser):
    assert keep(browser("planner"), page=page).status_code == 404
    assert not SavedView.objects.exists()


def test_a_filter_needs_a_name(browser):
    keep(browser("planner"), name="  ")
    assert not SavedView.objects.exists()
